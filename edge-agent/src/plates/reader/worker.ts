// The inference thread: the only place where nets run. Loads and warms them, then answers one job after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { putThreadBehindLive } from '../behind-live.ts';
import { maxPlates } from './detect-decode.ts';
import { Engine } from './engine.ts';
import { ReaderFailure } from './failure.ts';
import { loadModelFiles, ModelFailure } from './model-files.ts';
import { checkPicture, checkPlates, checkRegion } from './request.ts';
import type { FromWorker, Job, ToWorker, WorkerData } from './worker-messages.ts';

const port = parentPort!;
const { modelsDir } = workerData as WorkerData;

const tell = (message: FromWorker) =>
  port.postMessage(message, message.kind === 'answer' ? [message.picture.rgb.buffer as ArrayBuffer] : []);

putThreadBehindLive();
const engine = await load();
if (engine) {
  let last: Promise<void> = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    // A bug rejects here, ends the thread, and is told to the other side as the worker's error.
    last = last.then(() => (message === 'close' ? close(engine) : answer(engine, message.id, message.job)));
  });
  tell({ kind: 'ready' });
}

async function load(): Promise<Engine | null> {
  try {
    return await Engine.load(await loadModelFiles(modelsDir));
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    const { kind: why, zh, en, detail } = error;
    tell({ kind: 'no-model', why, zh, en, detail });
    return null;
  }
}

async function answer(nets: Engine, id: number, job: Job): Promise<void> {
  try {
    const { plates, detectMs, readMs } = await run(nets, job);
    tell({ kind: 'answer', id, picture: job.picture, plates, detectMs, readMs });
  } catch (error) {
    if (!(error instanceof ReaderFailure)) throw error;
    tell({ kind: 'failed', id, why: error.kind, detail: error.detail });
  }
}

function run(nets: Engine, job: Job) {
  checkPicture(job.picture);
  if (job.kind === 'crop') return nets.readCrop(job);
  if (job.kind === 'find') {
    checkRegion(job.region);
    return nets.find(job);
  }
  checkPlates(job.plates, maxPlates);
  return nets.readPlates(job);
}

async function close(nets: Engine): Promise<void> {
  await nets.close();
  // Nothing else keeps the thread: it ends by itself, its native memory given back.
  port.close();
}
