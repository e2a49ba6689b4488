import { DisconnectOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../state/connection.ts';
import { useWords } from '../ui/useWords.ts';
import styles from './ConnectionBanner.module.css';

/** Stands over everything while the core does not hear us; goes by itself. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const words = useWords();
  const connection = useConnection(state => state.connection);
  if (connection.kind !== 'lost') return null;
  return (
    <div className={styles.banner} role="alert" data-connection="lost">
      <DisconnectOutlined className={styles.icon} />
      <strong>{t('connection.lost')}</strong>
      <span className={styles.since}>
        {t('connection.lostSince', { time: words.time(connection.sinceMs) })}
      </span>
      <span className={styles.todo}>{t('connection.lostTodo')}</span>
    </div>
  );
}
