// The cameras' layer: a few lines of WebGL of its own in MapLibre's context, over its depth buffer, so that buildings
// hide what is behind them. One life per context: when the context is lost the map makes a new one.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';
import { type LocalFrame, metresPerPixel, multiply } from '../geo.ts';
import type { CameraInstances } from './camera-instances.ts';
import { type CameraLook, CameraMeshes } from './camera-meshes.ts';
import { bodyReach, crowd, unitPixels } from './marker-size.ts';
import type { View } from './pick.ts';
import type { PlaceCells } from './place-cells.ts';
import { SeenCameras } from './seen-cameras.ts';

export const cameraLayerId = 'cameras';

export interface LayerFacts {
  /** Draw calls of the last frame. */
  drawCalls: number;
  /** JavaScript of the last frame, ms. */
  frameMs: number;
}

export class CameraLayer implements CustomLayerInterface {
  readonly id = cameraLayerId;
  readonly type = 'custom' as const;
  readonly renderingMode = '3d' as const;
  readonly facts: LayerFacts = { drawCalls: 0, frameMs: 0 };
  /** The view of the last frame drawn; null before the first. */
  view: View | null = null;

  readonly #frame: LocalFrame;
  readonly #scale: () => number;
  readonly #from: () => number;
  #map: MapLibreMap | null = null;
  #meshes: CameraMeshes | null = null;
  #instances: CameraInstances | null = null;
  readonly #seen = new SeenCameras();
  readonly #matrix = new Float32Array(16);
  #hovered = -1;
  #selected = -1;

  /** `from`: the zoom from which cameras are drawn; farther out their clusters tell of them. */
  constructor(frame: LocalFrame, scale: () => number, from: () => number) {
    this.#frame = frame;
    this.#from = from;
    this.#scale = scale;
  }

  /** Instances from … to changed; without them any may have. `cells` are of all of them. */
  handleInstances(instances: CameraInstances, cells: PlaceCells, from?: number, to?: number): void {
    this.#instances = instances;
    this.#seen.handleInstances(instances, cells, from, to);
    this.#meshes?.setInstances(instances, from, to);
    this.#map?.triggerRepaint();
  }

  /** Indexes of instances, -1 for none. */
  handleChosen(hovered: number, selected: number): void {
    if (hovered === this.#hovered && selected === this.#selected) return;
    this.#hovered = hovered;
    this.#selected = selected;
    this.#map?.triggerRepaint();
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#meshes = new CameraMeshes(gl);
    if (this.#instances) this.#meshes.setInstances(this.#instances);
  }

  onRemove(): void {
    this.#meshes?.close();
    this.#meshes = null;
    this.#map = null;
  }

  render(_: unknown, args: CustomRenderMethodInput): void {
    const [map, meshes] = [this.#map, this.#meshes];
    // On the globe (far out) Mercator's plane is not where the ground is.
    if (!map || !meshes || args.defaultProjectionData.projectionTransition > 0) return;
    const startedAt = performance.now();
    const view = this.#viewOf(map, args);
    this.view = view;
    this.facts.drawCalls = map.getZoom() < this.#from() ? 0 : this.#draw(map, meshes, view);
    this.facts.frameMs = performance.now() - startedAt;
  }

  #draw(map: MapLibreMap, meshes: CameraMeshes, view: View): number {
    const { bodyPx, bodyW } = bodyReach(view, this.#scale());
    const look = this.#lookOf(map, view, bodyPx);
    const isOther = this.#seen.look(view, {
      bodyW,
      focus: look.focus,
      viewM: look.views > 0 ? look.nearM : -1,
      chosen: [this.#hovered, this.#selected].filter(
        (index, i, both) => index >= 0 && both.indexOf(index) === i,
      ),
    });
    return meshes.draw(look, this.#seen, isOther);
  }

  #lookOf(map: MapLibreMap, view: View, bodyPx: number): CameraLook {
    this.#matrix.set(view.matrix);
    const zoom = map.getZoom();
    const { lng: lon, lat } = map.getCenter();
    const crowding = crowd(zoom, this.#instances?.count ?? 0);
    return {
      matrix: this.#matrix,
      unitPx: view.unitPx,
      metresPerPx: view.metresPerPx,
      centreW: view.centreW,
      bodyPx,
      width: view.width,
      height: view.height,
      hovered: this.#hovered,
      selected: this.#selected,
      focus: this.#frame.toLocal({ lon, lat }),
      // Sectors come in between zoom 14.6 and 15.4, and reach as far as the window shows the ground near.
      views: Math.min(1, Math.max(0, (zoom - 14.6) / 0.8)),
      nearM: Math.max(view.width, view.height) * view.metresPerPx * 0.75 * crowding,
      ghostAlpha: 0.34 * crowding ** 2,
    };
  }

  #viewOf(map: MapLibreMap, args: CustomRenderMethodInput): View {
    const matrix = multiply(args.defaultProjectionData.mainMatrix, this.#frame.toMercator());
    const { lng, lat } = map.getCenter();
    const [x, y] = this.#frame.toLocal({ lon: lng, lat });
    const canvas = map.getCanvas();
    return {
      matrix,
      width: canvas.clientWidth,
      height: canvas.clientHeight,
      metresPerPx: metresPerPixel(lat, map.getZoom()),
      unitPx: unitPixels(map.getZoom(), this.#scale(), this.#instances?.count ?? 0),
      centreW: (matrix[3] as number) * x + (matrix[7] as number) * y + (matrix[15] as number),
    };
  }
}
