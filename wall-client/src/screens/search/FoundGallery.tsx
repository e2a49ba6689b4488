// What was found as pictures: vehicle, plate and number. The browser itself leaves out what is not in sight.
import { passedByCoreMs } from '@brightwall/protocol/passage';
import type { FoundPassage } from '@brightwall/protocol/search';
import { memo, useDeferredValue, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { searching, useSearch } from '../../state/search.ts';
import { PassagePicture } from '../../ui/PassagePicture.tsx';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import { useWords } from '../../ui/useWords.ts';
import { openFound } from './open-found.ts';
import styles from './search.module.css';

export function FoundGallery() {
  const { t } = useTranslation();
  const { found: newest, markedId } = useSearch();
  // A hundred cards come after the rows, not with them.
  const found = useDeferredValue(newest);
  const rootRef = useRef<HTMLElement>(null);
  useEffect(() => {
    if (markedId === null) return;
    rootRef.current?.querySelector(`[data-card="${markedId}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [markedId]);
  return (
    <section ref={rootRef} className={styles.gallery} aria-label={t('search.gallery')}>
      {found.map(one => (
        <Card key={one.passage.id} found={one} isMarked={one.passage.id === markedId} />
      ))}
    </section>
  );
}

const Card = memo(function Card({
  found: { passage },
  isMarked,
}: {
  found: FoundPassage;
  isMarked: boolean;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const { reading, colour } = passage;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.card}
      data-marked={isMarked}
      data-card={passage.id}
      onClick={() => searching.mark(passage.id)}
      onDoubleClick={() => openFound(passage)}
    >
      {passage.pictures ? (
        <>
          <PassagePicture
            className={styles.vehicle}
            hash={passage.pictures.vehicle}
            alt={t('passages.vehicle')}
          />
          <PassagePicture className={styles.crop} hash={passage.pictures.plate} alt={t('passages.plate')} />
        </>
      ) : (
        <span>{t('passages.told', { system: passage.system })}</span>
      )}
      <PlateBadge text={reading?.text ?? null} colour={colour} rem={1.125} />
      <time>{words.dayTime(passedByCoreMs(passage))}</time>
    </button>
  );
});
