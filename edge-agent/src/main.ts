import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { systemClock } from '@brightwall/kit/clock';
import { announceReady, closeOnSignal, refuseToStart } from '@brightwall/kit/process';
import { pino } from 'pino';
import { ConfigError, readConfig } from './config.ts';
import { serveMetrics } from './metrics.ts';
import { Pipeline } from './pipeline.ts';
import { DataFolderError } from './pipeline-passages.ts';
import { openRelay, type Relay } from './relay/relay.ts';

// Pictures are kept outside the heap, yet V8 counts them against a limit that it sets from the heap's own size,
// small here: with two cameras it collected the whole heap 2.5 times a second for nothing, two thirds of all the
// CPU that an empty road cost. Looked at by every collection, so that it may be set now (node/v8 documents it so).
setFlagsFromString('--heap-growing-percent=300');

const config = await readConfig(configPath()).catch(error => {
  if (error instanceof ConfigError) refuseToStart(error.zh, error.en);
  throw error;
});
const log = pino({ name: 'edge-agent', level: config.log }, pino.destination(2));
const pipeline = new Pipeline(config, relay(), systemClock, log);
const metrics = await serveMetrics(config.metrics.port, pipeline);
await pipeline.start().catch(error => {
  if (!(error instanceof DataFolderError)) throw error;
  refuseToStart(error.zh, error.en);
});
closeOnSignal(async () => {
  await pipeline.close();
  await metrics.close();
});
announceReady({ agentId: config.agentId, cameras: pipeline.cameras.size, metricsPort: metrics.port });

function relay(): Relay | null {
  try {
    return openRelay();
  } catch (error) {
    log.error(
      { error: String(error) },
      '未编译转发组件，改用较慢的方式转发（运行 node scripts/setup.mjs） / the native relay is not compiled: streams are passed on the slow way (run node scripts/setup.mjs)',
    );
    return null;
  }
}

function configPath(): string {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' } }, strict: true });
    if (values.config) return values.config;
  } catch (error) {
    refuseToStart(`参数有误：${(error as Error).message}`, `bad arguments: ${(error as Error).message}`);
  }
  return refuseToStart('缺少 --config 参数', 'missing --config FILE');
}
