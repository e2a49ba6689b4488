// 3D Tiles of a user's own (photogrammetry, BIM) in the map's context and depth, so that cameras stand among them.
// Their earth-centred metres are brought to the plane that MapLibre draws by a frame at a near anchor: 6 km away
// from it Mercator's scale would be off by 1.7 m and the earth's curve by 2.8 m, so the anchor follows the view.
import type { TilesetSource } from '@brightwall/protocol/base-map';
import { TilesRenderer } from '3d-tiles-renderer/three';
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';
import {
  DirectionalLight,
  HemisphereLight,
  Matrix4,
  Scene,
  Camera as ThreeCamera,
  WebGLRenderer,
} from 'three';
import { LocalFrame, type LonLat, multiply } from '../geo.ts';
import { enuToEcef } from './ecef.ts';

const anchorReachM = 2500;
/** Pixels that a tile may be wrong by before a finer one is fetched. */
const errorPx = 12;

export const tilesetLayerId = (id: string): string => `tileset-${id}`;

export class TilesetLayer implements CustomLayerInterface {
  readonly id: string;
  readonly type = 'custom' as const;
  readonly renderingMode = '3d' as const;
  readonly #source: TilesetSource;
  readonly #url: string;
  readonly #scene = new Scene();
  readonly #camera = new ThreeCamera();
  #light = 1;
  #frame: LocalFrame | null = null;
  #map: MapLibreMap | null = null;
  #renderer: WebGLRenderer | null = null;
  #tiles: TilesRenderer | null = null;

  /** `url`: of the tileset.json, absolute. */
  constructor(source: TilesetSource, url: string) {
    this.id = tilesetLayerId(source.id);
    this.#source = source;
    this.#url = url;
    // What comes from photographs brings its own light; the rest is lit from above.
    this.#scene.add(new HemisphereLight(0xffffff, 0x8090a0, 2), new DirectionalLight(0xffffff, 1));
    this.#camera.matrixAutoUpdate = false;
  }

  /** 0–1: how bright it is drawn; a white model would outshine every camera by night. */
  handleLight(light: number): void {
    this.#light = light;
    for (const child of this.#scene.children)
      if (child instanceof HemisphereLight) child.intensity = 2 * light;
      else if (child instanceof DirectionalLight) child.intensity = light;
    this.#map?.triggerRepaint();
  }

  get tilesShown(): number {
    return this.#tiles?.visibleTiles.size ?? 0;
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#renderer = new WebGLRenderer({ canvas: map.getCanvas(), context: gl });
    this.#renderer.autoClear = false;
    const tiles = new TilesRenderer(this.#url);
    tiles.errorTarget = errorPx;
    tiles.group.matrixAutoUpdate = false;
    tiles.setCamera(this.#camera);
    const repaint = () => map.triggerRepaint();
    tiles.addEventListener('load-tileset', repaint);
    tiles.addEventListener('load-model', repaint);
    tiles.addEventListener('load-error', ({ error }) => console.warn(`${this.id}:`, String(error)));
    this.#tiles = tiles;
    this.#scene.add(tiles.group);
    this.handleLight(this.#light);
  }

  onRemove(): void {
    if (this.#tiles) this.#scene.remove(this.#tiles.group);
    this.#tiles?.dispose();
    this.#renderer?.dispose();
    this.#tiles = this.#renderer = this.#map = this.#frame = null;
  }

  render(_gl: WebGL2RenderingContext, args: CustomRenderMethodInput): void {
    const [map, renderer, tiles] = [this.#map, this.#renderer, this.#tiles];
    if (!map || !renderer || !tiles || args.defaultProjectionData.projectionTransition > 0) return;
    const { lng: lon, lat } = map.getCenter();
    const frame = this.#anchored({ lon, lat }, tiles);
    const camera = this.#camera;
    camera.projectionMatrix.fromArray(args.projectionMatrix as unknown as number[]);
    camera.projectionMatrixInverse.copy(camera.projectionMatrix).invert();
    // Where the eye is: what is left of the whole when the projection is taken off.
    const whole = multiply(args.defaultProjectionData.mainMatrix, frame.toMercator());
    camera.matrixWorldInverse.fromArray(multiply(camera.projectionMatrixInverse.elements, whole));
    camera.matrixWorld.copy(camera.matrixWorldInverse).invert();
    camera.matrix.copy(camera.matrixWorld);
    const canvas = map.getCanvas();
    tiles.setResolution(camera, canvas.width, canvas.height);
    tiles.update();
    renderer.resetState();
    renderer.setViewport(0, 0, canvas.width, canvas.height);
    renderer.render(this.#scene, camera);
  }

  #anchored(centre: LonLat, tiles: TilesRenderer): LocalFrame {
    const [x, y] = this.#frame?.toLocal(centre) ?? [Number.POSITIVE_INFINITY, 0];
    if (this.#frame && Math.hypot(x, y) < anchorReachM) return this.#frame;
    this.#frame = new LocalFrame(centre);
    // Down by the offset: a tileset whose zero lies 30 m under the ellipsoid is lifted by 30 m.
    tiles.group.matrix.copy(new Matrix4().fromArray(enuToEcef(centre, -this.#source.heightOffsetM)).invert());
    tiles.group.updateMatrixWorld(true);
    return this.#frame;
  }
}
