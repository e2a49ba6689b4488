// What was found, row by row; only the rows in sight are in the page. The marked one is the Tab key's stop.

import { passedByCoreMs } from '@brightwall/protocol/passage';
import type { FoundPassage } from '@brightwall/protocol/search';
import { Button } from 'antd';
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { mostFound, searching, useSearch } from '../../state/search.ts';
import { windowOf } from '../../ui/in-sight.ts';
import { ConfidenceMark, DirectionMark, percentText } from '../../ui/PassageMarks.tsx';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import { useScale } from '../../ui/theme.ts';
import { useWords } from '../../ui/useWords.ts';
import { openFound } from './open-found.ts';
import styles from './search.module.css';

const rowPx = 42;

export function FoundTable() {
  const { t } = useTranslation();
  const { found, markedId, asked, next, isMore } = useSearch();
  const heightPx = Math.round(rowPx * useScale());
  const listRef = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 1000 });
  const measure = () => {
    const list = listRef.current;
    if (list) setView({ top: list.scrollTop, height: list.clientHeight });
  };
  useLayoutEffect(measure, []);

  const markedAt = found.findIndex(({ passage }) => passage.id === markedId);
  useEffect(() => {
    const list = listRef.current;
    if (!list || markedAt < 0) return;
    const top = markedAt * heightPx;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + heightPx > list.scrollTop + list.clientHeight)
      list.scrollTop = top + heightPx - list.clientHeight;
  }, [markedAt, heightPx]);

  const { first, last } = windowOf(view.top, view.height, heightPx, found.length);
  const isRanked = asked?.tolerant === true;
  return (
    <div className={styles.table}>
      <div className={styles.columns}>
        <span>{t('search.time')}</span>
        <span>{t('search.plate')}</span>
        <span>{isRanked ? t('search.likelihood') : t('search.sure')}</span>
        <span>{t('search.camera')}</span>
        <span>{t('passages.kind')}</span>
      </div>
      <div ref={listRef} className={styles.rows} onScroll={measure} data-rows>
        <div style={{ height: found.length * heightPx }}>
          {found.slice(first, last).map((one, offset) => (
            <Row
              key={one.passage.id}
              found={one}
              topPx={(first + offset) * heightPx}
              isMarked={one.passage.id === markedId}
              isRanked={isRanked}
            />
          ))}
        </div>
        {next && (
          <footer className={styles.more}>
            {found.length < mostFound ? (
              <Button onClick={() => void searching.more()} loading={isMore} data-action="more">
                {t('search.more')}
              </Button>
            ) : (
              t('search.tooMany', { count: mostFound })
            )}
          </footer>
        )}
      </div>
    </div>
  );
}

interface RowProps {
  found: FoundPassage;
  topPx: number;
  isMarked: boolean;
  isRanked: boolean;
}

const Row = memo(function Row({ found: { passage, likelihood }, topPx, isMarked, isRanked }: RowProps) {
  const { t } = useTranslation();
  const words = useWords();
  const name = useCameras(state => state.cameras.get(passage.cameraId)?.name) ?? passage.cameraId;
  const { reading, colour, kind } = passage;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.row}
      style={{ transform: `translateY(${topPx}px)` }}
      aria-pressed={isMarked}
      onClick={() => searching.mark(passage.id)}
      onDoubleClick={() => openFound(passage)}
      data-found-passage={passage.id}
      data-found-camera={passage.cameraId}
    >
      <time>{words.dayTime(passedByCoreMs(passage))}</time>
      <PlateBadge text={reading?.text ?? null} colour={colour} rem={1.125} />
      <span>
        {isRanked
          ? percentText(likelihood)
          : reading?.confidence != null && <ConfidenceMark confidence={reading.confidence} />}
      </span>
      <span className={styles.camera} title={name}>
        <DirectionMark direction={passage.direction} />
        {name}
      </span>
      <span className={styles.dim}>{t(`passages.kinds.${kind}`)}</span>
    </button>
  );
});
