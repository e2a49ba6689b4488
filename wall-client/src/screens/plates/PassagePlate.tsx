// The number and how sure of it: vehicle and plate, each character with what else it might be, the runner-up.
import type { Passage } from '@brightwall/protocol/passage';
import type { PlateCharacter, PlateReading } from '@brightwall/protocol/plate';
import { useTranslation } from 'react-i18next';
import { ConfidenceMark, percentText, trustOf } from '../../ui/PassageMarks.tsx';
import { PassagePicture } from '../../ui/PassagePicture.tsx';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import styles from './detail.module.css';

export function PassagePlate({ passage }: { passage: Passage }) {
  const { t } = useTranslation();
  const { reading, colour, pictures } = passage;
  return (
    <>
      <div className={styles.closeUps}>
        {pictures && (
          <PassagePicture
            key={pictures.vehicle}
            className={styles.vehicle}
            hash={pictures.vehicle}
            alt={t('passages.vehicle')}
          />
        )}
        <div className={styles.number}>
          {pictures && (
            <PassagePicture
              key={pictures.plate}
              className={styles.crop}
              hash={pictures.plate}
              alt={t('passages.plate')}
            />
          )}
          <PlateBadge
            text={reading?.text ?? null}
            colour={colour}
            rem={Math.min(2.5, 20 / (reading?.text.length ?? 8))}
          />
          {reading?.confidence != null && (
            <span className={styles.sure}>
              <ConfidenceMark confidence={reading.confidence} />
            </span>
          )}
        </div>
      </div>
      {reading?.characters ? (
        <Characters reading={reading} colour={colour} />
      ) : (
        <p className={styles.why}>{t(whyOf(passage))}</p>
      )}
    </>
  );
}

function whyOf({ reading, pictures }: Passage) {
  if (pictures) return 'passages.unreadableWhy';
  return reading ? 'passages.toldWhy' : 'passages.toldUnreadable';
}

function Characters({ reading, colour }: { reading: PlateReading; colour: Passage['colour'] }) {
  const { t } = useTranslation();
  return (
    <>
      <h3>{t('passages.characters')}</h3>
      <ol className={styles.characters}>
        {reading.characters.map((character, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the number is a character's identity
          <CharacterBar key={index} character={character} />
        ))}
      </ol>
      <p className={styles.runnerUp}>
        {t('passages.runnerUp')}
        {reading.runnerUp ? (
          <>
            <PlateBadge text={reading.runnerUp.text} colour={colour} rem={1.125} />
            <span data-runner-up={reading.runnerUp.text}>{percentText(reading.runnerUp.confidence)}</span>
          </>
        ) : (
          <span>{t('passages.noRunnerUp')}</span>
        )}
      </p>
    </>
  );
}

function CharacterBar({ character: { character, confidence, alternatives } }: { character: PlateCharacter }) {
  return (
    <li className={styles.character} data-passage-character={character} data-trust={trustOf(confidence)}>
      <b>{character}</b>
      <span className={styles.bar}>
        <i style={{ height: `${Math.max(3, confidence * 100)}%` }} />
      </span>
      <span className={styles.percent}>{percentText(confidence)}</span>
      {alternatives.slice(0, 2).map(other => (
        <span key={other.character} className={styles.alternative}>
          {other.character} {percentText(other.confidence)}
        </span>
      ))}
    </li>
  );
}
