import { NodeIndexOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearch } from '../../state/search.ts';
import { followMarked, useTrack } from '../../state/track.ts';
import { SaveButton } from '../../ui/SaveButton.tsx';
import { useWords } from '../../ui/useWords.ts';
import styles from './search.module.css';
import { foundToSave } from './to-save.ts';

/** How many there are, and how fast the first were here. */
export function FoundHead() {
  const { t } = useTranslation();
  const words = useWords();
  const { status, found, count, markedId } = useSearch();
  const isFollowing = useTrack(state => state.status.kind === 'following');
  const marked = found.find(({ passage }) => passage.id === markedId)?.passage;
  const number = (n: number) => n.toLocaleString(words.locale);
  return (
    <header className={styles.head}>
      <h2>
        {count
          ? t(count.atLeast ? 'search.atLeast' : 'search.count', { count: number(count.passages) })
          : found.length > 0 && status.kind === 'found'
            ? t('search.counting', { count: number(found.length) })
            : t('search.found')}
      </h2>
      {status.kind === 'found' && status.firstMs !== null && (
        <span className={styles.dim}>{t('search.first', { ms: Math.round(status.firstMs) })}</span>
      )}
      <SaveButton className={styles.right ?? ''} what={foundToSave()} />
      <Button
        icon={<NodeIndexOutlined />}
        disabled={!marked?.reading}
        loading={isFollowing}
        onClick={() => marked && void followMarked()}
        title={`${t('track.follow')} (T)`}
        data-action="track"
      >
        {t('track.follow')}
      </Button>
    </header>
  );
}
