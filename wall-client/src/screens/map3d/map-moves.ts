// Where the map is looked at from, as people move it: by buttons, keys, and what is found or drawn.
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { LonLat } from './geo.ts';

const home = { zoom: 16.15, pitch: 61, bearing: -24 };

/** What a page sees first. A wall of twice the pixels shows the same ground, twice as large. */
export const homeView = ([lon, lat]: readonly [number, number], scale: number) => ({
  ...home,
  center: [lon + 0.0008, lat + 0.0009] as [number, number],
  zoom: home.zoom + Math.log2(scale),
});

export class MapMoves {
  readonly #map: MapLibreMap;
  readonly #centre: readonly [number, number];
  readonly #scale: () => number;

  /** `centre`: of the city, longitude and latitude. */
  constructor(map: MapLibreMap, centre: readonly [number, number], scale: () => number) {
    this.#map = map;
    this.#centre = centre;
    this.#scale = scale;
  }

  /** Brings a camera into view; near enough to see what it looks over. */
  flyTo(place: LonLat, closer = true): void {
    const zoom = this.#map.getZoom();
    this.#map.easeTo({
      center: [place.lon, place.lat],
      zoom: closer ? Math.max(zoom, 16.6) : zoom,
      duration: 700,
    });
  }

  /** The ground in the middle of the window. */
  get centre(): LonLat {
    const { lng, lat } = this.#map.getCenter();
    return { lon: lng, lat };
  }

  /** Moves the view so many CSS pixels to the right and down. */
  panBy(x: number, y: number): void {
    this.#map.panBy([x, y], { duration: 120 });
  }

  /** Brings all of it into view, clear of the panels at the sides and above; their size in CSS pixels at scale 1. */
  fitTo(points: readonly LonLat[], sidePx = 560, topPx = 60): void {
    if (points.length === 0) return;
    const lons = points.map(({ lon }) => lon);
    const lats = points.map(({ lat }) => lat);
    const side = Math.min(sidePx * this.#scale(), this.#map.getCanvas().clientWidth / 3);
    this.#map.fitBounds(
      [
        [Math.min(...lons), Math.min(...lats)],
        [Math.max(...lons), Math.max(...lats)],
      ],
      {
        padding: { left: side, right: side, top: topPx * this.#scale(), bottom: 60 },
        maxZoom: 16.6,
        pitch: Math.min(this.#map.getPitch(), 45),
        bearing: this.#map.getBearing(),
        duration: 700,
      },
    );
  }

  /** So many zoom levels nearer, or farther where it is below 0. */
  zoomBy(levels: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + levels, duration: 250 });
  }

  /** North up; a second time straight down, and back to the tilted view. */
  northUp(): void {
    const turned = Math.abs(this.#map.getBearing()) > 0.5;
    const pitch = turned ? this.#map.getPitch() : this.#map.getPitch() > 5 ? 0 : home.pitch;
    this.#map.easeTo({ bearing: 0, pitch, duration: 450 });
  }

  /** Straight down on a place from near, north up, a little left of the middle: beside a wide panel at the right. */
  lookDown({ lon, lat }: LonLat): void {
    const scale = this.#scale();
    const zoom = Math.max(this.#map.getZoom(), 18.2 + Math.log2(scale));
    const offset: [number, number] = [-160 * scale, 0];
    this.#map.easeTo({ center: [lon, lat], zoom, pitch: 0, bearing: 0, offset, duration: 450 });
  }

  flyHome(): void {
    this.#map.easeTo({ ...homeView(this.#centre, this.#scale()), duration: 900 });
  }
}
