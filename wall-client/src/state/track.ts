// 轨迹: the vehicle that is followed, its track as the core joined it, and where the playback stands.
import type { AppError } from '@brightwall/protocol/errors';
import type { Passage } from '@brightwall/protocol/passage';
import type { Track, TrackSearch } from '@brightwall/protocol/track';
import { create } from 'zustand';
import { rest } from '../net/rest.ts';
import { theCase } from './case.ts';
import { searching, useSearch } from './search.ts';
import { type Clip, clipOf, wholeClip } from './track-playback.ts';

export type TrackStatus = { kind: 'none' | 'following' | 'shown' } | { kind: 'failed'; error: AppError };

export interface TrackState {
  status: TrackStatus;
  /** The passage it was asked from: its number, kind and colour name the vehicle. */
  of: Passage | null;
  track: Track | null;
  /** What it was asked by; null of one that was saved. */
  asked: Omit<TrackSearch, 'purposeId'> | null;
  /** Index of the trip that is looked at; null: all of them. */
  trip: number | null;
  /** Where the playback stands, by the core's clock. */
  atMs: number;
  isPlaying: boolean;
  /** How many times faster than it was. */
  times: number;
}

export const playbackTimes = [10, 60, 300] as const;

const none: TrackState = {
  status: { kind: 'none' },
  of: null,
  track: null,
  asked: null,
  trip: null,
  atMs: 0,
  isPlaying: false,
  times: 60,
};

export const useTrack = create<TrackState>(() => none);

export const following = {
  /** The vehicle of this passage within a time. Asks for the case first where there is none. */
  async follow(of: Passage, { fromMs, toMs }: Pick<TrackSearch, 'fromMs' | 'toMs'>): Promise<void> {
    const purpose = await theCase.need();
    if (!purpose || !of.reading) return;
    useTrack.setState({ ...none, times: useTrack.getState().times, of, status: { kind: 'following' } });
    const asked = { plate: of.reading.text, kind: of.kind, fromMs, toMs };
    try {
      const track = await rest.track({ purposeId: purpose.id, ...asked });
      // Another vehicle was asked for meanwhile, or none any more.
      if (useTrack.getState().of !== of) return;
      useTrack.setState({ track, asked, status: { kind: 'shown' }, atMs: wholeClip(track).fromMs });
    } catch (error) {
      if (useTrack.getState().of !== of) return;
      const failed = error as AppError;
      if (failed.code === 'purpose-required') theCase.forget();
      useTrack.setState({ status: { kind: 'failed', error: failed } });
    }
  },

  /** A track as it was saved. */
  showSaved(track: Track) {
    const of = track.passages.findLast(({ reading }) => reading);
    if (!of) return following.close();
    useTrack.setState({
      ...{ ...none, times: useTrack.getState().times, of, track },
      ...{ status: { kind: 'shown' }, atMs: wholeClip(track).fromMs },
    });
  },

  close: () => useTrack.setState({ ...none, times: useTrack.getState().times }),

  chooseTrip(trip: number | null): void {
    const { track } = useTrack.getState();
    if (track) useTrack.setState({ trip, atMs: clipOf(track, trip).fromMs });
  },

  seek: (atMs: number) => useTrack.setState({ atMs }),

  setTimes: (times: number) => useTrack.setState({ times }),

  /** From the beginning where it stands at the end. */
  toggle(): void {
    const { track, trip, atMs, isPlaying } = useTrack.getState();
    if (!track) return;
    const { fromMs, toMs } = clipOf(track, trip);
    useTrack.setState({ isPlaying: !isPlaying, ...(!isPlaying && atMs >= toMs && { atMs: fromMs }) });
  },

  /** Moves on by so much of the watcher's time; between trips nothing is waited for. */
  advance(passedMs: number): void {
    const { track, trip, atMs, times } = useTrack.getState();
    if (!track) return;
    const clip: Clip = clipOf(track, trip);
    const next = clip.skipGaps(atMs + passedMs * times);
    useTrack.setState(next >= clip.toMs ? { atMs: clip.toMs, isPlaying: false } : { atMs: next });
  },
};

/** The vehicle of the passage that is marked among those found; once more: no vehicle. */
export async function followMarked(): Promise<void> {
  const { found, markedId, asked } = useSearch.getState();
  const marked = found.find(({ passage }) => passage.id === markedId)?.passage;
  if (useTrack.getState().of === marked || !marked) return following.close();
  if (asked) await following.follow(marked, asked);
  searching.mark(marked.id);
}
