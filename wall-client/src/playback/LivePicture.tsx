// A camera's picture for any screen: its newest thumbnail at once, live frames over it as soon as the first
// is decoded, and the last frame held while one stream takes over from another. It fills its parent, knows
// its own size on the screen and lets go of everything when it is unmounted. What is wrong with a picture is
// told by `onState`; the words over it belong to the screen.
//
// For tests and benches its root carries data-camera-id, data-state (poster | live | error | paused),
// data-camera-state (while the camera itself has no picture), data-transport (webrtc-udp | webrtc-tcp | hls),
// data-profile, data-transcoded, data-codec, data-fps, data-latency-ms, data-width, data-height.
import { memo, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { PlayerHandle, PlayerState, PlayerStats } from './api.ts';
import { usePlayback } from './context.tsx';
import styles from './LivePicture.module.css';

export interface LivePictureProps {
  readonly cameraId: string;
  readonly onState?: (state: PlayerState) => void;
  /** Once a second while live. */
  readonly onStats?: (stats: PlayerStats) => void;
  /** contain shows the whole picture (default), cover fills the space. */
  readonly fit?: 'contain' | 'cover';
  readonly className?: string;
  readonly handle?: Ref<LivePictureHandle>;
}

export interface LivePictureHandle {
  retry(): void;
}

export const LivePicture = memo(function LivePicture(props: LivePictureProps) {
  const { cameraId, fit = 'contain', className, handle } = props;
  const playback = usePlayback();
  const rootRef = useRef<HTMLDivElement>(null);
  const videoRef = useRef<HTMLVideoElement>(null);
  const heldRef = useRef<HTMLCanvasElement>(null);
  const playerRef = useRef<PlayerHandle>(null);
  const callbacks = useRef(props);
  callbacks.current = props;
  const [kind, setKind] = useState<PlayerState['kind']>('starting');
  const [poster, setPoster] = useState(() => playback.posters.urlOf(cameraId));

  useImperativeHandle(handle, () => ({ retry: () => playerRef.current?.retry() }), []);

  useEffect(() => {
    const root = rootRef.current;
    const video = videoRef.current;
    const held = heldRef.current;
    if (!root || !video || !held) return;
    const size = physicalSize(root);
    const player = playback.attachCamera({
      video,
      cameraId,
      ...size,
      onState: state => {
        held.hidden = true;
        markState(root, state);
        setKind(state.kind);
        callbacks.current.onState?.(state);
      },
      onStats: stats => {
        markStats(root, stats);
        callbacks.current.onStats?.(stats);
      },
      onBeforeSwap: () => hold(video, held),
    });
    playerRef.current = player;
    const observer = new ResizeObserver(() => {
      const { widthPx, heightPx } = physicalSize(root);
      player.setSize(widthPx, heightPx);
    });
    observer.observe(root);
    return () => {
      observer.disconnect();
      playerRef.current = null;
      player.close();
    };
  }, [playback, cameraId]);

  // While there are no live frames the poster follows the thumbnails; under live frames it rests.
  useEffect(() => {
    if (kind === 'live') return;
    const show = () => setPoster(playback.posters.urlOf(cameraId));
    show();
    return playback.onThumbnail(cameraId, show);
  }, [playback, cameraId, kind]);

  return (
    <div
      ref={rootRef}
      className={`${styles.root} ${className ?? ''}`}
      data-camera-id={cameraId}
      data-fit={fit}
      data-state="poster"
    >
      {poster && <img className={styles.layer} data-poster src={poster} alt="" draggable={false} />}
      <video
        ref={videoRef}
        className={styles.layer}
        data-shown={kind === 'live'}
        muted
        autoPlay
        playsInline
        disablePictureInPicture
        disableRemotePlayback
      />
      <canvas ref={heldRef} className={styles.layer} hidden />
    </div>
  );
});

function physicalSize(element: HTMLElement): { widthPx: number; heightPx: number } {
  const ratio = window.devicePixelRatio || 1;
  return { widthPx: element.clientWidth * ratio, heightPx: element.clientHeight * ratio };
}

/** Keeps a copy of what is on the screen, over the element whose source changes. */
function hold(video: HTMLVideoElement, canvas: HTMLCanvasElement): void {
  if (video.videoWidth === 0) return;
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  canvas.hidden = false;
}

function markState(root: HTMLElement, state: PlayerState): void {
  const names = {
    starting: state.kind === 'starting' && state.after ? 'error' : 'poster',
    live: 'live',
    waiting: 'error',
    failed: 'error',
    paused: 'paused',
    closed: 'closed',
  };
  root.dataset.state = names[state.kind];
  mark(root, 'cameraState', state.kind === 'waiting' ? state.state : null);
  mark(root, 'transport', state.kind === 'live' ? state.path : null);
  mark(root, 'profile', state.kind === 'live' ? state.profile : null);
  mark(root, 'transcoded', state.kind === 'live' ? String(state.transcoded) : null);
  if (state.kind !== 'live') {
    for (const name of ['codec', 'fps', 'latencyMs', 'width', 'height']) delete root.dataset[name];
  }
}

function markStats(root: HTMLElement, stats: PlayerStats): void {
  mark(root, 'transport', stats.path);
  mark(root, 'codec', stats.codec);
  mark(root, 'fps', stats.fps.toFixed(1));
  mark(root, 'latencyMs', stats.latencyMs);
  mark(root, 'width', stats.widthPx);
  mark(root, 'height', stats.heightPx);
}

function mark(root: HTMLElement, name: string, value: string | number | null): void {
  if (value === null) delete root.dataset[name];
  else root.dataset[name] = String(value);
}
