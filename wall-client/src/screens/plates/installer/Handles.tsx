// The corners of the chosen shape: dragged, nudged by key, added between two others, taken away.
import type { Point } from '@brightwall/protocol/passage';
import { type Dispatch, type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Drawing, type DrawingAction, mostPoints, pointsOf } from './drawing.ts';
import { halfway } from './polygon.ts';
import styles from './stage.module.css';

interface HandlesProps {
  drawing: Drawing;
  dispatch: Dispatch<DrawingAction>;
  pointAt: (event: { clientX: number; clientY: number }) => Point;
  /** Width by height of the picture. */
  ratio: number;
}

/** Of the picture's width; ten times as much with Shift. */
const nudge = 0.002;
const at = ([x, y]: Point) => ({ left: `${x * 100}%`, top: `${y * 100}%` });

export function Handles({ drawing, dispatch, pointAt, ratio }: HandlesProps) {
  const { t } = useTranslation();
  const drags = useRef(0);
  const shape = drawing.selected;
  const points = shape && pointsOf(drawing.setup, shape);
  if (!shape || !points) return null;
  const name =
    shape.kind === 'region'
      ? t('drawing.region')
      : shape.kind === 'lane'
        ? (drawing.setup.lanes[shape.index]?.name ?? '')
        : t('drawing.maskName', { number: shape.index + 1 });

  function onKeyDown(event: KeyboardEvent, vertex: number, [x, y]: Point) {
    const step = nudge * (event.shiftKey ? 10 : 1);
    const moves: Record<string, Point> = {
      ArrowLeft: [x - step, y],
      ArrowRight: [x + step, y],
      ArrowUp: [x, y - step * ratio],
      ArrowDown: [x, y + step * ratio],
    };
    const to = moves[event.key];
    if (to)
      dispatch({
        do: 'move',
        shape: shape!,
        vertex,
        to,
        grip: `nudge ${shape!.kind} ${shape!.index} ${vertex}`,
      });
    else if (event.key === 'Delete' || event.key === 'Backspace')
      dispatch({ do: 'delete-point', shape: shape!, vertex });
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const dragging = (vertex: number) => ({
    onPointerDown(event: PointerEvent<HTMLButtonElement>) {
      if (event.button !== 0) return;
      drags.current += 1;
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent<HTMLButtonElement>) {
      if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
      dispatch({ do: 'move', shape, vertex, to: pointAt(event), grip: `drag ${drags.current}` });
    },
  });

  return (
    <>
      {points.length < mostPoints &&
        points.map((point, i) => {
          const middle = halfway(point, points[(i + 1) % points.length]!);
          const text = t('drawing.between', { name, number: i + 1 });
          return (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: the place in the outline is an edge's identity
              key={`edge ${i}`}
              type="button"
              className={styles.middle}
              style={at(middle)}
              aria-label={text}
              title={text}
              onClick={event => {
                event.stopPropagation();
                dispatch({ do: 'insert', shape, after: i, point: middle });
              }}
              data-middle={i}
            />
          );
        })}
      {points.map((point, i) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the outline is a corner's identity
          key={`corner ${i}`}
          type="button"
          className={styles.vertex}
          style={at(point)}
          aria-label={t('drawing.vertex', { name, number: i + 1 })}
          onClick={event => event.stopPropagation()}
          onKeyDown={event => onKeyDown(event, i, point)}
          {...dragging(i)}
          data-vertex={i}
        />
      ))}
    </>
  );
}
