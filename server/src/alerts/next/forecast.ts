// 下一卡口: which camera reads an alert's vehicle next, and when. By the roads, and by where others went who passed the
// same camera; what others did is looked up once in a while for each camera and kept. No part of storing passages.
import type { Clock } from '@brightwall/kit/clock';
import { uuidV7 } from '@brightwall/kit/uuid';
import { AppError } from '@brightwall/protocol/errors';
import {
  mostNextCameras,
  type NextCamera,
  type NextCameras,
  nextWithinMs,
} from '@brightwall/protocol/next-cameras';
import type { Passage } from '@brightwall/protocol/passage';
import type { WatchAlert } from '@brightwall/protocol/watch-alert';
import type { Actor, AlertsPort, Look } from '../ports.ts';
import { travelMs } from './arrival.ts';
import { headingTo, metresBetween, travelHeading } from './place.ts';
import type {
  RoadAhead,
  RoadsAheadPort,
  StandingCamera,
  StandingPlace,
  Step,
  StepsPort,
  VehiclePassages,
} from './ports.ts';
import { nextShares } from './shares.ts';

/** Vehicles that say how traffic goes on from a camera: of a busy one, those of the last hours. */
const mostSteps = 2000;
const stepsOfMs = 7 * 86_400_000;
/** What is known of a camera is looked up again after so long. */
const keptMs = 10 * 60_000;
const keptCameras = 100;
/** A camera that read nothing for a week reads no plates. */
const readsWithinMs = 7 * 86_400_000;
/** Cameras of one crossing are no next ones of each other. */
const samePlaceM = 60;
/** Less than this is nothing that a person would look at. */
const leastShare = 0.01;

export interface NextCameraForecastOptions {
  readonly alerts: Pick<AlertsPort, 'get'>;
  readonly steps: StepsPort;
  readonly passagesOf: VehiclePassages;
  readonly roads: RoadsAheadPort;
  readonly placeOf: (cameraId: string) => (StandingPlace & { readonly headingDeg: number | null }) | null;
  readonly clock: Clock;
}

type Known = WatchAlert & { readonly purposeId: string };

export class NextCameraForecast {
  readonly #options: NextCameraForecastOptions;
  readonly #steps = new Map<string, { sinceMs: number; steps: Promise<Step[]> }>();
  #standing: { sinceMs: number; cameras: Promise<StandingCamera[]> } | null = null;

  constructor(options: NextCameraForecastOptions) {
    this.#options = options;
  }

  /**
   * From where the alert's vehicle passed last. A look at history under the entry's purpose. Throws not-found, and
   * purpose-required for an alert of a park's gate, for which nobody gave a purpose.
   */
  async of(alertId: string, actor: Actor): Promise<NextCameras> {
    const { alerts, placeOf, roads, clock } = this.#options;
    const found = await alerts.get(alertId);
    if (!found) throw new AppError('not-found');
    if (found.purposeId === null) throw new AppError('purpose-required');
    const alert = { ...found, purposeId: found.purposeId };
    const { lastCameraId: cameraId, lastPassedMs: passedMs } = alert;
    const here = placeOf(cameraId);
    const cameras = await this.#cameras();
    const place = new Set([cameraId]);
    for (const one of cameras) if (here && metresBetween(here, one) <= samePlaceM) place.add(one.id);

    const { direction, cameFrom } = await this.#came(alert, place, actor);
    const headingDeg = await this.#heading(here, direction, cameFrom);
    const ahead = here ? await roads.ahead({ from: here, headingDeg, without: place }, cameras) : [];
    const steps = await this.#stepsFrom(alert, [...place], actor);
    const shares = nextShares(new Map(ahead.map(one => [one.cameraId, one.share])), steps, {
      ...{ direction, beforeId: cameFrom },
    });
    const likeliest = [...shares]
      .filter(([, share]) => share >= leastShare)
      .sort(([, a], [, b]) => b - a)
      .slice(0, mostNextCameras);
    const told: NextCamera[] = [];
    for (const [id, share] of likeliest) {
      const took = steps.flatMap(({ nextId, tookMs }) => (nextId === id && tookMs !== null ? [tookMs] : []));
      const way = ahead.find(one => one.cameraId === id) ?? (await this.#wayTo(here, id));
      const arrival = travelMs(took, way?.metres ?? null);
      told.push({
        ...{ cameraId: id, share, seen: took.length },
        metres: way?.metres ?? null,
        line: lineOf(here, way?.line ?? [], placeOf(id)),
        arrival: arrival && (arrival.map(ms => passedMs + ms) as [number, number, number]),
      });
    }
    const sum = told.reduce((all, { share }) => all + share, 0);
    return {
      ...{ cameraId, passedMs, cameFrom, cameras: told, elsewhere: Math.max(0, 1 - sum) },
      ...{ counted: steps.length, hasRoads: await roads.isKnown(), nowMs: clock.epochMs() },
    };
  }

  /** Which way the vehicle passed, and the camera of another place that read it last before. */
  async #came(
    alert: Known,
    place: ReadonlySet<string>,
    actor: Actor,
  ): Promise<{ direction: Passage['direction']; cameFrom: string | null }> {
    const { plate, kind, lastPassedMs } = alert;
    const terms = { plate, kind, fromMs: lastPassedMs - nextWithinMs, toMs: lastPassedMs + 1 };
    const passages = await this.#options.passagesOf(
      { ...terms, limit: 50 },
      this.#look(alert, actor, 'track', terms),
    );
    const last = passages.find(({ cameraId }) => cameraId === alert.lastCameraId);
    const before = passages.find(({ cameraId }) => !place.has(cameraId));
    return { direction: last?.direction ?? 'unknown', cameFrom: before?.cameraId ?? null };
  }

  /** The way it drives: by the camera that saw it from the front or from behind, else by the road it came along. */
  async #heading(
    here: ReturnType<NextCameraForecastOptions['placeOf']>,
    direction: Passage['direction'],
    cameFrom: string | null,
  ): Promise<number | null> {
    const { placeOf, roads } = this.#options;
    const seen = here && travelHeading(here.headingDeg, direction);
    if (seen !== null) return seen;
    const before = cameFrom === null ? null : placeOf(cameFrom);
    const way = here && before && (await roads.way(before, here));
    const [a, b] = way ? way.line.slice(-2) : [];
    return a && b ? headingTo(a, b) : null;
  }

  async #wayTo(here: StandingPlace | null, id: string): Promise<Pick<RoadAhead, 'metres' | 'line'> | null> {
    const { placeOf, roads } = this.#options;
    const there = placeOf(id);
    return here && there ? roads.way(here, there) : null;
  }

  #stepsFrom(alert: Known, place: readonly string[], actor: Actor): Promise<Step[]> {
    const { steps: store, clock } = this.#options;
    const cameraId = alert.lastCameraId;
    const known = this.#steps.get(cameraId);
    if (known && clock.monotonicMs() - known.sinceMs < keptMs) return known.steps;
    // Who passed just now may still be on the way to the next.
    const toMs = clock.epochMs() - nextWithinMs;
    const terms = { cameraId, fromMs: toMs - stepsOfMs, toMs };
    const look = this.#look(alert, actor, 'analysis', { nextCamerasOf: alert.id, ...terms });
    const steps = store.steps({ ...terms, place, limit: mostSteps }, look);
    if (!known && this.#steps.size >= keptCameras)
      this.#steps.delete(this.#steps.keys().next().value as string);
    this.#steps.set(cameraId, { sinceMs: clock.monotonicMs(), steps });
    // A failure is not remembered; whoever waits for it hears of it.
    steps.catch(() => this.#steps.delete(cameraId));
    return steps;
  }

  /** Those that read plates and have a place. */
  #cameras(): Promise<StandingCamera[]> {
    const { clock } = this.#options;
    if (this.#standing && clock.monotonicMs() - this.#standing.sinceMs < keptMs)
      return this.#standing.cameras;
    const cameras = this.#findCameras();
    this.#standing = { sinceMs: clock.monotonicMs(), cameras };
    cameras.catch(() => {
      this.#standing = null;
    });
    return cameras;
  }

  async #findCameras(): Promise<StandingCamera[]> {
    const { steps, placeOf, clock } = this.#options;
    const ids = await steps.reading(clock.epochMs() - readsWithinMs);
    return ids.flatMap(id => {
      const at = placeOf(id);
      return at ? [{ id, lon: at.lon, lat: at.lat }] : [];
    });
  }

  #look(alert: Known, actor: Actor, action: Look['action'], terms: object): Look {
    const atMs = this.#options.clock.epochMs();
    return { ...actor, id: uuidV7(atMs), atMs, purposeId: alert.purposeId, action, terms };
  }
}

/** From mast to mast: the way itself begins and ends on the road beside it. */
function lineOf(
  from: StandingPlace | null,
  way: readonly StandingPlace[],
  to: StandingPlace | null,
): [number, number][] {
  return from && to ? [from, ...way, to].map(({ lon, lat }) => [lon, lat]) : [];
}
