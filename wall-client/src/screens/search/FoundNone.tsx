// Nothing in the table: not asked yet, on the way, nothing there, or what went wrong; each with what to do next.
import { Button, Result, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { searching, useSearch } from '../../state/search.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './search.module.css';

export function FoundNone() {
  const { t } = useTranslation();
  const words = useWords();
  const status = useSearch(state => state.status);
  const tolerant = useSearch(state => state.form.tolerant);
  const text = useSearch(state => state.form.text);
  switch (status.kind) {
    case 'idle':
      return (
        <div className={styles.none}>
          <h3>{t('search.idle')}</h3>
          <ul>
            <li>{t('search.idleWhole')}</li>
            <li>{t('search.idleWild')}</li>
            <li>{t('search.idleSeveral')}</li>
            <li>{t('search.idleNone')}</li>
          </ul>
        </div>
      );
    case 'searching':
      return (
        <div className={styles.none}>
          <Skeleton active paragraph={{ rows: 8 }} title={false} />
        </div>
      );
    case 'failed': {
      const detail = /^plate: (.*)$/u.exec(status.error.detail ?? '')?.[1];
      return (
        <Result
          status="warning"
          title={detail ? t('search.noPlate', { plate: detail }) : words.errorText(status.error)}
          subTitle={detail ? t('search.noPlateTodo') : t('search.failedTodo')}
          extra={
            <Button onClick={() => void searching.run(Date.now())} data-action="again">
              {t('search.again')}
            </Button>
          }
        />
      );
    }
    case 'found':
      return (
        <Result
          status="info"
          title={t('search.nothing')}
          subTitle={t('search.nothingTodo')}
          extra={
            !tolerant &&
            text && (
              <Button
                onClick={() => {
                  searching.change({ tolerant: true });
                  void searching.run(Date.now());
                }}
              >
                {t('search.tryTolerant')}
              </Button>
            )
          }
        />
      );
  }
}
