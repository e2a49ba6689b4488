// Viewshed and projected video of a running map: which cameras, with the buildings around each. Outlives the contexts
// of its layer. CityMap holds one and passes on what concerns it; `handle…` in, events out.
import { Emitter } from '@brightwall/kit/emitter';
import type { TilesetSource } from '@brightwall/protocol/base-map';
import type { Map as MapLibreMap } from 'maplibre-gl';
import { type BuildingBlock, BuildingTiles } from '../base/building-tiles.ts';
import type { LocalFrame, LonLat } from '../geo.ts';
import { type FusionFacts, FusionLayer } from './fusion-layer.ts';
import type { Pose, Vec3 } from './pose.ts';
import type { ProbePoint } from './probe.ts';
import type { PictureSource, Sight } from './scene.ts';
import { projectorPose, type SeeingCamera, sightRange, viewshedEye } from './seeing.ts';
import { viewPoints, visibleShare } from './share.ts';
import { type Eye, poseEye } from './sight.ts';

export interface ProjectedCamera extends SeeingCamera {
  picture: PictureSource;
}

export interface FusionViewEvents {
  /** The buildings around a camera did not come: it is shown as if there were none. */
  failed: [error: unknown];
  /** How much of its field the viewshed's camera sees of the ground, 0 … 1; null while there is none. */
  share: [share: number | null];
}

export class FusionView extends Emitter<FusionViewEvents> {
  readonly #frame: LocalFrame;
  readonly #tiles: BuildingTiles | null;
  readonly #life = new AbortController();
  #layer: FusionLayer;
  #viewshed: SeeingCamera | null = null;
  #projected: readonly ProjectedCamera[] = [];
  /** By all that they are made of; null while the buildings are on their way. */
  #sights = new Map<string, Sight | null>();
  #shared: Sight | null = null;

  constructor(buildings: TilesetSource | null, frame: LocalFrame) {
    super();
    this.#frame = frame;
    this.#tiles = buildings && new BuildingTiles(buildings, frame);
    this.#layer = new FusionLayer(frame);
  }

  get facts(): FusionFacts {
    return this.#layer.facts;
  }

  /** Each time the map has a new style: at the beginning, and after a lost context. */
  handleStyleLoaded(map: MapLibreMap, before: string | undefined): void {
    map.addLayer(this.#layer, before);
    this.#show();
  }

  handleLost(): void {
    this.#layer = new FusionLayer(this.#frame);
    this.#shared = null;
  }

  /** Shows what a camera sees and what buildings hide from it; null takes it away. */
  handleViewshed(camera: SeeingCamera | null): void {
    this.#viewshed = camera;
    if (!camera) this.emit('share', null);
    this.#show();
  }

  /** The cameras whose pictures lie on the city, all of them. */
  handleProjected(cameras: readonly ProjectedCamera[]): void {
    this.#projected = cameras;
    this.#show();
  }

  handlePicture(): void {
    this.#layer.handlePicture();
  }

  /** What the viewshed's depth map says of points: 0 … 1 seen, -1 outside. */
  probe(points: readonly ProbePoint[]): Promise<Float32Array> {
    return this.#layer.probe(points);
  }

  /** The meshes around a place; none in a city that has none. */
  async blocksNear(at: LonLat, radiusM: number): Promise<readonly BuildingBlock[]> {
    return (await this.#tiles?.near(at, radiusM, this.#life.signal)) ?? [];
  }

  close(): void {
    this.clear();
    this.#life.abort();
    this.#tiles?.close();
  }

  #show(): void {
    const wanted = new Set<string>();
    const sightOf = (eye: Eye): Sight | null => {
      const key = JSON.stringify(eye);
      wanted.add(key);
      if (!this.#sights.has(key)) void this.#look(key, eye);
      return this.#sights.get(key) ?? null;
    };
    const viewshed = this.#viewshed && sightOf(viewshedEye(this.#viewshed, this.#frame));
    const projections = this.#projected.flatMap(camera => {
      const pose: Pose = projectorPose(camera, this.#frame);
      const sight = sightOf(poseEye(pose, sightRange(camera)));
      return sight ? [{ cameraId: camera.cameraId, sight, pose, picture: camera.picture }] : [];
    });
    for (const key of this.#sights.keys()) if (!wanted.has(key)) this.#sights.delete(key);
    this.#layer.handleScene({ viewshed, projections });
    if (viewshed !== this.#shared) void this.#tellShare(viewshed);
  }

  async #look(key: string, eye: Eye): Promise<void> {
    this.#sights.set(key, null);
    let blocks: readonly BuildingBlock[] = [];
    try {
      blocks = await this.blocksNear(this.#frame.toLonLat(eye.at[0], eye.at[1]), eye.rangeM);
    } catch (error) {
      if (this.#life.signal.aborted) return;
      this.emit('failed', error);
    }
    // Nobody may want it any more.
    if (!this.#sights.has(key)) return;
    this.#sights.set(key, { eye, blocks });
    this.#show();
  }

  async #tellShare(sight: Sight | null): Promise<void> {
    this.#shared = sight;
    if (!sight) return;
    const points = viewPoints(sight.eye);
    const lit = await this.#layer.probe(points.map(at => ({ at, normal: [0, 0, 1] as Vec3 })));
    if (this.#shared === sight) this.emit('share', visibleShare(sight.eye, points, lit));
  }
}
