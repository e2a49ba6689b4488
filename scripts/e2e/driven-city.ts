// A city on paper with vehicles that drive along its roads: every gate they pass is brought to the core as an agent
// brings it, and what is known of each vehicle is the truth that searches are held against.
import { createHash } from 'node:crypto';
import { LocalFrame } from '@brightwall/kit/roads/local-frame';
import { parseRoadGraph } from '@brightwall/kit/roads/road-graph';
import { Router } from '@brightwall/kit/roads/router';
import { uuidV7 } from '@brightwall/kit/uuid';
import type { CameraReport } from '@brightwall/protocol/camera';
import type { SeenPassage } from '@brightwall/protocol/passage';
import type { PlateReading } from '@brightwall/protocol/plate';
import sharp from 'sharp';
import { cityFile, distanceM, type LonLat, onLine } from './city-roads.ts';
import { connectPaperAgents, demoPlaces, paperCamera } from './paper-agents.ts';

export interface Gate extends LonLat {
  readonly cameraId: string;
  readonly name: string;
}

export interface DrivenVehicle {
  readonly plate: string;
  readonly passages: readonly SeenPassage[];
  /** How many trips they are of. */
  readonly trips: number;
  readonly speedKmh: number;
}

export interface DrivenCity {
  readonly gates: readonly Gate[];
  readonly vehicles: readonly DrivenVehicle[];
  close(): void;
}

const minuteMs = 60_000;
/** As far from the road as a mast stands. */
const besideM = 40;
const apartM = 450;

/** Drives `vehicles` through the demo city up to now, two trips each, past `gates` gates. */
export async function driveCity(
  system: { readonly url: string; readonly data: string },
  { gates: gateCount, vehicles: vehicleCount }: { gates: number; vehicles: number },
): Promise<DrivenCity> {
  const [reports, gates] = gatesOf(gateCount);
  const agents = await connectPaperAgents(system, reports);
  const router = cityRouter();
  const vehicles: DrivenVehicle[] = [];
  for (let n = 0; n < vehicleCount; n++) {
    const plate = plateOf(n);
    const speedKmh = 30 + ((n * 7) % 25);
    const passages: SeenPassage[] = [];
    const pictures = await picturesOf(plate, n);
    const hashes = pictures.map(({ hash }) => hash) as [string, string, string];
    // The second begins an hour after the first ended: another trip.
    for (const [trip, beginMs] of [150 + (n % 20), 55 + (n % 7)].entries()) {
      const stops = [0, 1, 2].map(k => gates[(n * 13 + k * (17 + trip * 6) + trip * 5) % gates.length]!);
      const line = router.wayThrough(stops);
      const passed = gates
        .map(gate => ({ gate, ...onLine(line, gate) }))
        .filter(one => one.distanceM <= besideM)
        .sort((a, b) => a.alongM - b.alongM);
      for (const { gate, alongM } of passed) {
        const passedMs = Math.round(Date.now() - beginMs * minuteMs + (alongM / (speedKmh / 3.6)) * 1000);
        if (passedMs < Date.now()) passages.push(passageAt(gate, passedMs, plate, hashes));
      }
    }
    for (const passage of passages) await agents.bring({ passage, pictures });
    vehicles.push({ plate, passages, trips: 2, speedKmh });
  }
  return { gates, vehicles, close: () => agents.close() };
}

function gatesOf(count: number): [CameraReport[], Gate[]] {
  const gates: Gate[] = [];
  const reports: CameraReport[] = [];
  for (const [n, place] of demoPlaces().entries()) {
    if (gates.some(gate => distanceM(gate, place) < apartM)) continue;
    const report = paperCamera(n + 1, place);
    reports.push(report);
    gates.push({ cameraId: report.id, name: place.name, lon: place.lon, lat: place.lat });
    if (gates.length === count) break;
  }
  return [reports, gates];
}

export function cityRouter(): Router {
  const { centre } = cityFile('city.json') as { centre: [number, number] };
  const frame = new LocalFrame({ lon: centre[0], lat: centre[1] });
  return new Router(parseRoadGraph(cityFile('road-graph.json'), frame));
}

/** No two alike, and none a misread of another. */
const plateOf = (n: number) =>
  `浙A${'KLMNPRUVWXY'[n % 11]}${String(3467 + n * 101)
    .padStart(4, '0')
    .replaceAll(/[01258]/g, '6')}`;

export function passageAt(
  { cameraId }: Gate,
  passedMs: number,
  plate: string,
  [scene, vehicle, crop]: [string, string, string],
): SeenPassage {
  return {
    id: uuidV7(passedMs),
    cameraId,
    passedMs,
    firstSeenMs: passedMs - 900,
    lastSeenMs: passedMs + 300,
    edgeClockOffsetMs: 0,
    direction: passedMs % 2 ? 'toward' : 'away',
    lane: null,
    reading: readingOf(plate),
    colour: 'blue',
    kind: 'small',
    rows: 1,
    corners: [
      [0.459, 0.684],
      [0.541, 0.684],
      [0.541, 0.731],
      [0.459, 0.731],
    ],
    plateWidthPx: 96,
    vehicle: [0.38, 0.42, 0.62, 0.82],
    framesRead: 6,
    profile: 'main',
    pictures: { scene, vehicle, plate: crop },
  };
}

const readingOf = (text: string): PlateReading => ({
  text,
  confidence: 0.97,
  characters: [...text].map(character => ({ character, confidence: 0.995, alternatives: [] })),
  runnerUp: null,
});

/** Scene, vehicle and plate; `n` chooses the paint. */
export async function picturesOf(plate: string, n: number): Promise<{ hash: string; jpeg: Buffer }[]> {
  const paint = ['#b7bec4', '#7d1f26', '#1f3f6d', '#e8e8e6', '#20242a', '#5d6b52'][n % 6]!;
  const badge = (x: number, y: number, w: number) => `
    <rect x="${x}" y="${y}" width="${w}" height="${w / 3.14}" rx="${w / 40}" fill="#1c4fa0" stroke="#fff" stroke-width="${w / 60}"/>
    <text x="${x + w / 2}" y="${y + w / 4.3}" font-size="${w / 5.2}" fill="#fff" text-anchor="middle" font-family="Noto Sans CJK SC">${plate}</text>`;
  const car = (x: number, y: number, w: number) => `
    <rect x="${x}" y="${y + w * 0.35}" width="${w}" height="${w * 0.5}" rx="${w * 0.08}" fill="${paint}"/>
    <path d="M${x + w * 0.12} ${y + w * 0.4} L${x + w * 0.24} ${y} H${x + w * 0.76} L${x + w * 0.88} ${y + w * 0.4} Z" fill="#26323d"/>
    ${badge(x + w * 0.33, y + w * 0.62, w * 0.34)}`;
  const draw = (width: number, height: number, inside: string) =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#4a5158"/>${inside}</svg>`,
      ),
    )
      .jpeg({ quality: 80 })
      .toBuffer();
  const jpegs = await Promise.all([
    draw(960, 540, car(365, 227, 230)),
    draw(320, 240, car(40, 20, 240)),
    draw(220, 70, badge(0, 0, 220)),
  ]);
  return jpegs.map(jpeg => ({ hash: createHash('sha256').update(jpeg).digest('hex'), jpeg }));
}
