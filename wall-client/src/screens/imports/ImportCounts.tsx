import type { PassageImport } from '@brightwall/protocol/passage-import';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../ui/useWords.ts';
import styles from './imports.module.css';

export function ImportCounts({ lines, stored, known, bad }: Omit<PassageImport, 'id'>) {
  const { t } = useTranslation();
  const number = new Intl.NumberFormat(useWords().locale);
  const text = (count: number) => ({ count: number.format(count) as unknown as number });
  return (
    <span className={styles.counts} data-stored={stored} data-known={known} data-bad={bad}>
      <span>{t('imports.lines', text(lines))}</span>
      <span>{t('imports.stored', text(stored))}</span>
      <span>{t('imports.known', text(known))}</span>
      <span className={bad > 0 ? styles.bad : undefined}>{t('imports.bad', text(bad))}</span>
    </span>
  );
}
