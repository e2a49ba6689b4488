// Where a form asks: cameras by name, and areas, named or drawn, that stand for the cameras in them.
import type { LonLat } from '@brightwall/kit/roads/local-frame';
import { extentOf, isInside, type Xy } from '@brightwall/kit/roads/plane';
import type { Camera } from '@brightwall/protocol/camera';
import { AppError } from '@brightwall/protocol/errors';
import { useCameras } from './cameras.ts';

export interface WhereArea {
  /** No camera's id. */
  readonly key: string;
  readonly name: string;
  readonly nameEn: string;
  /** Open. */
  readonly ring: readonly LonLat[];
}

export interface Where {
  readonly cameraIds: readonly string[];
  readonly areas: readonly WhereArea[];
}

export const everywhere: Where = { cameraIds: [], areas: [] };
export const ofCameras = (cameraIds: readonly string[]): Where => ({ cameraIds, areas: [] });
export const isEverywhere = ({ cameraIds, areas }: Where) => cameraIds.length + areas.length === 0;

/** Each camera once: those named, then area by area. */
export function camerasAt(
  { cameraIds, areas }: Where,
  cameras: Iterable<Pick<Camera, 'id' | 'place'>>,
): string[] {
  const chosen = new Set(cameraIds);
  const rings = areas.map(({ ring }) => {
    const corners = ring.map(({ lon, lat }): Xy => [lon, lat]);
    return { corners, extent: extentOf(corners) };
  });
  if (rings.length === 0) return [...chosen];
  for (const { id, place } of cameras) {
    if (!place) continue;
    const { lon, lat } = place;
    const holds = ({ corners, extent: [west, south, east, north] }: (typeof rings)[number]) =>
      lon >= west && lon <= east && lat >= south && lat <= north && isInside(corners, lon, lat);
    if (rings.some(holds)) chosen.add(id);
  }
  return [...chosen];
}

/**
 * The cameras that are meant now; none means everywhere. Throws `no-camera-there` where areas hold none, because that
 * would mean everywhere, and `too-many-cameras` for more than `most`.
 */
export function camerasMeant(where: Where, most: number): string[] {
  const ids = camerasAt(where, useCameras.getState().cameras.values());
  if (ids.length === 0 && !isEverywhere(where)) throw new AppError('no-camera-there');
  if (ids.length > most) throw new AppError('too-many-cameras', `${ids.length} > ${most}`);
  return ids;
}
