import { UpOutlined } from '@ant-design/icons';
import { type Passage, passedByCoreMs } from '@brightwall/protocol/passage';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { passageView } from '../../state/passage-view.ts';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import { useWords } from '../../ui/useWords.ts';
import styles from './strip.module.css';

/** One line: the newest number and the way back. */
export function FoldedStrip({ newest, rate }: { newest: Passage | undefined; rate: number }) {
  const { t } = useTranslation();
  const words = useWords();
  const name = useCameras(state => newest && state.cameras.get(newest.cameraId)?.name);
  return (
    <button
      type="button"
      className={styles.folded}
      title={t('passages.unfold')}
      onClick={() => passageView.setFolded(false)}
      data-passage-strip="folded"
      data-action="unfold-passages"
    >
      <UpOutlined />
      <span className={styles.title}>{t('passages.title')}</span>
      <span className={styles.rate}>{t('passages.rate', { rate })}</span>
      {newest && (
        <>
          <PlateBadge text={newest.reading?.text ?? null} colour={newest.colour} rem={1.0625} />
          <span className={styles.foldedMore}>
            {words.clock(passedByCoreMs(newest))} {name}
          </span>
        </>
      )}
    </button>
  );
}
