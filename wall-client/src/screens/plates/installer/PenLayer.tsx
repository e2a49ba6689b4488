import type { Point } from '@brightwall/protocol/passage';
import { useTranslation } from 'react-i18next';
import type { Drawing } from './drawing.ts';
import { svgPoints } from './ShapeLayer.tsx';
import styles from './stage.module.css';

interface PenLayerProps {
  pen: NonNullable<Drawing['pen']>;
  cursor: Point;
  onFinish: () => void;
}

/** The shape being drawn, the line to the cross, and the first corner, which closes it. */
export function PenLayer({ pen, cursor, onFinish }: PenLayerProps) {
  const { t } = useTranslation();
  const [first] = pen.points;
  const [x, y] = cursor;
  return (
    <>
      <svg className={styles.pen} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {pen.points.length >= 2 && (
          <polygon className={styles.penArea} points={svgPoints([...pen.points, cursor])} />
        )}
        <polyline className={styles.penLine} points={svgPoints([...pen.points, cursor])} />
        <path className={styles.cross} d={`M${x} 0V1M0 ${y}H1`} />
      </svg>
      {pen.points.slice(1).map(point => (
        <i
          key={point.join()}
          className={styles.penPoint}
          style={{ left: `${point[0] * 100}%`, top: `${point[1] * 100}%` }}
        />
      ))}
      {first && (
        <button
          type="button"
          className={styles.penFirst}
          style={{ left: `${first[0] * 100}%`, top: `${first[1] * 100}%` }}
          tabIndex={-1}
          title={t('drawing.finish')}
          aria-label={t('drawing.finish')}
          onClick={event => {
            event.stopPropagation();
            onFinish();
          }}
          data-closes={pen.points.length >= 3}
        />
      )}
    </>
  );
}
