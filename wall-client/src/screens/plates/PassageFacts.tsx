import { type Passage, passedByCoreMs, type SeenPassage } from '@brightwall/protocol/passage';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../ui/useWords.ts';
import styles from './detail.module.css';

type Fact = [name: string, value: ReactNode];

/** Times are told by the core's clock, which all cameras share; those of another system by its own. */
export function PassageFacts({ passage }: { passage: Passage }) {
  const { t } = useTranslation();
  const words = useWords();
  const directions = {
    toward: t('passages.toward'),
    away: t('passages.away'),
    unknown: t('passages.directionUnknown'),
  };
  const passed: Fact = [t('passages.passed'), words.moment(passedByCoreMs(passage))];
  const kind: Fact = [t('passages.kind'), t(`passages.kinds.${passage.kind}`)];
  const colour = t(`passages.colours.${passage.colour}`);
  const direction: Fact = [t('passages.direction'), directions[passage.direction]];
  const lane = (none: string): Fact => [
    t('passages.lane'),
    passage.lane ?? <span className={styles.dim}>{none}</span>,
  ];
  const facts: Fact[] =
    passage.pictures === null
      ? [
          passed,
          [t('passages.source'), passage.system],
          kind,
          [t('passages.colour'), colour],
          direction,
          lane(t('passages.laneUntold')),
          [t('passages.clockTold'), t('passages.clockOther')],
        ]
      : [
          [t('passages.firstSeen'), onCore(passage, passage.firstSeenMs)],
          passed,
          [t('passages.lastSeen'), onCore(passage, passage.lastSeenMs)],
          kind,
          [
            t('passages.colour'),
            `${colour} · ${t(passage.rows === 2 ? 'passages.rowsTwo' : 'passages.rowsOne')}`,
          ],
          [t('passages.width'), t('passages.px', { px: Math.round(passage.plateWidthPx) })],
          direction,
          lane(t('passages.laneNone')),
          [t('passages.frames'), passage.framesRead],
          [t('passages.stream'), t(passage.profile === 'main' ? 'tile.main' : 'tile.sub')],
          [t('passages.clock'), clockText(passage.edgeClockOffsetMs)],
        ];
  function onCore({ edgeClockOffsetMs }: SeenPassage, edgeMs: number) {
    return words.moment(edgeMs + (edgeClockOffsetMs ?? 0));
  }
  function clockText(offset: number | null) {
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
