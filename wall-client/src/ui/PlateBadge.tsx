// A number as its plate shows it: the ground's colour, a dot after the authority, and large type, so that it
// reads from across the hall. Colours: GA 36-2018, 4.3.
import type { PlateColour } from '@brightwall/protocol/plate';
import { useTranslation } from 'react-i18next';
import styles from './PlateBadge.module.css';

interface PlateBadgeProps {
  /** Null: none of the readings could be trusted. */
  text: string | null;
  colour: PlateColour;
  /** Height of the type in rem; 2 unless told. */
  rem?: number;
}

export function PlateBadge({ text, colour, rem = 2 }: PlateBadgeProps) {
  const { t } = useTranslation();
  const size = { fontSize: `${rem}rem` };
  if (text === null) {
    return (
      <span className={styles.none} style={size} data-plate-text="">
        <span>{t('passages.unreadable')}</span>
      </span>
    );
  }
  const characters = [...text];
  return (
    <span
      className={styles.plate}
      style={size}
      data-colour={colour}
      data-plate-text={text}
      role="img"
      aria-label={text}
    >
      <span className={styles.office}>{characters.slice(0, 2).join('')}</span>
      <i className={styles.dot} />
      <span>{characters.slice(2).join('')}</span>
    </span>
  );
}
