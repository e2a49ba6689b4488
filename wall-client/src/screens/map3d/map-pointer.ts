// What the pointer does on the map: which camera it is over, clicks, and what is drawn with it.
import { Emitter } from '@brightwall/kit/emitter';
import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl';
import type { LonLat } from './geo.ts';

export interface MapPointerEvents {
  hover: [cameraId: string | null];
  /** `point`: CSS pixels within the container. */
  click: [cameraId: string | null, at: LonLat, point: { x: number; y: number }];
  /** The main button while `handleDrawing` is on; clicks come as well. */
  draw: [phase: 'down' | 'move' | 'up', at: LonLat];
  doubleClick: [at: LonLat];
}

export class MapPointer extends Emitter<MapPointerEvents> {
  readonly #map: MapLibreMap;
  #drawing = false;

  /** `pick`: the camera at a point of the container, CSS pixels. */
  constructor(map: MapLibreMap, pick: (x: number, y: number) => string | null) {
    super();
    this.#map = map;
    map.on('mousemove', event => {
      this.emit('hover', event.originalEvent.buttons === 0 ? pick(event.point.x, event.point.y) : null);
      this.#emitDraw('move', event);
    });
    map.on('mousedown', event => event.originalEvent.button === 0 && this.#emitDraw('down', event));
    map.on('mouseup', event => event.originalEvent.button === 0 && this.#emitDraw('up', event));
    map.on('dblclick', event => this.emit('doubleClick', placeOf(event)));
    map.on('mouseout', () => this.emit('hover', null));
    map.on('click', event => {
      const { x, y } = event.point;
      this.emit('click', pick(x, y), placeOf(event), { x, y });
    });
  }

  /** While a place is being chosen the pointer is a cross and the map names no camera under it. */
  handleCrosshair(on: boolean): void {
    this.#map.getCanvas().style.cursor = on ? 'crosshair' : '';
  }

  /** While something is drawn on the map the pointer is a cross; `drag`: by dragging, so the map stays still. */
  handleDrawing(on: boolean, drag = false): void {
    this.#drawing = on;
    this.handleCrosshair(on);
    if (on && drag) this.#map.dragPan.disable();
    else this.#map.dragPan.enable();
    if (on) this.#map.doubleClickZoom.disable();
    else this.#map.doubleClickZoom.enable();
  }

  #emitDraw(phase: 'down' | 'move' | 'up', event: MapMouseEvent): void {
    if (this.#drawing) this.emit('draw', phase, placeOf(event));
  }
}

const placeOf = ({ lngLat }: MapMouseEvent): LonLat => ({ lon: lngLat.lng, lat: lngLat.lat });
