// One event: large where it is the newest, a row where it is not.
//
// For tests: data-gate-event (id), data-gate-verdict, data-gate-way.
import { ArrowLeftOutlined, ArrowRightOutlined, QuestionOutlined } from '@ant-design/icons';
import type { GateEvent } from '@brightwall/protocol/park';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCamera } from '../../state/cameras.ts';
import { PassagePicture } from '../../ui/PassagePicture.tsx';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import { useWords } from '../../ui/useWords.ts';
import styles from './park.module.css';
import { Verdict } from './Verdict.tsx';

const arrows = { in: <ArrowRightOutlined />, out: <ArrowLeftOutlined />, unknown: <QuestionOutlined /> };

export const GateEventCard = memo(function GateEventCard({
  event,
  isNewest,
}: {
  event: GateEvent;
  isNewest: boolean;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const camera = useCamera(event.cameraId);
  const { id, verdict, way, plate, colour, pictures, listed } = event;
  const picture = pictures && (isNewest ? pictures.scene : pictures.vehicle);
  return (
    <article
      className={isNewest ? styles.newest : styles.event}
      data-gate-event={id}
      data-gate-verdict={verdict}
      data-gate-way={way}
      data-verdict={verdict}
    >
      {picture ? (
        <PassagePicture className={styles.picture} hash={picture} alt={t('passages.vehicle')} />
      ) : (
        <span className={styles.picture} />
      )}
      <div className={styles.says}>
        <div className={styles.line}>
          <Verdict verdict={verdict} rem={isNewest ? 3.75 : 1.5} />
          <span className={styles.way} style={{ fontSize: `${isNewest ? 2.25 : 1.125}rem` }}>
            {arrows[way]} {t(`park.ways.${way}`)}
          </span>
        </div>
        <PlateBadge text={plate} colour={colour} rem={isNewest ? 4.75 : 1.875} />
        {verdict === 'near' && listed && (
          <p className={styles.perhaps}>
            {t('park.perhaps', { plate: listed.plate, list: t(`park.lists.${listed.list}`) })}
          </p>
        )}
        <p className={styles.facts}>
          <time>{words.dayTime(event.passedMs)}</time> {camera?.name ?? event.cameraId}
          {listed && verdict !== 'near' && ` · ${[listed.host, listed.note].filter(Boolean).join(' · ')}`}
          {listed?.untilMs != null &&
            verdict !== 'near' &&
            ` · ${t('park.until', { time: words.time(listed.untilMs) })}`}
        </p>
      </div>
    </article>
  );
});
