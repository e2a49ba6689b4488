import { Alert, Button, Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { watch } from '../../state/watch.ts';
import { useWords } from '../../ui/useWords.ts';
import { AlertRow } from './AlertRow.tsx';
import styles from './alerts.module.css';
import type { DoneAlertsState } from './useDoneAlerts.ts';

export function DoneAlerts({ done, chosenId }: { done: DoneAlertsState; chosenId: string | null }) {
  const { t } = useTranslation();
  const words = useWords();
  if (done.error) return <Alert type="error" title={words.errorText(done.error)} />;
  if (done.alerts.length === 0)
    return (
      <Empty className={styles.empty} image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('watch.noDone')} />
    );
  return (
    <>
      {done.alerts.map(alert => (
        <AlertRow key={alert.id} alert={alert} isChosen={alert.id === chosenId} onChoose={watch.choose} />
      ))}
      {done.more && (
        <Button type="text" block onClick={done.more}>
          {t('watch.more')}
        </Button>
      )}
    </>
  );
}
