// The photograph that was dropped in, with its plates to choose from.
//
// For tests: data-picture-search (reading | read | failed), data-picture-plate on each.
import { CloseOutlined } from '@ant-design/icons';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { pictureSearch, usePictureSearch } from '../../state/picture-search.ts';
import { ConfidenceMark } from '../../ui/PassageMarks.tsx';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import { useWords } from '../../ui/useWords.ts';
import styles from './search.module.css';

export function PictureRow() {
  const { t } = useTranslation();
  const words = useWords();
  const search = usePictureSearch(state => state.search);
  if (search.kind === 'none') return null;
  return (
    <div className={styles.picture} data-picture-search={search.kind}>
      <figure>
        <img src={search.url} alt={t('search.picture')} />
        {search.kind === 'read' && (
          <svg viewBox="0 0 1 1" preserveAspectRatio="none">
            <title>{t('search.picture')}</title>
            {search.plates.plates.map(({ reading, corners }) => (
              <polygon key={reading.text} points={corners.map(([x, y]) => `${x},${y}`).join(' ')} />
            ))}
          </svg>
        )}
      </figure>
      {search.kind === 'reading' && <Spin />}
      {search.kind === 'failed' && (
        <span role="alert">{t('search.pictureFailed', { reason: words.errorText(search.error) })}</span>
      )}
      {search.kind === 'read' && (
        <>
          {search.plates.plates.length === 0 && (
            <span role="alert">
              {t(search.plates.unreadable > 0 ? 'search.pictureUnreadable' : 'search.pictureNoPlate')}
            </span>
          )}
          {search.plates.plates.map(({ reading, colour }) => (
            <Button
              key={reading.text}
              className={styles.choice}
              onClick={() => void pictureSearch.choose(reading.text, Date.now())}
              data-picture-plate={reading.text}
            >
              <PlateBadge text={reading.text} colour={colour} rem={1.25} />
              <ConfidenceMark confidence={reading.confidence} />
            </Button>
          ))}
        </>
      )}
      <Button
        type="text"
        size="small"
        className={styles.right}
        icon={<CloseOutlined />}
        onClick={pictureSearch.close}
        aria-label={t('search.pictureClose')}
      />
    </div>
  );
}
