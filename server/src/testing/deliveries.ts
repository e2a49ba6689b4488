// For tests: passages as an agent would bring them.
import { createHash, randomBytes } from 'node:crypto';
import { uuidV7 } from '@brightwall/kit/uuid';
import type { PassageDelivery } from '@brightwall/protocol/edge-messages';
import type { SeenPassage } from '@brightwall/protocol/passage';
import type { PlateReading } from '@brightwall/protocol/plate';

export function picture(bytes = 64): { hash: string; jpeg: Buffer } {
  const jpeg = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff]),
    randomBytes(bytes),
    Buffer.from([0xff, 0xd9]),
  ]);
  return { hash: createHash('sha256').update(jpeg).digest('hex'), jpeg };
}

export function reading(text = '浙A3K901', confidence = 0.98): PlateReading {
  return {
    text,
    confidence,
    characters: [...text].map((character, n) => ({
      character,
      confidence: 0.99,
      alternatives: n === 3 ? [{ character: 'X', confidence: 0.0075 }] : [],
    })),
    runnerUp: { text: `${text.slice(0, -1)}7`, confidence: 0.0125 },
  };
}

export function delivery(cameraId: string, change: Partial<SeenPassage> = {}): PassageDelivery {
  const pictures = [picture(), picture(), picture()];
  const [scene, vehicle, plate] = pictures.map(({ hash }) => hash);
  const passedMs = Date.now();
  return {
    passage: {
      id: uuidV7(passedMs),
      cameraId,
      passedMs,
      firstSeenMs: passedMs - 800,
      lastSeenMs: passedMs + 400,
      edgeClockOffsetMs: 0,
      direction: 'toward',
      lane: '一车道',
      reading: reading(),
      colour: 'blue',
      kind: 'small',
      rows: 1,
      corners: [
        [0.25, 0.5],
        [0.375, 0.5],
        [0.375, 0.5625],
        [0.25, 0.5625],
      ],
      plateWidthPx: 112,
      vehicle: [0.125, 0.25, 0.5, 0.75],
      framesRead: 9,
      profile: 'sub',
      pictures: { scene: scene!, vehicle: vehicle!, plate: plate! },
      ...change,
    },
    pictures,
  };
}
