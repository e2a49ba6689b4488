import type { Point } from '@brightwall/protocol/passage';
import { useTranslation } from 'react-i18next';
import { type Drawing, isSame, pointsOf, type ShapeRef } from './drawing.ts';
import { faultsOf, shapesOf } from './faults.ts';
import styles from './stage.module.css';

export const svgPoints = (points: readonly Point[]) => points.map(([x, y]) => `${x},${y}`).join(' ');

/** Region, lanes and masks as they will be: masks are black. */
export function ShapeLayer({ drawing }: { drawing: Drawing }) {
  const { t } = useTranslation();
  const { setup, selected, pen } = drawing;
  const faulty = faultsOf(setup).map(({ shape }) => shape);
  // Masks lie over lanes, lanes over the region.
  const shapes = shapesOf(setup);
  const nameOf = ({ kind, index }: ShapeRef) =>
    kind === 'region'
      ? t('drawing.region')
      : kind === 'lane'
        ? setup.lanes[index]!.name
        : t('drawing.maskName', { number: index + 1 });
  return (
    <>
      <svg
        className={pen ? styles.shapes : `${styles.shapes} ${styles.choosable}`}
        viewBox="0 0 1 1"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {shapes.map(shape => (
          <polygon
            key={`${shape.kind}${shape.index}`}
            className={styles[shape.kind]}
            points={svgPoints(pointsOf(setup, shape)!)}
            data-shape={`${shape.kind}:${shape.index}`}
            data-selected={isSame(shape, selected)}
            data-faulty={faulty.some(other => isSame(other, shape))}
          />
        ))}
      </svg>
      {shapes.map(shape => (
        <span
          key={`${shape.kind}${shape.index}`}
          className={styles.shapeName}
          style={placeOf(pointsOf(setup, shape)!)}
          data-kind={shape.kind}
        >
          {nameOf(shape)}
        </span>
      ))}
    </>
  );
}

/** In the middle of the corners. */
function placeOf(points: readonly Point[]) {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return { left: `${mean(0) * 100}%`, top: `${mean(1) * 100}%` };
}

/** The shape an element of the layer stands for. */
export function shapeAt(target: EventTarget): ShapeRef | null {
  const [kind, index] = (target instanceof Element && target.getAttribute('data-shape')?.split(':')) || [];
  if (kind !== 'region' && kind !== 'lane' && kind !== 'mask') return null;
  return { kind, index: Number(index) };
}
