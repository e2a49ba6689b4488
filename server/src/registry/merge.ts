// One camera out of what its agent reports and what people set over it. People win.
import type { Camera, CameraReport, CameraState } from '@brightwall/protocol/camera';
import type { StoredCamera } from './ports.ts';

/** A common 4 mm lens on a 1/3" sensor sees about this much, and this far a person is still made out. */
const defaultFieldOfViewDeg = 60;
const defaultRangeM = 80;

export function toCamera(stored: StoredCamera, state: CameraState, thumbnailMs: number | null): Camera {
  const { report, set } = stored;
  return {
    ...report,
    name: set.name ?? report.name,
    place: set.place ?? report.place,
    code: set.code ?? report.code ?? null,
    fieldOfViewDeg: set.fieldOfViewDeg ?? defaultFieldOfViewDeg,
    rangeM: set.rangeM ?? defaultRangeM,
    siteId: stored.siteId,
    agentId: stored.agentId,
    state,
    thumbnailMs,
  };
}

/**
 * PostgreSQL refuses U+0000 in any text and half a surrogate pair in jsonb, and one refused row would hold
 * up every other that waits to be written. Devices do send such names.
 */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

const storableOrNull = (text: string | null) => text && storable(text);

/** The fields the contract names and nothing else an agent may have added. */
export function onlyReport(report: CameraReport): Omit<CameraReport, 'state'> {
  return {
    id: report.id,
    name: storable(report.name),
    source: report.source,
    address: storable(report.address),
    manufacturer: storableOrNull(report.manufacturer),
    model: storableOrNull(report.model),
    firmware: storableOrNull(report.firmware),
    serial: storableOrNull(report.serial),
    mac: storableOrNull(report.mac),
    ptz: report.ptz,
    code: report.code ?? null,
    clockOffsetMs: report.clockOffsetMs,
    streams: report.streams.map(({ profile, codec, codecName, widthPx, heightPx, fps }) => ({
      profile,
      codec,
      codecName: storable(codecName),
      widthPx,
      heightPx,
      fps,
    })),
    place: report.place && {
      lon: report.place.lon,
      lat: report.place.lat,
      headingDeg: report.place.headingDeg,
    },
  };
}
