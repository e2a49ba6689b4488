// Plate reading of one camera: its pictures in, passages out. The small stream is watched for motion, the one that
// plates are read from is decoded while there is some; tracks that end become passages.
import { BoundedQueue } from '@brightwall/kit/bounded-queue';
import type { Clock } from '@brightwall/kit/clock';
import type { CameraId, StreamProfile } from '@brightwall/protocol/camera';
import { defaultPlateSetup, type PlateSetup, type PlateStats } from '@brightwall/protocol/plate-setup';
import type { Picture } from '../media/access-unit.ts';
import { Analyser } from './analyser.ts';
import { Flicker } from './frames/flicker.ts';
import type { Frame } from './frames/frame.ts';
import { FrameSource } from './frames/frame-source.ts';
import type { Blob } from './frames/motion.ts';
import { ReadableZone } from './frames/readable-zone.ts';
import { RoadWatch, type WatchedStream } from './gate/road-watch.ts';
import { PassageDesk } from './passage/passage-desk.ts';
import { viewOf } from './passage/view.ts';
import type { PassageSink, PlateOutput, StillReader } from './ports.ts';
import type { ReadingTurns } from './reading-turns.ts';
import { statsOf } from './stats/camera-counts.ts';
import { MotionEpisodes } from './stats/motion-episodes.ts';
import { PictureHealth } from './stats/picture-health.ts';
import { SkipMeter } from './stats/skip-meter.ts';
import { StreamChoice, type StreamRole } from './stream-choice.ts';

export interface CameraPlatesOptions {
  readonly cameraId: CameraId;
  /** Of the stream that plates are read from at first, the larger one. */
  readonly profile: StreamProfile;
  /** Of the one that is watched for motion; the same where the camera has but one. */
  readonly watchProfile: StreamProfile;
  readonly reader: StillReader;
  /** Shared by all cameras of the agent. */
  readonly turns: ReadingTurns;
  readonly sink: PassageSink;
  readonly output: PlateOutput;
  readonly clock: Clock;
  readonly setup?: PlateSetup;
  /** Core's clock minus ours, as last measured. */
  readonly edgeClockOffsetMs?: () => number | null;
  readonly onError?: (what: string, error: unknown) => void;
}

/** After something moved, the large stream is decoded for so long. */
const holdMs = 500;
const sweepEveryMs = 250;
const viewEveryMs = 400;
/** Frames decoded and not yet looked at. */
const maxFrames = 3;

export class CameraPlates {
  readonly health = new PictureHealth();
  #options: CameraPlatesOptions;
  #setup: PlateSetup;
  #zone = new ReadableZone();
  #watch: RoadWatch;
  #source: FrameSource;
  #analyser: Analyser;
  #desk: PassageDesk;
  #flicker = new Flicker();
  #episodes = new MotionEpisodes();
  #skips = new SkipMeter();
  #frames = new BoundedQueue<Frame>(maxFrames);
  #draining: Promise<void> | null = null;
  #withoutPlate = 0;
  #refused = 0;
  #watched = false;
  #choice = new StreamChoice();
  #nextViewMs = 0;
  #nextSweepMs = 0;
  #analysedMs = 0;
  #pictureMs: number | null = null;
  #decoderTrouble: string | null = null;
  #said = '';
  #closed = false;

  constructor(options: CameraPlatesOptions) {
    this.#options = options;
    this.#setup = options.setup ?? defaultPlateSetup;
    const { clock, reader } = options;
    this.#analyser = new Analyser(reader, this.#zone);
    this.#desk = new PassageDesk({
      ...options,
      zone: this.#zone,
      setup: () => this.#setup,
      profile: () => this.profile,
      onVehicle: widthPx => {
        this.#choice.handleVehicle(widthPx);
        options.output.onReadNeeded(this.readNeeded);
      },
    });
    this.#watch = new RoadWatch({
      clock,
      onLooked: (blobs, takenMs) => this.#handleLooked(blobs, takenMs),
    });
    this.#source = new FrameSource({
      clock,
      onFrame: frame => this.#handleFrame(frame),
      onFailed: detail => {
        this.#decoderTrouble = detail;
      },
    });
  }

  /** Of the stream that is read now. */
  get profile(): StreamProfile {
    const { profile, watchProfile } = this.#options;
    return this.#choice.reads === 'read' ? profile : watchProfile;
  }

  /** Pictures of the stream that plates are read from at first are used. */
  get readNeeded(): boolean {
    return this.#choice.needsRead;
  }

  get setup(): PlateSetup {
    return this.#setup;
  }

  /** Nothing is being decoded, looked at or written. */
  get idle(): boolean {
    return this.#draining === null && this.#watch.inside === 0 && this.#source.inside === 0;
  }

  /** Processes of this camera, for measuring what it costs. */
  get decoderPids(): number[] {
    return [this.#watch.decoderPid, this.#source.decoderPid].filter(pid => pid !== undefined);
  }

  handleSetup(setup: PlateSetup): void {
    this.#setup = setup;
    this.tellStats();
  }

  /** Somebody looks at this camera's plates: then it is read without waiting for motion. */
  handleWatch(on: boolean): void {
    this.#watched = on;
  }

  /** A picture of the stream that is watched for motion. */
  handleWatchPicture(unit: Picture, takenMs: number, stream: WatchedStream): void {
    if (this.#closed) return;
    this.#pictureMs = this.#options.clock.monotonicMs();
    if (!this.#setup.enabled) return;
    this.#watch.handlePicture(unit, takenMs, stream, this.#source.wanted(takenMs));
    this.#choose('watch', unit, takenMs, stream);
    this.#sweep(takenMs);
  }

  /** A picture of the stream that plates are read from, unless the watched one is enough. */
  handleReadPicture(unit: Picture, takenMs: number, stream: WatchedStream): void {
    if (this.#closed || !this.#setup.enabled) return;
    this.#choose('read', unit, takenMs, stream);
  }

  /** Changes over at a key frame, and while no vehicle is there: none is lost then, or told of twice. */
  #choose(role: StreamRole, unit: Picture, takenMs: number, stream: WatchedStream): void {
    const choice = this.#choice;
    choice.handleStream(role, stream.widthPx);
    const isTime = unit.key && choice.wanted === role && choice.reads !== role;
    if (isTime && this.#isQuiet && !this.#source.wanted(takenMs)) {
      this.#source.handleLoss();
      this.#zone.rescale(choice.changeOver());
      this.#desk.recent.forget();
      this.#options.output.onReadNeeded(this.readNeeded);
    }
    if (choice.reads === role) this.#read(unit, takenMs, stream);
  }

  #read(unit: Picture, takenMs: number, stream: WatchedStream): void {
    if (this.#options.reader.state.kind !== 'ready') return;
    if (this.#watched) this.#source.want(takenMs, takenMs + holdMs);
    const { turns, cameraId } = this.#options;
    const hasTurn = this.#source.wanted(takenMs) && turns.take(cameraId, this.#watched);
    if (!hasTurn) turns.leave(cameraId);
    const before = this.#source.skipped;
    this.#source.handlePicture(unit, takenMs, stream, !hasTurn || this.#frames.size >= maxFrames - 1);
    if (this.#source.skipped === before) return;
    this.#skips.handleSkipped(takenMs);
    if (hasTurn) turns.handleSkipped();
  }

  /** Packets were lost, or the session is a new one. */
  handleLoss(role: StreamRole): void {
    if (role === 'watch') this.#watch.handleLoss();
    if (role === this.#choice.reads) this.#source.handleLoss();
  }

  /** Resolves when what was taken in is worked off. */
  async settled(): Promise<void> {
    await this.#draining;
    await this.#desk.settled();
  }

  /** All vehicles in the picture become passages now; resolves when they are kept. */
  async flush(): Promise<void> {
    await this.#draining;
    this.#desk.finish(this.#analyser.tracker.takeAll());
    await this.#desk.settled();
  }

  stats(): PlateStats {
    const { cameraId, reader, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    const situation = {
      cameraId,
      enabled: this.#setup.enabled,
      reader: reader.state,
      profile: this.#pictureMs === null ? null : this.profile,
      pictureAgeMs: this.#pictureMs === null ? null : nowMs - this.#pictureMs,
      trouble: this.health.trouble,
      skippedPart: this.#skips.part,
      quietMs: this.#desk.quietMs(nowMs),
      decoderTrouble: this.#decoderTrouble,
    };
    const counts = {
      ...this.#desk.counts,
      withoutPlate: this.#withoutPlate,
      framesRead: this.#analyser.framesRead,
      framesSkipped: this.#source.skipped + this.#frames.dropped + this.#refused,
    };
    return statsOf(situation, counts, this.#desk.recent.figures());
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.flush();
    this.#closed = true;
    this.#options.turns.leave(this.#options.cameraId);
    this.#watch.close();
    this.#source.close();
  }

  /** Whether anything moved where plates are readable. */
  #handleLooked(blobs: readonly Blob[], takenMs: number): boolean {
    const near = this.#flicker.without(blobs, takenMs).filter(({ box }) => this.#zone.worth(box[3], takenMs));
    const area = near.reduce((sum, blob) => sum + blob.area, 0);
    if (this.#episodes.handleMotion(area, takenMs)) this.#withoutPlate += 1;
    if (near.length === 0) return false;
    this.#source.want(takenMs, takenMs + holdMs);
    return true;
  }

  /** No vehicle is there, and no picture inside may show one. */
  get #isQuiet(): boolean {
    return this.#draining === null && this.#source.inside === 0 && this.#analyser.tracker.tracks.length === 0;
  }

  #handleFrame(frame: Frame): void {
    if (this.#closed) return;
    this.#decoderTrouble = null;
    this.#frames.push(frame);
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = null;
    });
  }

  async #drain(): Promise<void> {
    for (let frame = this.#frames.shift(); frame && !this.#closed; frame = this.#frames.shift()) {
      const viewing = this.#watched && frame.takenMs >= this.#nextViewMs;
      try {
        const { plates, movedArea, cut } = await this.#analyser.analyse(frame, this.#setup, viewing);
        this.#skips.handleRead(frame.takenMs);
        this.#options.turns.handleRead();
        this.#analysedMs = frame.takenMs;
        if (plates.length > 0) this.#episodes.handlePlate(frame.takenMs);
        // The large picture sees more: while something moves in it, it is its own watch.
        if (movedArea > 0) this.#source.want(frame.takenMs, frame.takenMs + holdMs);
        if (this.#episodes.handleMotion(movedArea, frame.takenMs)) this.#withoutPlate += 1;
        if (cut) this.#desk.finish(cut);
        if (viewing) {
          for (const track of this.#analyser.tracker.tracks) await this.#desk.readNow(track);
          await this.#tellView(frame, plates);
        }
      } catch (error) {
        this.#refused += 1;
        this.#skips.handleSkipped(frame.takenMs);
        this.#options.onError?.('frame', error);
      } finally {
        frame.lease?.release();
      }
    }
  }

  async #tellView(frame: Frame, plates: Parameters<typeof viewOf>[0]['plates']): Promise<void> {
    this.#nextViewMs = frame.takenMs + viewEveryMs;
    const { cameraId, output } = this.#options;
    const { profile } = this;
    const tracks = this.#analyser.tracker.tracks;
    output.onView(await viewOf({ cameraId, profile, frame, plates, tracks, masks: this.#setup.masks }));
  }

  /** Ends what is over, by the time of the pictures. */
  #sweep(nowMs: number): void {
    if (nowMs < this.#nextSweepMs && this.#nextSweepMs - nowMs < 5000) return;
    this.#nextSweepMs = nowMs + sweepEveryMs;
    // Pictures that are still inside may show what seems gone.
    if (this.#draining === null && this.#source.inside === 0)
      this.#desk.sweep(this.#analyser.tracker, nowMs, this.#analysedMs);
  }

  /** What has changed since they were last told; all of it `again`, for a core that has just connected. */
  tellStats(again = false): void {
    if (again) this.#said = '';
    const stats = this.stats();
    const text = JSON.stringify(stats);
    if (text === this.#said) return;
    this.#said = text;
    this.#options.output.onStats(stats);
  }
}
