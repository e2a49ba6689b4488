// The plates found in the picture: their corners, and for the larger ones what was read and measured.
import type { PlateView } from '@brightwall/protocol/plate-setup';
import { useTranslation } from 'react-i18next';
import { percentText } from '../../../ui/PassageMarks.tsx';
import { labelledPlates } from './labels.ts';
import { svgPoints } from './ShapeLayer.tsx';
import styles from './stage.module.css';

type Plate = PlateView['plates'][number];

interface PlateBoxesProps {
  view: PlateView;
  /** While somebody draws, outlines only. */
  quiet: boolean;
}

export function PlateBoxes({ view, quiet }: PlateBoxesProps) {
  const labelled = quiet ? [] : labelledPlates(view.plates);
  return (
    <>
      <svg className={styles.boxes} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {view.plates.map(plate => (
          <g key={keyOf(plate)} data-read={plate.text !== null} data-box={plate.text ?? ''}>
            <polygon points={svgPoints(plate.corners)} />
          </g>
        ))}
      </svg>
      {labelled.flatMap(plate =>
        plate.corners.map(([x, y], i) => (
          <i
            // biome-ignore lint/suspicious/noArrayIndexKey: a plate's corners have an order
            key={`${keyOf(plate)} ${i}`}
            className={styles.corner}
            // The first is the plate's own top left: who sees it elsewhere sees a camera upside down.
            data-first={i === 0}
            style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
          />
        )),
      )}
      {labelled.map(plate => (
        <Label key={keyOf(plate)} plate={plate} />
      ))}
    </>
  );
}

function Label({ plate }: { plate: Plate }) {
  const { t } = useTranslation();
  const xs = plate.corners.map(([x]) => x);
  const bottom = Math.max(...plate.corners.map(([, y]) => y));
  // Whole within the picture, also for a plate at its edge.
  const middle = Math.min(0.93, Math.max(0.07, (Math.min(...xs) + Math.max(...xs)) / 2));
  return (
    <span
      className={styles.label}
      data-read={plate.text !== null}
      // Plates at the lower edge have their label above.
      data-above={bottom > 0.9}
      style={{ left: `${middle * 100}%`, top: `${bottom * 100}%` }}
    >
      <b>{plate.text === null ? t('plates.notRead') : `${plate.text} ${percentText(plate.confidence)}`}</b>
      <small>
        {/* The reader measures a plate when it reads it; one that was only found has its width alone. */}
        {plate.text === null && plate.sharpness === 0
          ? t('plates.px', { value: Math.round(plate.widthPx) })
          : t('plates.boxFigures', {
              width: Math.round(plate.widthPx),
              angle: Math.round(plate.angleDeg),
              sharpness: plate.sharpness.toFixed(2),
            })}
      </small>
    </span>
  );
}

const keyOf = (plate: Plate) => plate.corners.join();
