// Draws shapes with MapLibre's own layers: one source per shape, so that a change of one touches no other. A lost
// context takes sources and layers away; they are put back with the style.
import type {
  ExpressionSpecification,
  GeoJSONSource,
  LayerSpecification,
  Map as MapLibreMap,
} from 'maplibre-gl';
import { font } from '../base/label-layers.ts';
import { arrowIcon, drawArrow } from './arrow-icon.ts';
import type { Shape } from './shape.ts';

/** `ground`: under roads and buildings; `top`: over all but cameras and names. */
export type ShapePlace = 'ground' | 'top';

interface Kept {
  shape: Shape;
  place: ShapePlace;
}

const look = (name: string, otherwise: unknown): ExpressionSpecification =>
  ['coalesce', ['get', name], otherwise] as unknown as ExpressionSpecification;
const scaled = (name: string, otherwise: number, scale: number): ExpressionSpecification =>
  ['*', scale, look(name, otherwise)] as unknown as ExpressionSpecification;

function layersOf(source: string, scale: number): LayerSpecification[] {
  const colour: ExpressionSpecification = ['get', 'colour'];
  const line = {
    type: 'line',
    source,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': scaled('width', 2, scale) },
  } as const;
  const isLine: ExpressionSpecification = ['!=', ['geometry-type'], 'Point'];
  return [
    {
      id: `${source}-fill`,
      type: 'fill',
      source,
      filter: ['all', ['==', ['geometry-type'], 'Polygon'], ['has', 'fill']],
      paint: { 'fill-color': colour, 'fill-opacity': ['get', 'fill'] },
    },
    {
      ...line,
      id: `${source}-line`,
      filter: ['all', isLine, ['!', look('dashed', false)], ['>', look('width', 2), 0]] as never,
    },
    {
      ...line,
      id: `${source}-dash`,
      filter: ['all', isLine, look('dashed', false)] as never,
      paint: { ...line.paint, 'line-dasharray': [2, 2] },
    },
    {
      id: `${source}-arrow`,
      type: 'symbol',
      source,
      filter: ['all', isLine, look('arrows', false)] as never,
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 70 * scale,
        'icon-image': arrowIcon,
        'icon-size': scale,
        'icon-rotation-alignment': 'map',
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
    {
      id: `${source}-point`,
      type: 'circle',
      source,
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-color': colour,
        'circle-radius': scaled('radius', 5, scale),
        'circle-opacity': ['case', look('hollow', false), 0.18, 1] as never,
        'circle-stroke-color': colour,
        'circle-stroke-width': ['case', look('hollow', false), 2.5 * scale, 0] as never,
      },
    },
    {
      id: `${source}-label`,
      type: 'symbol',
      source,
      filter: ['has', 'label'],
      layout: {
        'text-field': ['get', 'label'],
        'text-font': font,
        'text-size': 14 * scale,
        'text-offset': [0, 1.3],
        'text-allow-overlap': true,
      },
      paint: { 'text-color': '#ffffff', 'text-halo-color': '#071018', 'text-halo-width': 1.6 * scale },
    },
  ];
}

export class ShapeLayers {
  readonly #kept = new Map<string, Kept>();
  readonly #scale: () => number;
  /** The layer that shapes of a place lie under. */
  readonly #before: (map: MapLibreMap, place: ShapePlace) => string | undefined;
  #map: MapLibreMap | null = null;

  constructor(scale: () => number, before: (map: MapLibreMap, place: ShapePlace) => string | undefined) {
    this.#scale = scale;
    this.#before = before;
  }

  /** How many features each shape has. */
  get facts(): Record<string, number> {
    return Object.fromEntries([...this.#kept].map(([id, { shape }]) => [id, shape.features.length]));
  }

  handleStyleLoaded(map: MapLibreMap): void {
    this.#map = map;
    for (const [id, kept] of this.#kept) this.#add(map, id, kept);
  }

  /** The style is gone until it is loaded again. */
  handleLost(): void {
    this.#map = null;
  }

  /** Null takes the shape away. */
  show(id: string, shape: Shape | null, place: ShapePlace): void {
    const map = this.#map;
    const isKnown = this.#kept.has(id);
    if (shape) this.#kept.set(id, { shape, place });
    else this.#kept.delete(id);
    if (!map) return;
    const source = map.getSource<GeoJSONSource>(sourceOf(id));
    if (!shape) this.#remove(map, id);
    else if (source && isKnown) source.setData(shape as never);
    else this.#add(map, id, { shape, place });
  }

  #add(map: MapLibreMap, id: string, { shape, place }: Kept): void {
    const source = sourceOf(id);
    if (map.getSource(source)) return;
    if (!map.hasImage(arrowIcon)) map.addImage(arrowIcon, drawArrow(), { pixelRatio: 2 });
    map.addSource(source, { type: 'geojson', data: shape as never });
    const before = this.#before(map, place);
    for (const layer of layersOf(source, this.#scale())) map.addLayer(layer, before);
  }

  #remove(map: MapLibreMap, id: string): void {
    const source = sourceOf(id);
    if (!map.getSource(source)) return;
    for (const { id: layer } of layersOf(source, 1)) if (map.getLayer(layer)) map.removeLayer(layer);
    map.removeSource(source);
  }
}

const sourceOf = (id: string) => `shape-${id}`;
