// The simulator's loops played through the agent's own gates, decoders, reader and tracker, faster than they happen:
// how many vehicles gave exactly one passage, and how many the right number.
import { type PlayedLoop, playLoop } from '../../edge-agent/src/plates/testing/loop-player.ts';
import type { BenchResult } from '../frame.ts';
import { timed } from './cpu.ts';
import { madeOf } from './made.ts';
import { type PlatesOptions, thinned } from './options.ts';
import { openReader } from './ours.ts';
import { account, countedFrom, passesOf } from './passes.ts';
import { drawnLoops, type Loop, truthOf } from './simulator-loops.ts';
import { type Played, videoFigures } from './video-score.ts';

/** Of the loops the models learnt from: models/plate-detector/README.md. */
const trainedSeeds = [1, 5];

export async function measureVideo(options: PlatesOptions): Promise<BenchResult> {
  const { passes, seed } = options;
  // The same street in H.265 shows the same vehicles again, and empty roads have none.
  const wanted = (await drawnLoops(seed)).filter(({ id }) => !/h265|^empty/.test(id));
  const loops = thinned(wanted, options.limit);
  const reader = await openReader(options.models);
  const played: Played[] = [];
  let [cpuMs, videoS, readFrames, skipped] = [0, 0, 0, 0];
  const errors: unknown[] = [];
  try {
    for (const [n, loop] of loops.entries()) {
      process.stderr.write(`plates: video ${n + 1}/${loops.length} ${loop.id}\n`);
      const { answer, cpuMs: used } = await timed(() => playLoop({ dir: loop.dir, reader, times: passes }));
      cpuMs += used;
      videoS += loop.seconds * passes;
      readFrames += answer.stats.framesRead;
      skipped += answer.stats.framesSkipped;
      errors.push(...answer.errors);
      played.push(accountOf(loop, answer, passes));
    }
  } finally {
    await reader.close();
  }
  const notes = [
    `video: ${loops.length} loops of seed ${seed}${trainedSeeds.includes(seed) ? ', THE VERY LOOPS THE MODELS WERE TRAINED WITH 训练用过这些画面' : ', drawn for the bench: no training saw these streets and plates'}, each ${passes} times, ${videoS.toFixed(0)} s of 1280×720 at 25 fps, through the agent's gates, decoders, reader and tracker by media time. Nothing is left out for want of time here (${skipped} frames were, all the same); the cameras part says what is in real time.`,
    `video: a vehicle counts when its plate stood whole, uncovered and ≥ ${countedFrom.widthPx} px wide in ≥ ${countedFrom.frames} frames (0.2 s). "Right" is of all vehicles that count: none, two or an unreadable passage is not right. The table by width tells what near and far lanes give.`,
    `video: ${((cpuMs / 1000 / videoS) * 100).toFixed(1)} % of a core for the reader and tracker by this road's ${((played.reduce((sum, one) => sum + one.accounting.outcomes.length, 0) / videoS) * 60).toFixed(0)} vehicles a minute, decoders not counted; ${(readFrames / videoS).toFixed(1)} frames a second were looked at.`,
  ];
  if (errors.length > 0) notes.push(`video: ${errors.length} errors, the first: ${String(errors[0])}`);
  return { ...videoFigures(played), notes };
}

function accountOf(loop: Loop, { passages, startMs }: PlayedLoop, times: number): Played {
  const made = passages.map(({ passage }) => madeOf(passage, loop, startMs));
  return { loop: loop.id, night: loop.night, accounting: account(passesOf(truthOf(loop), times), made) };
}
