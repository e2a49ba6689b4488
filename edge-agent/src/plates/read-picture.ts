// One photograph from outside, for the core: its plates, the largest first. It waits behind the cameras' pictures.
import { AppError, type ErrorCode } from '@brightwall/protocol/errors';
import type { Point } from '@brightwall/protocol/passage';
import type { PicturePlate, PicturePlates } from '@brightwall/protocol/read-picture';
import type { StillReader } from './ports.ts';
import { decodePicture } from './reader/decode-picture.ts';
import { ReaderFailure, type ReaderFailureKind } from './reader/failure.ts';
import type { FoundPlate, Picture } from './reader/types.ts';

const most = 20;

const codes: Record<ReaderFailureKind, ErrorCode> = {
  'bad-picture': 'bad-request',
  'too-large': 'too-large',
  'bad-request': 'internal',
  busy: 'overloaded',
  'not-ready': 'overloaded',
  crashed: 'internal',
  closed: 'overloaded',
};

/** JPEG, PNG or WebP. Throws AppError: bad-request for what is no picture, overloaded where it may be tried again. */
export async function readPicture(reader: StillReader, file: Uint8Array): Promise<PicturePlates> {
  try {
    const { picture, plates } = await reader.find({
      picture: await decodePicture(file),
      region: null,
      read: 'all',
      effort: 'thorough',
    });
    const largest = [...plates].sort((a, b) => b.widthPx - a.widthPx);
    const read = largest.flatMap(plate => platesOf(plate, picture)).slice(0, most);
    return { plates: read, unreadable: plates.filter(plate => !plate.reading).length };
  } catch (error) {
    if (error instanceof ReaderFailure) throw new AppError(codes[error.kind], `${error.zh} / ${error.en}`);
    throw error;
  }
}

function platesOf({ reading, colour, corners }: FoundPlate, { widthPx, heightPx }: Picture): PicturePlate[] {
  if (!reading) return [];
  const part = (px: number, of: number) => Math.min(1, Math.max(0, px / of));
  const at = (n: number): Point => [part(corners[n]![0], widthPx), part(corners[n]![1], heightPx)];
  const { text, confidence, characters, runnerUp, kind } = reading;
  return [
    {
      reading: { text, confidence, characters, runnerUp },
      colour,
      kind,
      corners: [at(0), at(1), at(2), at(3)],
    },
  ];
}
