import type { Passage } from '@brightwall/protocol/passage';
import { passedByCoreMs } from '@brightwall/protocol/passage';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { ConfidenceMark, DirectionMark } from '../../ui/PassageMarks.tsx';
import { PassagePicture } from '../../ui/PassagePicture.tsx';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import { useWords } from '../../ui/useWords.ts';
import styles from './strip.module.css';

interface PassageCardProps {
  passage: Passage;
  leftPx: number;
  /** The one the Tab key comes to. */
  stop: boolean;
  onOpen: (passage: Passage) => void;
}

export const PassageCard = memo(function PassageCard({ passage, leftPx, stop, onOpen }: PassageCardProps) {
  const { t } = useTranslation();
  const words = useWords();
  const name = useCameras(state => state.cameras.get(passage.cameraId)?.name) ?? passage.cameraId;
  const { reading, colour } = passage;
  return (
    <button
      type="button"
      className={styles.card}
      style={{ transform: `translateX(${leftPx}px)` }}
      tabIndex={stop ? 0 : -1}
      data-passage={passage.id}
      data-passage-camera={passage.cameraId}
      data-readable={reading !== null}
      onClick={() => onOpen(passage)}
    >
      <span className={styles.upper}>
        {passage.pictures ? (
          <PassagePicture
            className={styles.vehicle}
            hash={passage.pictures.vehicle}
            alt={t('passages.vehicle')}
          />
        ) : (
          <span className={styles.told}>{t('passages.told', { system: passage.system })}</span>
        )}
        <span className={styles.side}>
          {passage.pictures && (
            <PassagePicture className={styles.crop} hash={passage.pictures.plate} alt={t('passages.plate')} />
          )}
          <span className={styles.time}>{words.clock(passedByCoreMs(passage))}</span>
          <span className={styles.marks}>
            {reading?.confidence != null && <ConfidenceMark confidence={reading.confidence} />}
            <DirectionMark direction={passage.direction} />
          </span>
        </span>
      </span>
      <PlateBadge text={reading?.text ?? null} colour={colour} rem={typeRem(reading?.text ?? '')} />
      <span className={styles.camera} title={name}>
        {name}
      </span>
    </button>
  );
});

/** Seven characters fill the card; longer numbers are set a little smaller. */
const typeRem = (text: string) => (text.length <= 7 ? 2 : 14.6 / text.length);
