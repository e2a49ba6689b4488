// How often the camera that reads a vehicle next is the first of those told, or among the first three.
import { nextWithinMs } from '@brightwall/protocol/next-cameras';
import { metresBetween, travelHeading } from '../../../server/src/alerts/next/place.ts';
import type { Step } from '../../../server/src/alerts/next/ports.ts';
import { nextShares } from '../../../server/src/alerts/next/shares.ts';
import { Chance } from '../../tracks/city/seeded.ts';
import { type NextCity, stepsOf } from './truth.ts';

/** As the core asks for (server/src/alerts/next/forecast.ts). */
const mostSteps = 2000;
const samePlaceM = 60;

export interface HitRates {
  /** Passages asked about whose vehicle was read again within half an hour. */
  readonly asked: number;
  readonly top1: number;
  readonly top3: number;
  /** Share told of the first camera against how often it was the one, by tenths: [told, came true, passages]. */
  readonly calibration: readonly (readonly [number, number, number])[];
}

export type Knows = 'roads' | 'last' | 'all';

/**
 * The last quarter of the time is asked about, what was before is known; `learnt`: no more than so many passages of
 * each camera. `knows`: the roads alone; where others went next, whoever they were; or all that the core goes by.
 */
export function hitRates(
  city: NextCity,
  {
    questions,
    learnt,
    knows,
    seed,
  }: {
    questions: number;
    learnt: number;
    knows: Knows;
    seed: number;
  },
): HitRates {
  const { cameras } = city;
  const steps = stepsOf(city, nextWithinMs);
  const [first, last] = [steps[0]!.atMs, steps.at(-1)!.atMs];
  const splitMs = first + (last - first) * 0.75;
  const known = cameras.map((): Step[] => []);
  const later: typeof steps = [];
  for (const one of steps) {
    if (one.atMs < splitMs - nextWithinMs) known[one.camera]!.push(one.step);
    else if (one.atMs >= splitMs && one.atMs < last - nextWithinMs) later.push(one);
  }
  const chance = new Chance(seed + 1);
  const byId = new Map(cameras.map(camera => [camera.id, camera]));
  const tenths = Array.from({ length: 10 }, () => ({ told: 0, true: 0, asked: 0 }));
  let [asked, top1, top3] = [0, 0, 0];
  for (let n = 0; n < questions; n++) {
    const { camera, step } = chance.pick(later);
    const here = cameras[camera]!;
    const before = step.beforeId === null ? null : byId.get(step.beforeId)!;
    const heading =
      travelHeading(here.headingDeg, step.direction) ?? (before && city.cameAlong(before, here));
    const roads = knows === 'last' ? new Map<string, number>() : roadsOf(city, camera, heading);
    const others = knows === 'roads' ? [] : known[camera]!.slice(-Math.min(learnt, mostSteps));
    const context =
      knows === 'last'
        ? { direction: 'unknown' as const, beforeId: null }
        : { direction: step.direction, beforeId: step.beforeId };
    const told = [...nextShares(roads, others, context)].sort(([, a], [, b]) => b - a).slice(0, 3);
    const isFirst = told[0]?.[0] === step.nextId;
    if (told[0]) {
      const tenth = tenths[Math.min(9, Math.floor(told[0][1] * 10))]!;
      tenth.asked += 1;
      tenth.told += told[0][1];
      tenth.true += Number(isFirst);
    }
    if (step.nextId === null) continue;
    asked += 1;
    top1 += Number(isFirst);
    top3 += Number(told.some(([id]) => id === step.nextId));
  }
  return {
    asked,
    top1: (100 * top1) / asked,
    top3: (100 * top3) / asked,
    calibration: tenths
      .filter(tenth => tenth.asked > 0)
      .map(
        tenth => [(100 * tenth.told) / tenth.asked, (100 * tenth.true) / tenth.asked, tenth.asked] as const,
      ),
  };
}

const kept = new WeakMap<NextCity, Map<string, Map<string, number>>>();

/** Shares by the roads alone; the same for all who leave a camera the same way. */
function roadsOf(city: NextCity, camera: number, headingDeg: number | null): Map<string, number> {
  const known = kept.get(city) ?? new Map<string, Map<string, number>>();
  kept.set(city, known);
  const key = `${camera} ${headingDeg?.toFixed(1)}`;
  const before = known.get(key);
  if (before) return before;
  const { cameras } = city;
  const from = cameras[camera]!;
  const without = new Set(cameras.filter(one => metresBetween(from, one) <= samePlaceM).map(({ id }) => id));
  const ahead = city.ahead({ from, headingDeg, without }, cameras);
  const shares = new Map(ahead.map(({ cameraId, share }) => [cameraId, share]));
  known.set(key, shares);
  return shares;
}
