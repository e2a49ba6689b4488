// Small signs of a passage, each with a shape of its own: how sure its number is, and which way it went.
import { ArrowDownOutlined, ArrowUpOutlined, MinusOutlined } from '@ant-design/icons';
import type { Passage } from '@brightwall/protocol/passage';
import { useTranslation } from 'react-i18next';
import styles from './PassageMarks.module.css';

export type Trust = 'high' | 'middle' | 'low';

/** Of a whole number. At 0.95 and more, 99 in 100 are right (docs/plates.md). */
export function trustOf(confidence: number): Trust {
  return confidence >= 0.95 ? 'high' : confidence >= 0.8 ? 'middle' : 'low';
}

/** "97%". Nothing is told as certain or as impossible: ">99%", "<1%". */
export function percentText(part: number): string {
  if (part > 0.99) return '>99%';
  return part < 0.01 ? '<1%' : `${Math.floor(part * 100 + 1e-9)}%`;
}

export function ConfidenceMark({ confidence }: { confidence: number }) {
  const { t } = useTranslation();
  const percent = percentText(confidence);
  const trust = trustOf(confidence);
  return (
    <span className={styles.confidence} data-trust={trust} title={t('passages.confidence', { percent })}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.5" />
        {/* Full, half full or empty: nobody has to tell the colours apart. */}
        {trust === 'high' && <circle className={styles.fill} cx="8" cy="8" r="4" />}
        {trust === 'middle' && <path className={styles.fill} d="M8 4a4 4 0 0 1 0 8z" />}
      </svg>
      {percent}
    </span>
  );
}

/** Towards the camera is down the picture. */
export function DirectionMark({ direction }: { direction: Passage['direction'] }) {
  const { t } = useTranslation();
  const text =
    direction === 'toward'
      ? t('passages.toward')
      : direction === 'away'
        ? t('passages.away')
        : t('passages.directionUnknown');
  return (
    <span className={styles.direction} data-direction={direction} title={text} role="img" aria-label={text}>
      {direction === 'toward' ? (
        <ArrowDownOutlined />
      ) : direction === 'away' ? (
        <ArrowUpOutlined />
      ) : (
        <MinusOutlined />
      )}
    </span>
  );
}
