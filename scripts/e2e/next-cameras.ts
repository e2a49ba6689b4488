// A gate on paper near a real camera, with vehicles that passed the gate and then the camera: from the gate on, the real
// camera is where a vehicle is read next.
import type { Camera } from '@brightwall/protocol/camera';
import type { Page } from 'playwright-core';
import { distanceM } from './city-roads.ts';
import { passageAt, picturesOf } from './driven-city.ts';
import { connectPaperAgents, demoPlaces, paperCamera } from './paper-agents.ts';
import type { System } from './system.ts';

const minuteMs = 60_000;
const before = 12;

export interface GateBefore {
  readonly gateId: string;
  /** A vehicle passes the gate now. */
  pass(plate: string): Promise<void>;
  close(): void;
}

/** `page`: signed in as somebody who may import passages. */
export async function gateBefore(system: System, page: Page, camera: Camera): Promise<GateBefore> {
  const place = demoPlaces().find(at => {
    const metres = distanceM(at, camera.place!);
    return metres > 250 && metres < 600;
  })!;
  const report = paperCamera(7001, place);
  const gate = { cameraId: report.id, ...place };
  const agents = await connectPaperAgents(system, [report]);
  const passGate = async (plate: string, atMs: number) => {
    const pictures = await picturesOf(plate, 1);
    const hashes = pictures.map(({ hash }) => hash) as [string, string, string];
    await agents.bring({ passage: passageAt(gate, atMs, plate, hashes), pictures });
  };
  const lines: object[] = [];
  for (let n = 0; n < before; n++) {
    const [plate, atMs] = [`浙B${String(36660 + n)}`, Date.now() - (60 + 12 * n) * minuteMs];
    await passGate(plate, atMs);
    lines.push({ camera: camera.id, time: new Date(atMs + minuteMs).toISOString(), plate, kind: 'small' });
  }
  const answer = await page.request.post(`${system.url}/api/passages?system=history`, { data: lines });
  if (!answer.ok()) throw new Error(`import: ${answer.status()} ${await answer.text()}`);
  return {
    gateId: gate.cameraId,
    pass: plate => passGate(plate, Date.now()),
    close: () => agents.close(),
  };
}
