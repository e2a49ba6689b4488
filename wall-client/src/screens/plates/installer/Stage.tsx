// The camera's picture with everything on it: what was analysed, boxes, shapes, and the pen.
//
// For tests: data-stage (its camera), data-view-taken (epoch ms of the picture on the canvas), data-boxes,
// data-pen (the kind being drawn), data-pen-points; shapes carry data-shape, corners data-vertex.
import type { Camera } from '@brightwall/protocol/camera';
import type { Point } from '@brightwall/protocol/passage';
import {
  type CSSProperties,
  type Dispatch,
  type KeyboardEvent,
  type MouseEvent,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayback } from '../../../playback/context.tsx';
import type { Drawing, DrawingAction } from './drawing.ts';
import { Handles } from './Handles.tsx';
import { PenLayer } from './PenLayer.tsx';
import { PlateBoxes } from './PlateBoxes.tsx';
import { clamped } from './polygon.ts';
import { ShapeLayer, shapeAt } from './ShapeLayer.tsx';
import styles from './stage.module.css';
import { useAnalysed } from './useAnalysed.ts';
import { ViewNote } from './ViewNote.tsx';

interface StageProps {
  camera: Camera;
  drawing: Drawing;
  dispatch: Dispatch<DrawingAction>;
  onFinish: () => void;
}

const arrows: Record<string, Point> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Of the picture's width; ten times as much with Shift. */
const keyStep = 0.005;

export function Stage({ camera, drawing, dispatch, onFinish }: StageProps) {
  const { t } = useTranslation();
  const playback = usePlayback();
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const stageRef = useRef<HTMLDivElement>(null);
  const shown = useAnalysed(canvasRef);
  const poster = playback.posters.urlOf(camera.id);
  const [cursor, setCursor] = useState<Point>([0.5, 0.5]);
  const { pen } = drawing;
  // The pen's keys belong to the picture.
  const drawingKind = pen?.kind ?? null;
  useEffect(() => {
    if (drawingKind) stageRef.current?.focus({ preventScroll: true });
  }, [drawingKind]);

  const stream = camera.streams.find(({ widthPx, heightPx }) => widthPx && heightPx);
  const [width, height] = shown
    ? [shown.widthPx, shown.heightPx]
    : [stream?.widthPx ?? 16, stream?.heightPx ?? 9];

  function pointAt({ clientX, clientY }: { clientX: number; clientY: number }): Point {
    const box = stageRef.current!.getBoundingClientRect();
    return clamped([(clientX - box.left) / box.width, (clientY - box.top) / box.height]);
  }

  function onClick(event: MouseEvent) {
    if (!pen) {
      dispatch({ do: 'select', shape: shapeAt(event.target) });
      return;
    }
    // The second click of a double click ends the shape where the first one put its last corner.
    if (event.detail === 2) onFinish();
    else if (event.detail < 2) dispatch({ do: 'add', point: pointAt(event) });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!pen || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = arrows[event.key];
    if (arrow) {
      const step = keyStep * (event.shiftKey ? 10 : 1);
      setCursor(([x, y]) => clamped([x + arrow[0] * step, y + (arrow[1] * step * width) / height]));
    } else if (event.key === ' ') dispatch({ do: 'add', point: cursor });
    else if (event.key === 'Backspace') dispatch({ do: 'take-back' });
    else if (event.key === 'Enter') onFinish();
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles.room}>
      <div
        ref={stageRef}
        className={styles.stage}
        style={{ '--ratio': width / height } as CSSProperties}
        role="application"
        aria-label={t('drawing.picture')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: one draws on it by key
        tabIndex={0}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onPointerMove={event => pen && setCursor(pointAt(event))}
        data-stage={camera.id}
        data-view-taken={shown?.takenMs}
        data-boxes={shown?.plates.length}
        data-pen={pen?.kind}
        data-pen-points={pen?.points.length}
      >
        {!shown && poster && <img className={styles.layer} src={poster} alt="" draggable={false} />}
        <canvas ref={canvasRef} className={styles.layer} data-analysed />
        <ShapeLayer drawing={drawing} />
        {shown && <PlateBoxes view={shown} quiet={pen !== null} />}
        {!pen && <Handles drawing={drawing} dispatch={dispatch} pointAt={pointAt} ratio={width / height} />}
        {pen && <PenLayer pen={pen} cursor={cursor} onFinish={onFinish} />}
        <ViewNote shown={shown} poster={poster !== null} />
      </div>
      {shown && (
        <p className={styles.caption}>
          {t('plates.streamSize', {
            stream: t(shown.profile === 'main' ? 'tile.main' : 'tile.sub'),
            width: shown.widthPx,
            height: shown.heightPx,
          })}
          <span>{t('plates.inPicture', { count: shown.plates.length })}</span>
        </p>
      )}
    </div>
  );
}
