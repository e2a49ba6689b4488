// Simulated cameras: node simulator/src/main.ts --cameras 4 (simulator/README.md says the rest)
import { announceReady, closeOnSignal, refuseToStart } from '@brightwall/kit/process';
import { readConfig, type SimulatorConfig } from './config.ts';
import { ensureContent } from './content/build.ts';
import { loopsFor } from './content/plan.ts';
import { type Place, readPlaces } from './places.ts';
import { startSimulator } from './simulator.ts';

function log(msg: string, more: object = {}): void {
  process.stderr.write(`${JSON.stringify({ level: 'info', time: Date.now(), msg, ...more })}\n`);
}

function start(): { config: SimulatorConfig; places: Place[] } {
  try {
    const config = readConfig(process.argv.slice(2));
    return { config, places: config.places ? readPlaces(config.places, config.cameras) : [] };
  } catch (error) {
    const { message } = error as Error;
    const [zh, en] = message.split(' / ');
    return refuseToStart(zh!, en ?? message);
  }
}

const { config, places } = start();
await ensureContent({
  dir: config.content,
  seed: config.seed,
  only: loopsFor(config.cameras),
  onProgress: text => log(`content ${text}`),
});
const simulator = await startSimulator(config, places).catch((error: NodeJS.ErrnoException) => {
  const port = (error as { port?: number }).port ?? '';
  return refuseToStart(
    `端口 ${port} 无法使用：${error.message}`,
    `port ${port} cannot be used: ${error.message}`,
  );
});
announceReady(simulator.facts);
closeOnSignal(() => simulator.close());
