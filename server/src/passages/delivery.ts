// What an agent delivers, held against what it says of itself. The schema has been checked already.
import { createHash } from 'node:crypto';
import type { PassageDelivery } from '@brightwall/protocol/edge-messages';
import { AppError } from '@brightwall/protocol/errors';
import { maxPictureBytes, passedByCoreMs, type SeenPassage } from '@brightwall/protocol/passage';
import { passedFault } from './passed-fault.ts';

const dayMs = 86_400_000;
/** A vehicle that stands at a gate is seen for hours; no vehicle for longer than this. */
const maxSeenMs = dayMs;

type Kept = Parameters<typeof passedFault>[1];

/** Throws AppError bad-request; a delivery that passes can be stored. */
export function checkDelivery({ passage, pictures }: PassageDelivery, kept: Kept): void {
  checkTimes(passage, kept);
  checkTexts(passage);
  const named = new Set(Object.values(passage.pictures));
  if (pictures.length !== named.size) refuse('pictures', 'not those that the passage names, each once');
  for (const { hash, jpeg } of pictures) {
    if (!named.delete(hash)) refuse('pictures', `${hash} is not named by the passage`);
    if (!isJpeg(jpeg)) refuse('pictures', `${hash} is no JPEG of 4 to ${maxPictureBytes} bytes`);
    if (createHash('sha256').update(jpeg).digest('hex') !== hash)
      refuse('pictures', `${hash} is not the SHA-256 of its bytes`);
  }
}

function checkTimes(passage: SeenPassage, kept: Kept): void {
  const wrong = passedFault(passedByCoreMs(passage), kept);
  if (wrong) refuse('passedMs', `${wrong.zh} / ${wrong.en}`);
  const { passedMs, firstSeenMs, lastSeenMs } = passage;
  const isNear = (ms: number) => Math.abs(ms - passedMs) <= maxSeenMs;
  if (firstSeenMs > lastSeenMs || !isNear(firstSeenMs) || !isNear(lastSeenMs))
    refuse('firstSeenMs', `${isoOf(firstSeenMs)} … ${isoOf(passedMs)} … ${isoOf(lastSeenMs)}`);
}

/** The database takes no U+0000 and no half of a surrogate pair; a plate has no control characters at all. */
function checkTexts({ reading, lane }: SeenPassage): void {
  const texts = [lane ?? '', reading?.text ?? '', reading?.runnerUp?.text ?? ''];
  for (const { character, alternatives } of reading?.characters ?? [])
    texts.push(character, ...alternatives.map(other => other.character));
  for (const text of texts)
    if (/\p{Cc}/u.test(text) || !text.isWellFormed()) refuse('text', JSON.stringify(text));
}

function isJpeg(bytes: unknown): bytes is Uint8Array {
  if (!(bytes instanceof Uint8Array) || bytes.length < 4 || bytes.length > maxPictureBytes) return false;
  const [start, end] = [bytes.subarray(0, 3), bytes.subarray(-2)];
  return start[0] === 0xff && start[1] === 0xd8 && start[2] === 0xff && end[0] === 0xff && end[1] === 0xd9;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function refuse(where: string, why: string): never {
  throw new AppError('bad-request', `${where}: ${why}`);
}
