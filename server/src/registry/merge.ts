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
    fieldOfViewDeg: set.fieldOfViewDeg ?? defaultFieldOfViewDeg,
    rangeM: set.rangeM ?? defaultRangeM,
    siteId: stored.siteId,
    agentId: stored.agentId,
    state,
    thumbnailMs,
  };
}

/** The fields the contract names and nothing else an agent may have added. */
export function onlyReport(report: CameraReport): Omit<CameraReport, 'state'> {
  return {
    id: report.id,
    name: report.name,
    source: report.source,
    address: report.address,
    manufacturer: report.manufacturer,
    model: report.model,
    firmware: report.firmware,
    serial: report.serial,
    mac: report.mac,
    ptz: report.ptz,
    clockOffsetMs: report.clockOffsetMs,
    streams: report.streams.map(({ profile, codec, codecName, widthPx, heightPx, fps }) => ({
      profile,
      codec,
      codecName,
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
