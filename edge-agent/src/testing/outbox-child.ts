// For tests: a process that fills an outbox and says what was acknowledged, until it is killed.
//   node outbox-child.ts FOLDER CAMERA…     stdout: "put CAMERA ID" for each that is on the disk
import { writeSync } from 'node:fs';
import { systemClock } from '@brightwall/kit/clock';
import { Outbox } from '../outbox/outbox.ts';
import { testPassage } from './passages.ts';

const [folder, ...cameraIds] = process.argv.slice(2);
const outbox = await Outbox.open({
  folder: folder!,
  maxBytes: 1e9,
  maxAgeMs: 1e9,
  deliver: async () => {},
  clock: systemClock,
  log: () => {},
});
writeSync(1, 'open\n');
await Promise.all(
  cameraIds.map(async cameraId => {
    for (;;) {
      const { passage, pictures } = testPassage(cameraId);
      await outbox.put(passage, pictures);
      writeSync(1, `put ${cameraId} ${passage.id}\n`);
    }
  }),
);
