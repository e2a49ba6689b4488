import type { Passage } from '@brightwall/protocol/passage';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../ui/useWords.ts';
import styles from './detail.module.css';

/** Times are told by the core's clock, which all cameras share. */
export function PassageFacts({ passage }: { passage: Passage }) {
  const { t } = useTranslation();
  const words = useWords();
  const offset = passage.edgeClockOffsetMs;
  const at = (edgeMs: number) => words.moment(edgeMs + (offset ?? 0));
  const directions = {
    toward: t('passages.toward'),
    away: t('passages.away'),
    unknown: t('passages.directionUnknown'),
  };
  const facts: [string, ReactNode][] = [
    [t('passages.firstSeen'), at(passage.firstSeenMs)],
    [t('passages.passed'), at(passage.passedMs)],
    [t('passages.lastSeen'), at(passage.lastSeenMs)],
    [t('passages.kind'), t(`passages.kinds.${passage.kind}`)],
    [
      t('passages.colour'),
      `${t(`passages.colours.${passage.colour}`)} · ${t(passage.rows === 2 ? 'passages.rowsTwo' : 'passages.rowsOne')}`,
    ],
    [t('passages.width'), t('passages.px', { px: Math.round(passage.plateWidthPx) })],
    [t('passages.direction'), directions[passage.direction]],
    [t('passages.lane'), passage.lane ?? <span className={styles.dim}>{t('passages.laneNone')}</span>],
    [t('passages.frames'), passage.framesRead],
    [t('passages.stream'), t(passage.profile === 'main' ? 'tile.main' : 'tile.sub')],
    [t('passages.clock'), clockText()],
  ];
  function clockText() {
    if (offset === null) return t('passages.clockUnknown');
    if (Math.abs(offset) < 500) return t('passages.clockGood');
    const seconds = (Math.abs(offset) / 1000).toFixed(1);
    // The offset is what the core's clock is ahead.
    return offset > 0 ? t('passages.clockSlow', { seconds }) : t('passages.clockFast', { seconds });
  }
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
