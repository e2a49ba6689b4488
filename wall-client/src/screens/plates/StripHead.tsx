import { CaretRightOutlined, DownOutlined, PauseOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { passageView } from '../../state/passage-view.ts';
import { useWords } from '../../ui/useWords.ts';
import { PassageFilterBar } from './PassageFilterBar.tsx';
import styles from './strip.module.css';
import { stripLength, useCounts } from './useShownPassages.ts';

interface StripHeadProps {
  rate: number;
  /** There is nothing that could be held. */
  empty: boolean;
  paused: boolean;
  waiting: number;
  onPause: () => void;
}

/** What passed so far, how fast, of which cameras; and the buttons. */
export function StripHead({ rate, empty, paused, waiting, onPause }: StripHeadProps) {
  const { t } = useTranslation();
  const words = useWords();
  const number = new Intl.NumberFormat(words.locale);
  const { passed, unreadable } = useCounts();
  const pause = paused ? t('passages.resume') : t('passages.pause');
  return (
    <div className={styles.head}>
      <div className={styles.headLine}>
        <h2 className={styles.title}>{t('passages.title')}</h2>
        <span className={styles.rate} data-rate={rate}>
          {t('passages.rate', { rate: number.format(rate) })}
        </span>
        <span className={styles.space} />
        {!empty && (
          <Tooltip title={pause}>
            <Button
              type={paused ? 'primary' : 'text'}
              size="small"
              icon={paused ? <CaretRightOutlined /> : <PauseOutlined />}
              aria-label={pause}
              aria-pressed={paused}
              onClick={onPause}
              data-action="pause-passages"
            />
          </Tooltip>
        )}
        <Tooltip title={t('passages.fold')}>
          <Button
            type="text"
            size="small"
            icon={<DownOutlined />}
            aria-label={t('passages.fold')}
            onClick={() => passageView.setFolded(true)}
            data-action="fold-passages"
          />
        </Tooltip>
      </div>
      <p className={styles.counts} role="status">
        <span data-passed={passed}>{t('passages.since', { passed: number.format(passed) })}</span>
        <span data-unreadable={unreadable}>
          {t('passages.unreadableCount', { unreadable: number.format(unreadable) })}
        </span>
        {paused && (
          <strong className={styles.paused}>
            {waiting > 0
              ? t('passages.waiting', { waiting: waiting >= stripLength ? `${stripLength}+` : waiting })
              : t('passages.paused')}
          </strong>
        )}
      </p>
      <PassageFilterBar />
    </div>
  );
}
