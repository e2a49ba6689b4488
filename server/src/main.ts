// The core: reads its configuration, starts the parts from the store outwards, says READY, and ends them
// in reverse order.

import { parseArgs } from 'node:util';
import { announceReady, closeOnSignal, refuseToStart } from '@brightwall/kit/process';
import pino from 'pino';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { startCore } from './core.ts';
import { DataFolderInUse } from './store/embedded/data-lock.ts';

// The clock's timers keep no process alive; this one does, until it is closed.
const keepAlive = setInterval(() => {}, 1 << 30);

const config = readConfig();
const logger = pino({ level: config.log.level }, pino.destination({ fd: 2, sync: true }));
try {
  const core = await startCore(config, logger);
  closeOnSignal(async () => {
    await core.close();
    clearInterval(keepAlive);
  });
  announceReady(core.ready);
} catch (error) {
  if (error instanceof DataFolderInUse || error instanceof ConfigError) {
    const [zh = '', en = ''] = error.message.split(' / ');
    refuseToStart(zh, en);
  }
  logger.fatal({ err: error }, '启动失败 / the core could not start');
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
