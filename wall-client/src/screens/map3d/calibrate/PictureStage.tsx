// The camera's live picture to find points in: by click, or by a cursor that the arrow keys move and Enter sets.
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LivePicture } from '../../../playback/LivePicture.tsx';
import { type PicturePoint, type Pose, project } from '../fusion/pose.ts';
import styles from './calibrate.module.css';
import type { Pairing } from './pairing.ts';
import type { PictureSize } from './solve-pose.ts';

interface Props {
  cameraId: string;
  size: PictureSize;
  pairing: Pairing;
  /** Where the solution puts the points, beside where they were found. */
  pose: Pose | null;
  worst: number;
  onPoint: (point: PicturePoint) => void;
}

const arrows: Record<string, PicturePoint> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const within = (value: number) => Math.min(1, Math.max(0, value));
const percent = (part: number) => `${part * 100}%`;

export function PictureStage({ cameraId, size, pairing, pose, worst, onPoint }: Props) {
  const { t } = useTranslation();
  const root = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<PicturePoint | null>(null);

  const click = (event: PointerEvent) => {
    const box = root.current?.getBoundingClientRect();
    if (!box || event.button !== 0) return;
    setCursor(null);
    onPoint([within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)]);
  };
  const key = (event: KeyboardEvent) => {
    const [u, v] = cursor ?? [0.5, 0.5];
    const arrow = arrows[event.key];
    if (arrow) {
      const px = event.shiftKey ? 20 : 2;
      setCursor([within(u + (arrow[0] * px) / size.widthPx), within(v + (arrow[1] * px) / size.heightPx)]);
    } else if (event.key === 'Enter' && cursor) onPoint(cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const pending = pairing.picture;
  const width = size.widthPx;
  return (
    <div
      ref={root}
      className={styles.stage}
      // On a low screen the pairs below matter more than the picture's size.
      style={{
        aspectRatio: `${size.widthPx} / ${size.heightPx}`,
        width: `min(100%, ${(44 * size.widthPx) / size.heightPx}vh)`,
      }}
      role="application"
      aria-label={t('fusion.stage')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the cursor in it
      tabIndex={0}
      data-calibration-picture
      onPointerDown={click}
      onKeyDown={key}
    >
      <LivePicture cameraId={cameraId} />
      <svg viewBox={`0 0 ${width} ${size.heightPx}`} aria-hidden>
        {pose &&
          pairing.pairs.map(({ picture: [u, v], at }) => {
            const put = project(pose, at);
            return (
              put && (
                <line
                  key={at.join()}
                  x1={u * width}
                  y1={v * size.heightPx}
                  x2={put[0] * width}
                  y2={put[1] * size.heightPx}
                />
              )
            );
          })}
      </svg>
      {pairing.pairs.map(({ picture: [u, v] }, i) => (
        <span
          key={`${u},${v}`}
          className={styles.mark}
          data-worst={i === worst}
          style={{ left: percent(u), top: percent(v) }}
        >
          <b>{i + 1}</b>
        </span>
      ))}
      {pending && (
        <span
          className={styles.mark}
          data-pending="true"
          style={{ left: percent(pending[0]), top: percent(pending[1]) }}
        >
          <b>{pairing.pairs.length + 1}</b>
        </span>
      )}
      {cursor && (
        <i className={styles.cursor} style={{ left: percent(cursor[0]), top: percent(cursor[1]) }} />
      )}
    </div>
  );
}
