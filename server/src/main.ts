// The core: reads its configuration, starts the parts from the store outwards, says READY, and ends them
// in reverse order.
import { parseArgs } from 'node:util';
import { announceReady, closeOnSignal, refuseToStart } from '@brightwall/kit/process';
import pino from 'pino';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { explainStart } from './start-errors.ts';

// The clock's timers keep no process alive; this one does, until it is closed.
const keepAlive = setInterval(() => {}, 1 << 30);

const config = readConfig();
// Not synchronous: a reader of the log that stalls shall not stop the pictures. Lines beyond 4 MB are lost.
const logs = pino.destination({ fd: 2, sync: false, maxLength: 4_000_000 });
const logger = pino({ level: config.log.level }, logs);
try {
  // After the configuration: a wrong one is told at once.
  const { startCore } = await import('./core.ts');
  const core = await startCore(config, logger);
  closeOnSignal(async () => {
    await core.close();
    clearInterval(keepAlive);
  });
  announceReady(core.ready);
} catch (error) {
  const known = explainStart(error);
  if (known) refuseToStart(known.zh, known.en);
  logger.fatal({ err: error }, '启动失败 / the core could not start');
  logs.flushSync();
  process.exit(1);
}

function readConfig(): Config {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' } }, strict: true });
    if (!values.config) return refuseToStart('缺少 --config <文件>', '--config <file> is missing');
    return loadConfig(values.config);
  } catch (error) {
    if (error instanceof ConfigError) return refuseToStart(error.zh, error.en);
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return refuseToStart(`参数有误：${why}`, `bad arguments: ${why}`);
  }
}
