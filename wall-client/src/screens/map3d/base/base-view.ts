// The base map of a running map: its style in the theme and language of the page, its switchable layers, its
// lit windows. CityMap holds one and passes on what concerns it.
import type { BaseMap } from '@brightwall/protocol/base-map';
import type { Map as MapLibreMap, StyleSpecification } from 'maplibre-gl';
import { areaLevels } from './area-layers.ts';
import { NightWindows } from './night-windows.ts';
import { palettes } from './palette.ts';
import { restyle } from './restyle.ts';
import { absolute, baseStyle, type StyleOptions } from './style.ts';
import { archiveAt } from './tile-archive.ts';
import { TilesetLayer } from './tileset-layer.ts';

/** What a person may switch on and off; each stands for one or more layers of the style. */
export const baseLayerNames = [...areaLevels, 'buildings', 'trees', 'labels'] as const;
export type BaseLayerName = (typeof baseLayerNames)[number];

const isOf = (name: BaseLayerName, layerId: string): boolean => {
  if (name === 'labels') return layerId.startsWith('label-');
  if (name === 'buildings' || name === 'trees') return layerId === name;
  return layerId.startsWith(`area-${name}-`);
};

export class BaseView {
  readonly #base: BaseMap;
  readonly #options: StyleOptions;
  readonly #shown = new Map<BaseLayerName, boolean>();
  #map: MapLibreMap | null = null;
  #windows: NightWindows | null = null;
  /** Of this context. */
  #tilesets: TilesetLayer[] = [];

  constructor(base: BaseMap, options: StyleOptions) {
    this.#base = base;
    this.#options = { ...options };
    // Asked at once: header and directory are on their way before the map begins.
    if (base.vector)
      void archiveAt(absolute(base.vector.url))
        .getHeader()
        .catch(() => undefined);
  }

  get style(): StyleSpecification {
    return baseStyle(this.#base, this.#options);
  }

  /** The first layer of names: what is drawn of ours lies below it. */
  get firstLabel(): string | undefined {
    return this.style.layers.find(({ type }) => type === 'symbol')?.id;
  }

  /** The lowest layer of roads, under which lies what is on the ground; undefined where the map has no roads. */
  firstRoad(map: MapLibreMap): string | undefined {
    const roads = this.style.layers.find(
      layer => 'source-layer' in layer && layer['source-layer'] === 'roads',
    );
    return roads && map.getLayer(roads.id) ? roads.id : undefined;
  }

  /** Whether everything in sight has come. */
  isLoaded(map: MapLibreMap): boolean {
    return Object.keys(this.style.sources).every(id => map.isSourceLoaded(id));
  }

  /** Each time the map has a new style: at the beginning, and after a lost context. */
  handleStyleLoaded(map: MapLibreMap): void {
    this.#map = map;
    for (const [name, on] of this.#shown) this.#show(name, on);
    const { vector, tilesets } = this.#base;
    this.#tilesets = tilesets.map(source => new TilesetLayer(source, absolute(source.url)));
    for (const layer of this.#tilesets) map.addLayer(layer, this.firstLabel);
    this.#lightTilesets();
    if (!vector) return;
    this.#windows ??= new NightWindows(map, archiveAt(absolute(vector.url)), vector.maxZoom);
    this.#windows.handleNight(this.#options.theme === 'night');
    this.#windows.add(this.firstLabel);
  }

  /** The map is there to be used: what is beautiful only may come now. */
  handleReady(): void {
    this.#windows?.begin();
  }

  handleTheme(theme: StyleOptions['theme']): void {
    this.#options.theme = theme;
    this.#restyle();
    this.#lightTilesets();
    this.#windows?.handleNight(theme === 'night');
  }

  handleLanguage(chinese: boolean): void {
    this.#options.chinese = chinese;
    this.#restyle();
  }

  setLayer(name: BaseLayerName, on: boolean): void {
    this.#shown.set(name, on);
    this.#show(name, on);
  }

  /** Which layers are shown now; areas are not, until somebody asks. */
  layerShown(name: BaseLayerName): boolean {
    return this.#shown.get(name) ?? !areaLevels.some(level => level === name);
  }

  /** The ground's own colour, for what lies around the map. */
  get background(): string {
    return palettes[this.#options.theme].ground;
  }

  close(): void {
    this.#windows?.close();
    this.#map = null;
  }

  /** Tiles of the user's 3D Tiles in sight. */
  get tilesShown(): number {
    return this.#tilesets.reduce((sum, layer) => sum + layer.tilesShown, 0);
  }

  #lightTilesets(): void {
    for (const layer of this.#tilesets) layer.handleLight(this.#options.theme === 'night' ? 0.35 : 1);
  }

  #restyle(): void {
    if (this.#map) restyle(this.#map, this.style);
  }

  #show(name: BaseLayerName, on: boolean): void {
    for (const { id } of this.style.layers)
      if (isOf(name, id) && this.#map?.getLayer(id))
        this.#map.setLayoutProperty(id, 'visibility', on ? 'visible' : 'none');
  }
}
