// Reads the looks kept of one plate, the best first, until they agree.
import { type Clock, sleep } from '@brightwall/kit/clock';
import type { StillReader } from '../ports.ts';
import { ReaderFailure } from '../reader/failure.ts';
import { moved } from '../reader-geometry.ts';
import type { Track } from '../track/track.ts';

const mostReads = 6;
/** The reader serves all cameras; a vehicle that is gone can wait a little for its turn. */
const busyWaitMs = 100;
const mostWaits = 30;

/** Never rejects for want of a reader: what cannot be read stays unread. */
export async function readLooks(track: Track, reader: StillReader, clock: Clock): Promise<void> {
  let waits = 0;
  while (!track.settled && track.readsTried < mostReads && track.looks.size > 0) {
    try {
      await readBest(track, reader);
    } catch (error) {
      if (!(error instanceof ReaderFailure) || error.kind !== 'busy') continue;
      if (waits++ >= mostWaits) return;
      await sleep(clock, busyWaitMs);
    }
  }
}

/** Reads the best look. Rejects with ReaderFailure; the look is kept when the reader was merely busy. */
export async function readBest(track: Track, reader: StillReader): Promise<void> {
  const look = track.looks.take();
  if (!look) return;
  const { picture, plate, left, top } = look;
  try {
    const inCut = moved(plate, { left: -left, top: -top, scale: 1 });
    // Its buffer goes to the reader: a refusal must not lose it.
    const copy = { ...picture, rgb: picture.rgb.slice() };
    const answer = await reader.readPlates({ picture: copy, plates: [inCut] });
    const read = answer.plates[0];
    if (read) track.noteRead(moved(read, { left, top, scale: 1 }));
  } catch (error) {
    if (error instanceof ReaderFailure && error.kind === 'busy') track.looks.add(look);
    throw error;
  }
}
