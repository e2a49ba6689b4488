// A process of its own for cameras on paper, so that what they cost is not taken for the core's. "N" on stdin makes
// them N in all, and is answered with "ADDED N".
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { connectPaperAgents, demoPlaces, paperCamera } from '../../scripts/e2e/paper-agents.ts';
import { PaperPictures } from '../../scripts/e2e/paper-pictures.ts';

const { values } = parseArgs({ options: { url: { type: 'string' }, data: { type: 'string' } } });
const system = { url: values.url as string, data: values.data as string };
const pictures = new PaperPictures(1000);
const places = demoPlaces();
let count = 0;

createInterface({ input: process.stdin }).on('line', async line => {
  const added = Array.from({ length: Number(line) - count }, (_, i) => {
    const n = count + i + 1;
    return paperCamera(n, places[(n - 1) % places.length]!);
  });
  count = Number(line);
  await connectPaperAgents(system, added, pictures);
  process.stdout.write(`ADDED ${count}\n`);
});
process.on('SIGTERM', () => process.exit(0));
process.stdout.write('READY {}\n');
