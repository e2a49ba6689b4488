// How MapLibre shows a city: how near, how far, how tilted, and how far beyond its bounds.
import type { BaseMap } from '@brightwall/protocol/base-map';
import type { MapOptions } from 'maplibre-gl';
import { drawsInSoftware } from './renderer.ts';

export function mapOptions({
  bounds: [west, south, east, north],
}: Pick<BaseMap, 'bounds'>): Omit<MapOptions, 'container'> {
  return {
    minZoom: 10,
    maxZoom: 19.5,
    maxPitch: 75,
    // A little beyond the bounds, so that a camera at the edge can be brought to the middle.
    maxBounds: [
      [west - (east - west) * 0.4, south - (north - south) * 0.4],
      [east + (east - west) * 0.4, north + (north - south) * 0.4],
    ],
    renderWorldCopies: false,
    attributionControl: false,
    // Each step of a fade is a frame more.
    fadeDuration: drawsInSoftware() ? 0 : 120,
    canvasContextAttributes: { antialias: !drawsInSoftware(), powerPreference: 'high-performance' },
  };
}
