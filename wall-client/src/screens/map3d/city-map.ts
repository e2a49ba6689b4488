// The map as one object: MapLibre and our layers in its context. Inputs arrive by
// handleX(); what happens leaves as events. React draws cards and panels around it and knows neither library.
import 'maplibre-gl/dist/maplibre-gl.css';
import { systemClock } from '@brightwall/kit/clock';
import { Emitter } from '@brightwall/kit/emitter';
import { ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { City } from '../../net/base-map.ts';
import { type BaseLayerName, BaseView } from './base/base-view.ts';
import { mapOptions } from './base/map-options.ts';
import type { Theme } from './base/palette.ts';
import { drawsInSoftware } from './base/renderer.ts';
import { WaitingMap } from './base/waiting-map.ts';
import { CameraLayer, cameraLayerId } from './cameras/camera-layer.ts';
import { project, type View, withinWindow } from './cameras/pick.ts';
import { StandingCameras } from './cameras/standing-cameras.ts';
import { CameraClusters } from './clusters/camera-clusters.ts';
import { decodesVideo } from './feeds/decodes.ts';
import type { FeedFacts } from './feeds/feed-facts.ts';
import { MapFeeds } from './feeds/map-feeds.ts';
import { budgetFor } from './feeds/tiers/budget.ts';
import { startFeedWorker } from './feeds/worker/start-worker.ts';
import type { FusionFacts } from './fusion/fusion-layer.ts';
import { FusionView } from './fusion/fusion-view.ts';
import type { Vec3 } from './fusion/pose.ts';
import { LocalFrame, type LonLat } from './geo.ts';
import { homeView, MapMoves } from './map-moves.ts';
import { MapPointer } from './map-pointer.ts';
import { Opening } from './opening.ts';
import type { PlacedCamera } from './placing/placement.ts';
import type { Shape } from './shapes/shape.ts';
import { ShapeLayers, type ShapePlace } from './shapes/shape-layers.ts';

// The worker is a file of our own origin: no blob, so a strict content policy holds.
setWorkerUrl(workerUrl);

export interface CityMapEvents {
  /** Style and first frame are there (again, after a lost context). */
  ready: [];
  /** The graphics card was taken away; it comes back as `ready`. */
  lost: [];
  /** The view moved or was drawn anew: cards that stick to cameras follow. */
  moved: [];
}

export interface CityMapOptions {
  container: HTMLElement;
  city: City;
  chinese: boolean;
  theme: Theme;
  scale: () => number;
}

/** How near to a mast the pointer has to be, CSS pixels at scale 1. */
const pickRadiusPx = 13;
/** A white sky in a picture must not glare over a dark city. */
const pictureLight: Record<Theme, number> = { night: 0.88, day: 1 };

export class CityMap extends Emitter<CityMapEvents> {
  readonly #map: WaitingMap;
  /** The plane of metres that all of ours is drawn in. */
  readonly frame: LocalFrame;
  readonly #options: CityMapOptions;
  #layer: CameraLayer;
  readonly #cameras: StandingCameras;
  #hovered: string | null = null;
  #selected: string | null = null;
  /** Where it is looked at from. */
  readonly moves: MapMoves;
  readonly pointer: MapPointer;
  /** Viewshed and projected video. */
  readonly fusion: FusionView;
  readonly #base: BaseView;
  readonly #shapes: ShapeLayers;
  readonly #feeds: MapFeeds;
  readonly #clusters: CameraClusters;
  #theme: Theme;
  #ready = false;
  readonly #opening: Opening;
  #closed = false;

  constructor(options: CityMapOptions) {
    super();
    this.#options = options;
    const { city, container } = options;
    const [lon, lat] = city.centre;
    this.frame = new LocalFrame({ lon, lat });
    this.#cameras = new StandingCameras(this.frame);
    this.#layer = this.#newLayer();
    this.fusion = new FusionView(city.buildings, this.frame);
    const { chinese, theme } = options;
    this.#base = new BaseView(city, {
      chinese,
      theme,
      scale: options.scale(),
      inSoftware: drawsInSoftware(),
    });
    this.#shapes = new ShapeLayers(options.scale, (map, place) =>
      place === 'ground' ? (this.#base.firstRoad(map) ?? cameraLayerId) : cameraLayerId,
    );
    this.#theme = theme;
    this.#clusters = new CameraClusters(this.frame, options.scale, systemClock);
    this.#feeds = new MapFeeds({
      clock: systemClock,
      decodes: decodesVideo(),
      budget: budgetFor({ cores: navigator.hardwareConcurrency, decodes: decodesVideo() }),
      start: startFeedWorker,
      // Before the map is there its tiles need the processor more.
      view: () => (this.#ready ? this.#layer.view : null),
      scale: options.scale,
      light: () => pictureLight[this.#theme],
      repaint: () => this.#map.triggerRepaint(),
    });
    this.#map = new WaitingMap({
      ...mapOptions(city),
      ...homeView(city.centre, options.scale()),
      container,
      style: this.#base.style,
    });
    this.#opening = new Opening(systemClock, () => {
      this.#fillIfComplete();
      this.#map.triggerRepaint();
    });
    this.#map.mayDraw = () => this.#ready || this.#isWorthDrawing;
    this.moves = new MapMoves(this.#map, city.centre, options.scale);
    this.pointer = new MapPointer(this.#map, (x, y) => this.#pick(x, y));
    this.#map.addControl(new ScaleControl({ maxWidth: 120 * options.scale() }), 'bottom-left');
    this.#listen();
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** All that is in sight has come, but perhaps cameras. */
  get isLoaded(): boolean {
    return this.#layer.view !== null && this.#base.isLoaded(this.#map);
  }

  /** Draw calls and milliseconds of JavaScript are of the last frame, of cameras and pictures together. */
  get facts(): {
    camerasDrawn: number;
    drawCalls: number;
    frameMs: number;
    shapes: Record<string, number>;
    clusters: number;
    feeds: FeedFacts;
    fusion: FusionFacts;
    /** Of 3D Tiles of a user's own, in sight. */
    tilesShown: number;
  } {
    const [cameras, pictures] = [this.#layer.facts, this.#feeds.layerFacts];
    return {
      camerasDrawn: this.#cameras.instances.count,
      drawCalls: cameras.drawCalls + pictures.drawCalls,
      frameMs: cameras.frameMs + pictures.frameMs,
      shapes: this.#shapes.facts,
      clusters: this.#clusters.count,
      feeds: this.#feeds.facts,
      fusion: this.fusion.facts,
      tilesShown: this.#base.tilesShown,
    };
  }

  /** `areAll`: false while the core is still telling of them; the map then opens a little later. */
  handleCameras(placed: readonly PlacedCamera[], areAll: boolean): void {
    const { from, to, moved } = this.#cameras.handleCameras(placed);
    const { instances, cells } = this.#cameras;
    if (moved) this.#layer.handleInstances(instances, cells);
    else if (to > from) this.#layer.handleInstances(instances, cells, from, to);
    this.#feeds.handleInstances(instances, cells, moved);
    if (moved || to > from) this.#clusters.handleInstances(instances);
    if (moved) this.#showChosen();
    this.#opening.handleCameras(areAll);
  }

  /** Open alerts by their places: clusters glow where they are. */
  handleAlarms(alarms: readonly { readonly place: LonLat; readonly count: number }[]): void {
    this.#clusters.handleAlarms(
      alarms.map(({ place, count }) => {
        const [x, y] = this.frame.toLocal(place);
        return { x, y, count };
      }),
    );
  }

  /** How old the picture that stands over a camera is, ms; null where there is none. */
  pictureAgeMs(cameraId: string): number | null {
    return this.#feeds.pictureAgeMs(cameraId);
  }

  /** Cameras shown in windows: their pictures on the map need not move. */
  handleFocused(cameraIds: readonly string[]): void {
    this.#feeds.handleFocused(cameraIds);
  }

  /** Cameras whose pictures lie on the ground and the buildings: no board stands before them. */
  handleProjected(cameraIds: readonly string[]): void {
    this.#feeds.handleProjected(cameraIds);
  }

  handleHovered(cameraId: string | null): void {
    this.#hovered = cameraId;
    this.#showChosen();
  }

  handleSelected(cameraId: string | null): void {
    this.#selected = cameraId;
    this.#showChosen();
  }

  handleLanguage(chinese: boolean): void {
    this.#base.handleLanguage(chinese);
  }

  handleTheme(theme: Theme): void {
    this.#theme = theme;
    this.#base.handleTheme(theme);
  }

  /** Switches a layer of the base map: the three levels of areas, buildings, trees, names. */
  setLayer(name: BaseLayerName, on: boolean): void {
    this.#base.setLayer(name, on);
  }

  layerShown(name: BaseLayerName): boolean {
    return this.#base.layerShown(name);
  }

  /** Lays areas, lines and points over the map under a name of the caller's; null takes them away. */
  showShape(id: string, shape: Shape | null, place: ShapePlace = 'top'): void {
    this.#shapes.show(id, shape, place);
  }

  /** CSS pixels within the container of a camera's head, null while it is out of sight. */
  screenOf(cameraId: string): { x: number; y: number } | null {
    const { view } = this.#layer;
    return view && withinWindow(view, this.#cameras.headOf(view, cameraId));
  }

  screenOfPlace(place: LonLat): { x: number; y: number } | null {
    return this.screenOfPoint([...this.frame.toLocal(place), 0]);
  }

  /** Of a point in metres of `frame`. */
  screenOfPoint([x, y, z]: Vec3): { x: number; y: number } | null {
    const { view } = this.#layer;
    return view && withinWindow(view, project(view, x, y, z));
  }

  /** What the last frame was drawn with; null before the first. */
  get view(): View | null {
    return this.#layer.view;
  }

  /** Ground under a point of the container, CSS pixels. */
  placeAt(x: number, y: number): LonLat {
    const { lng, lat } = this.#map.unproject([x, y]);
    return { lon: lng, lat };
  }

  /** For the bench: one frame more, with nothing changed. */
  redraw(): void {
    this.#map.triggerRepaint();
  }

  /** For tests: takes the graphics card away and, unless told otherwise, gives it back. */
  loseContext(): { restore(): void } | null {
    const gl = this.#map.getCanvas().getContext('webgl2');
    const extension = gl?.getExtension('WEBGL_lose_context');
    if (!extension) return null;
    extension.loseContext();
    return { restore: () => extension.restoreContext() };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.clear();
    this.pointer.clear();
    this.#opening.close();
    this.fusion.close();
    document.removeEventListener('visibilitychange', this.#tellVisible);
    this.#feeds.close();
    this.#clusters.close();
    this.#base.close();
    this.#map.remove();
  }

  get #isComplete(): boolean {
    return !this.#opening.awaitsCameras && this.isLoaded;
  }

  #fillIfComplete(): void {
    if (!this.#map.isFull && this.#isComplete) this.#map.fill();
  }

  /**
   * While nobody sees the map a frame is drawn where it makes the map ask for tiles, and when all is there. Each other
   * would keep the tiles and cameras waiting that it is drawn for.
   */
  get #isWorthDrawing(): boolean {
    return this.#map.areTilesLoaded() && !(this.#opening.awaitsCameras && this.isLoaded);
  }

  #newLayer(): CameraLayer {
    const layer = new CameraLayer(this.frame, this.#options.scale, () => this.#clusters.until);
    layer.handleInstances(this.#cameras.instances, this.#cameras.cells);
    return layer;
  }

  readonly #tellVisible = () => this.#feeds.handleVisible(!document.hidden);

  #listen(): void {
    const map = this.#map;
    document.addEventListener('visibilitychange', this.#tellVisible);
    this.#tellVisible();
    const begin = () => {
      if (this.#closed || map.getLayer(this.#layer.id)) return;
      this.#base.handleStyleLoaded(map);
      this.fusion.handleStyleLoaded(map, this.#base.firstLabel);
      map.addLayer(this.#layer, this.#base.firstLabel);
      this.#clusters.handleStyleLoaded(map, this.#base.firstLabel);
      this.#shapes.handleStyleLoaded(map);
      map.addLayer(this.#feeds.newLayer());
    };
    // Also after a lost context: MapLibre loads the style anew and cannot bring custom layers back itself.
    map.on('style.load', begin);
    map.on('webglcontextlost', () => {
      this.#ready = false;
      this.#layer = this.#newLayer();
      this.#feeds.handleLost();
      this.#shapes.handleLost();
      this.fusion.handleLost();
      this.emit('lost');
    });
    map.on('webglcontextrestored', () => {
      if (map.isStyleLoaded()) begin();
    });
    map.on('sourcedata', () => this.#fillIfComplete());
    map.on('render', () => {
      // Not `idle`: it waits for every fade to end, which a slow machine may never reach while cameras change.
      if (!this.#ready && map.isFull && this.#isComplete) {
        this.#ready = true;
        this.#base.handleReady();
        this.emit('ready');
      }
      this.#fillIfComplete();
      this.emit('moved');
    });
    // A failed tile is no failure of the page; MapLibre would otherwise throw it into the console as a bug.
    map.on('error', event => console.warn('map:', event.error.message));
  }

  #pick(x: number, y: number): string | null {
    const { view } = this.#layer;
    // From afar cameras are told by the many, and none can be meant.
    if (!view || this.#map.getZoom() < this.#clusters.until) return null;
    return this.#cameras.pick(view, x, y, pickRadiusPx * this.#options.scale());
  }

  #showChosen(): void {
    this.#layer.handleChosen(this.#cameras.indexOf(this.#hovered), this.#cameras.indexOf(this.#selected));
    this.#feeds.handleChosen([this.#hovered, this.#selected].filter(id => id !== null));
  }
}
