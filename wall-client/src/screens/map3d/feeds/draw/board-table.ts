// The boards as the graphics card reads them, twelve numbers each, in memory of a fixed size.
import { maxThumbnailsAsked } from '@brightwall/protocol/map-feed';
import type { CameraInstances } from '../../cameras/camera-instances.ts';
import { colourKinds } from '../decode/i420.ts';
import type { Board } from '../tiers/scheduler.ts';
import { type PictureAt, pictureSources } from './pictures.ts';

export const floatsPerBoard = 12;
/** A picture older than this is drawn dimmed. */
export const oldMs = 10_000;

export class BoardTable {
  readonly data = new Float32Array(maxThumbnailsAsked * floatsPerBoard);
  count = 0;
  live = 0;
  /** Grows with each change. */
  version = 0;

  /** Boards without a picture are left out; pictures taken before `oldBeforeMs` are dimmed. True if anything changed. */
  pack(
    boards: readonly Board[],
    { place, look }: CameraInstances,
    pictureOf: (board: Board) => PictureAt | null,
    isChosen: (cameraId: string) => boolean,
    oldBeforeMs: number,
  ): boolean {
    const { data } = this;
    let [count, live, isChanged] = [0, 0, false];
    const put = (at: number, value: number) => {
      if (data[at] === value) return;
      isChanged = true;
      data[at] = value;
    };
    for (const board of boards) {
      const picture = pictureOf(board);
      if (!picture || count >= maxThumbnailsAsked) continue;
      const [at, o] = [board.index * 4, count * floatsPerBoard];
      put(o, place[at] as number);
      put(o + 1, place[at + 1] as number);
      put(o + 2, look[at + 2] as number);
      put(o + 3, isChosen(board.cameraId) ? 1 : 0);
      put(o + 4, picture.x);
      put(o + 5, picture.y);
      put(o + 6, picture.width);
      put(o + 7, picture.height);
      put(o + 8, picture.layer);
      put(o + 9, colourKinds.indexOf(picture.colour));
      put(o + 10, pictureSources.indexOf(picture.source));
      put(o + 11, picture.takenMs < oldBeforeMs ? 1 : 0);
      if (picture.source !== 'thumbnail') live += 1;
      count += 1;
    }
    isChanged ||= count !== this.count;
    [this.count, this.live] = [count, live];
    if (isChanged) this.version += 1;
    return isChanged;
  }
}
