import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '@brightwall/kit/clock';
import { AppError } from '@brightwall/protocol/errors';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from './config.ts';
import { DataFolderError, PipelinePassages } from './pipeline-passages.ts';
import { testPassage } from './testing/passages.ts';
import { CoreLink } from './uplink/core-link.ts';

const a = 'a'.repeat(16);
const unused = async () => {
  throw new AppError('camera-unavailable');
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brightwall-data-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** On a box whose core is not there. */
async function open(data: string) {
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: line => logged.push(JSON.parse(line).msg) });
  const clock = new FakeClock();
  const config = parseConfig(
    `agentId: e\ncore: { url: http://127.0.0.1:1, token: t }\ndata: ${data}\n`,
    join(folder, 'edge.yaml'),
  );
  const requests = {
    hello: () => ({ name: 'e', cameras: [] }),
    publish: unused,
    startHls: unused,
    startFeed: unused,
    discover: unused,
    readPicture: unused,
    unpublish: () => {},
    stopHls: () => {},
    stopFeed: () => {},
    setPlateSetup: async () => {},
    watchPlates: () => {},
    wantThumbnails: () => {},
  };
  const link = new CoreLink({ ...config.core, agentId: 'e', clock, requests });
  return { passages: await PipelinePassages.open(config, link, clock, log), logged, link };
}

describe('what plate reading keeps on the box', () => {
  it('is told of when it holds something from before', async () => {
    const first = await open('kept');
    const { passage, pictures } = testPassage(a);
    await first.passages.outbox.put(passage, pictures);
    await first.passages.close();
    const { passages, logged } = await open('kept');
    expect([passages.outbox.held.passages, logged]).toEqual([1, ['the outbox holds passages']]);
    await passages.close();
  });

  it('does not start in the data folder of an agent that runs, and takes it when that one has ended', async () => {
    const first = await open('kept');
    const refusal = await open('kept').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DataFolderError);
    expect(refusal).toMatchObject({
      zh: `数据目录 ${join(folder, 'kept')} 正被进程 ${process.pid} 使用`,
      en: `process ${process.pid} already uses the data folder ${join(folder, 'kept')}`,
    });
    await first.passages.close();
    const second = await open('kept');
    await second.passages.close();
  });

  it('does not start in a folder that is none, and says which', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(open('file')).rejects.toThrow(DataFolderError);
    await expect(open('file')).rejects.toThrow(join(folder, 'file'));
  });

  it('says in the log that nothing is read while what was drawn cannot be', async () => {
    writeFileSync(join(folder, 'plate-setups.json'), '{');
    const { passages, logged } = await open('.');
    expect(logged).toEqual([expect.stringContaining('已损坏')]);
    expect(passages.setups.setup(a).enabled).toBe(false);
    await passages.close();
  });

  it('forgets who looks when the link goes: the core asks again', async () => {
    const { passages, link } = await open('kept');
    const told: [string, boolean][] = [];
    passages.events.on('watch', (cameraId, on) => told.push([cameraId, on]));
    passages.handleWatch(a, true);
    passages.handleWatch(a, true);
    link.events.emit('disconnected', 'transport close');
    expect([told, passages.isWatched(a)]).toEqual([
      [
        [a, true],
        [a, false],
      ],
      false,
    ]);
    await passages.close();
  });

  it('knows no offset of the clocks before the core has answered, and fails a delivery without a link', async () => {
    const { passages, link } = await open('kept');
    expect(passages.coreClock.offsetMs).toBeNull();
    await expect(link.passage(testPassage(a))).rejects.toMatchObject({ code: 'agent-offline' });
    await passages.close();
  });
});
