// The clusters of a running map: made anew when the zoom passes a whole level or cameras changed, at most once a
// second and only while they can be seen.
import type { Clock, Timer } from '@brightwall/kit/clock';
import type { GeoJSONSource, MapLayerMouseEvent, Map as MapLibreMap } from 'maplibre-gl';
import type { CameraInstances } from '../cameras/camera-instances.ts';
import { type LocalFrame, metresPerPixel } from '../geo.ts';
import { type AlarmPoint, clusterCameras, countText } from './cluster-grid.ts';
import { clusterDiscs, clusterLayers, clusterSource, clustersUntil } from './cluster-layers.ts';

/** A square's side on the screen at scale 1, CSS pixels. */
const cellPx = 140;
const everyMs = 1000;

export class CameraClusters {
  readonly #frame: LocalFrame;
  readonly #scale: () => number;
  readonly #clock: Clock;
  #map: MapLibreMap | null = null;
  #instances: CameraInstances | null = null;
  #alarms: readonly AlarmPoint[] = [];
  /** Of what is shown: whole zoom level, and whether cameras changed since. */
  #level = Number.NaN;
  #stale = true;
  #madeMs = Number.NEGATIVE_INFINITY;
  #timer: Timer | null = null;
  #count = 0;

  constructor(frame: LocalFrame, scale: () => number, clock: Clock) {
    this.#frame = frame;
    this.#scale = scale;
    this.#clock = clock;
  }

  /** The zoom from which cameras stand for themselves: on a larger wall the same ground is a level nearer. */
  get until(): number {
    return clustersUntil + Math.log2(this.#scale());
  }

  /** Discs on the map now. */
  get count(): number {
    return this.#map && this.#map.getZoom() < this.until ? this.#count : 0;
  }

  handleInstances(instances: CameraInstances): void {
    this.#instances = instances;
    this.#stale = true;
    this.#settle();
  }

  handleAlarms(alarms: readonly AlarmPoint[]): void {
    if (alarms.length === 0 && this.#alarms.length === 0) return;
    this.#alarms = alarms;
    this.#stale = true;
    this.#settle();
  }

  handleStyleLoaded(map: MapLibreMap, before: string | undefined): void {
    const isNew = this.#map !== map;
    this.#map = map;
    this.#stale = true;
    // After a lost context MapLibre brings sources and layers back itself.
    if (!map.getSource(clusterSource)) {
      map.addSource(clusterSource, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
      for (const layer of clusterLayers(this.until, this.#scale())) map.addLayer(layer, before);
    }
    if (isNew) {
      map.on('zoom', () => this.#settle());
      map.on('click', clusterDiscs, event => this.#comeNearer(map, event));
    }
    this.#settle();
  }

  close(): void {
    this.#timer?.cancel();
    this.#map = null;
  }

  #settle(): void {
    const map = this.#map;
    if (!map || !this.#instances || map.getZoom() > this.until) return;
    const level = Math.floor(map.getZoom());
    if (level !== this.#level) this.#make(map, level);
    else if (this.#stale && !this.#timer)
      this.#timer = this.#clock.after(Math.max(0, this.#madeMs + everyMs - this.#clock.monotonicMs()), () => {
        this.#timer = null;
        if (this.#map && this.#stale) this.#make(this.#map, level);
      });
  }

  #make(map: MapLibreMap, level: number): void {
    const source = map.getSource<GeoJSONSource>(clusterSource);
    if (!source || !this.#instances) return;
    const cellM = cellPx * this.#scale() * metresPerPixel(this.#frame.origin.lat, level + 0.5);
    const clusters = clusterCameras(this.#instances, cellM, this.#alarms);
    const features = clusters.map(({ x, y, count, troubled, alarms }) => {
      const { lon, lat } = this.#frame.toLonLat(x, y);
      return {
        type: 'Feature' as const,
        geometry: { type: 'Point' as const, coordinates: [lon, lat] },
        properties: { count, troubled, alarms, label: countText(count) },
      };
    });
    source.setData({ type: 'FeatureCollection', features });
    this.#count = clusters.length;
    this.#level = level;
    this.#stale = false;
    this.#madeMs = this.#clock.monotonicMs();
  }

  #comeNearer(map: MapLibreMap, { lngLat }: MapLayerMouseEvent): void {
    map.easeTo({ center: lngLat, zoom: Math.min(map.getZoom() + 1.5, this.until + 1), duration: 500 });
  }
}
