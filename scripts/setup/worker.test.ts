import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { downloadWorker, workerPath, workerRuns } from './worker.mjs';

const folder = mkdtempSync(join(tmpdir(), 'brightwall-download-'));
const release = 'MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL';

describe('the download of mediasoup’s worker', () => {
  let answer: Buffer | null = null;
  const server = createServer((_, response) => {
    response.statusCode = answer ? 200 : 404;
    response.end(answer ?? '');
  });
  beforeAll(async () => {
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    process.env[release] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    answer = null;
  });
  afterAll(() => {
    delete process.env[release];
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('puts a release’s binary that runs here in place', async () => {
    copyFileSync(workerPath(), join(folder, 'mediasoup-worker'));
    spawnSync('tar', ['-czf', 'release.tgz', 'mediasoup-worker'], { cwd: folder });
    answer = readFileSync(join(folder, 'release.tgz'));
    const path = join(folder, 'cache', 'mediasoup-worker');
    expect(await downloadWorker(path)).toBe(true);
    expect(workerRuns(path)).toBe(true);
  });

  it('says so when there is no release for this machine', async () => {
    const path = join(folder, 'none', 'mediasoup-worker');
    expect(await downloadWorker(path)).toBe(false);
    expect(workerRuns(path)).toBe(false);
  });
});
