// Above what was saved: that it is of then, whose it is, what is left of it later, and a way to look again now.
//
// For tests: data-snapshot (id), data-action again.
import { ReloadOutlined } from '@ant-design/icons';
import type { SavedResult } from '@brightwall/protocol/saved';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './Saved.module.css';
import { useWords } from './useWords.ts';

export function SnapshotBanner({ saved, onAgain }: { saved: SavedResult; onAgain: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const { title, caseNumber, note, savedBy, takenMs } = saved;
  return (
    <aside className={styles.banner} data-snapshot={saved.id}>
      <b>{t('saved.snapshot')}</b>
      <span className={styles.title}>{title}</span>
      <span>{t('saved.takenBy', { time: words.moment(takenMs), by: savedBy, caseNumber })}</span>
      {note && (
        <span className={styles.note} title={note}>
          {note}
        </span>
      )}
      <span className={styles.dim}>{t('saved.keeps')}</span>
      <Button size="small" icon={<ReloadOutlined />} onClick={onAgain} data-action="run-again">
        {t('saved.again')}
      </Button>
    </aside>
  );
}
