// A camera's live pictures for the map: a session of its own in a video nobody sees. At most a picture every so often
// is told of: each costs an upload and a frame of the whole map.
import type { Playback, PlayerHandle } from '../../../playback/api.ts';
import { drawsInSoftware } from '../base/renderer.ts';
import type { PictureSource } from './scene.ts';

/** Main streams are 25 a second; a processor that draws the map itself shows a few frames a second at best, and needs the rest for decoding. */
const leastBetweenMs = () => (drawsInSoftware() ? 1000 : 38);
/** Large enough that the main stream is chosen. */
const size = { widthPx: 1920, heightPx: 1080 };

export class LivePictureSource implements PictureSource {
  readonly video: HTMLVideoElement;
  readonly #player: PlayerHandle;
  readonly #onPicture: () => void;
  #isFresh = false;
  #toldMs = 0;
  #isClosed = false;

  constructor(playback: Playback, cameraId: string, onPicture: () => void) {
    this.video = document.createElement('video');
    Object.assign(this.video, { muted: true, autoplay: true, playsInline: true });
    this.#onPicture = onPicture;
    this.#player = playback.attachCamera({ video: this.video, cameraId, ...size });
    this.#listen();
  }

  takeFresh(): boolean {
    const isFresh = this.#isFresh;
    this.#isFresh = false;
    return isFresh;
  }

  close(): void {
    this.#isClosed = true;
    this.#player.close();
  }

  #listen(): void {
    this.video.requestVideoFrameCallback(nowMs => {
      if (this.#isClosed) return;
      if (nowMs - this.#toldMs >= leastBetweenMs()) {
        this.#toldMs = nowMs;
        this.#isFresh = true;
        this.#onPicture();
      }
      this.#listen();
    });
  }
}
