// Where tracks end: each is judged, counted, and sent as a passage when it is a vehicle that was not sent before.
import type { Clock } from '@brightwall/kit/clock';
import type { CameraId, StreamProfile } from '@brightwall/protocol/camera';
import type { PlateSetup } from '@brightwall/protocol/plate-setup';
import type { ReadableZone } from '../frames/readable-zone.ts';
import type { PassageSink, StillReader } from '../ports.ts';
import { RecentVehicles } from '../stats/recent-vehicles.ts';
import type { Track } from '../track/track.ts';
import type { Tracker } from '../track/tracker.ts';
import { buildPassage, isNothing, judge, trustedConfidence } from './passage-builder.ts';
import { readBest, readLooks } from './read-looks.ts';
import { RecentPassages } from './recent-passages.ts';

export interface PassageDeskOptions {
  readonly cameraId: CameraId;
  /** Of the stream that is read now. */
  readonly profile: () => StreamProfile;
  /** A vehicle passed; px of that stream. */
  readonly onVehicle: (plateWidthPx: number) => void;
  readonly zone: ReadableZone;
  readonly setup: () => PlateSetup;
  readonly reader: StillReader;
  readonly sink: PassageSink;
  readonly clock: Clock;
  readonly edgeClockOffsetMs?: (() => number | null) | undefined;
  readonly onError?: ((what: string, error: unknown) => void) | undefined;
}

/** A vehicle that stands is told of after this long, and not again. */
const standingMs = 20_000;
/** Slower than this many plate widths a second stands, or is about to. */
const standingSpeed = 0.5;
/** How long a vehicle that stood when pictures ceased to move is taken to stand there. */
const standsForMs = 900_000;
const unseenMs = 1500;

export class PassageDesk {
  readonly recent = new RecentVehicles();
  readonly counts = { vehicles: 0, unreadable: 0, weak: 0, far: 0, doubles: 0, lost: 0 };
  #options: PassageDeskOptions;
  #passed = new RecentPassages();
  #writing: Promise<void> = Promise.resolve();
  #lastVehicleMs: number | null = null;
  #sinceMs: number;

  constructor(options: PassageDeskOptions) {
    this.#options = options;
    this.#sinceMs = options.clock.monotonicMs();
  }

  /** How long no vehicle has passed. */
  quietMs(nowMs: number): number {
    return nowMs - (this.#lastVehicleMs ?? this.#sinceMs);
  }

  /**
   * Takes the tracks that are over at `nowMs`. `analysedMs`: the newest picture that was looked at; none are while
   * nothing moves, and a vehicle that stood then stands still.
   */
  sweep(tracker: Tracker, nowMs: number, analysedMs: number): void {
    const stands = (track: Track) =>
      isStanding(track) && analysedMs - track.lastMs <= unseenMs && nowMs - track.lastMs < standsForMs;
    this.finish(tracker.takeEnded(nowMs, stands));
    for (const track of tracker.tracks)
      if (!track.sent && nowMs - track.firstMs > standingMs) this.#settle(track);
  }

  finish(tracks: readonly Track[]): void {
    for (const track of tracks) {
      if (track.hits >= 3) this.#options.zone.noteWidest(track.widest.width);
      if (track.sent) this.#passed.note(track);
      else this.#settle(track);
    }
  }

  /** Reads what is kept of a track that nobody waits for the end of: somebody looks on. */
  async readNow(track: Track): Promise<void> {
    if (!track.settled && track.readsTried < 12) await readBest(track, this.#options.reader);
  }

  /** Resolves when every passage made so far is kept. */
  settled(): Promise<void> {
    return this.#writing;
  }

  /** One after the other: ten vehicles at a green light are not read and encoded all at once. */
  #settle(track: Track): void {
    track.sent = true;
    if (isNothing(track)) {
      track.dropScene();
      this.counts.weak += 1;
      return;
    }
    this.#writing = this.#writing.then(() =>
      this.#tell(track)
        .catch(error => {
          this.counts.lost += 1;
          this.#options.onError?.('passage', error);
        })
        // A vehicle that stands keeps its track, but not the picture.
        .finally(() => track.dropScene()),
    );
  }

  async #tell(track: Track): Promise<void> {
    const { cameraId, profile, setup, sink, reader, clock, zone, onVehicle, edgeClockOffsetMs } =
      this.#options;
    await readLooks(track, reader, clock);
    const verdict = judge(track, zone.minimumPx);
    if (verdict !== 'vehicle') {
      this.counts[verdict] += 1;
      return;
    }
    const double = this.#passed.isDouble(track);
    this.#passed.note(track);
    if (double) {
      this.counts.doubles += 1;
      return;
    }
    const read = (track.elected?.confidence ?? 0) >= trustedConfidence;
    this.counts.vehicles += 1;
    if (!read) this.counts.unreadable += 1;
    this.recent.note(track, read);
    onVehicle(track.widest.width);
    this.#lastVehicleMs = clock.monotonicMs();
    const context = {
      cameraId,
      profile: profile(),
      setup: setup(),
      edgeClockOffsetMs: edgeClockOffsetMs?.() ?? null,
    };
    const { passage, pictures } = await buildPassage(track, context);
    track.dropScene();
    await sink.put(passage, pictures);
  }
}

function isStanding(track: Track): boolean {
  const [x, y] = track.motion.speed;
  return track.hits >= 3 && Math.hypot(x, y) < track.motion.last.width * standingSpeed;
}
