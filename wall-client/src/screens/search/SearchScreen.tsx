// 过车查询: one box and its terms above; what was found as a table, as pictures and on the map side by side.
//
// For tests the root carries data-search (idle | searching | found | failed), data-found, data-count, data-first-ms;
// every row data-found-passage.
import type { InputRef } from 'antd';
import { type ReactNode, useDeferredValue, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureSearch } from '../../state/picture-search.ts';
import { saving } from '../../state/saved.ts';
import { useSearch } from '../../state/search.ts';
import { trackToSave } from '../../state/track-to-save.ts';
import { SnapshotBanner } from '../../ui/SnapshotBanner.tsx';
import { TrackBar } from '../../ui/track/TrackBar.tsx';
import { useSavedKeys } from '../../ui/useSavedKeys.ts';
import { FoundGallery } from './FoundGallery.tsx';
import { FoundHead } from './FoundHead.tsx';
import { FoundNone } from './FoundNone.tsx';
import { FoundTable } from './FoundTable.tsx';
import { OnMapButton } from './OnMapButton.tsx';
import { pictureTypes } from './PictureButton.tsx';
import { SearchBar } from './SearchBar.tsx';
import styles from './search.module.css';
import { foundToSave, runAgain } from './to-save.ts';
import { useSearchKeys } from './useSearchKeys.ts';

/** `map`: shows what was found; the map is a screen of its own, and given by the page. */
export function SearchScreen({ map }: { map: ReactNode }) {
  const { t } = useTranslation();
  const { status, found, count, snapshot } = useSearch();
  const boxRef = useRef<InputRef>(null);
  useSavedKeys(() => saving.ask(trackToSave() ?? foundToSave()));
  useSearchKeys({ toBox: () => boxRef.current?.focus({ cursor: 'all' }) });
  const some = found.length > 0;
  // Room for the pictures is made when the rows are there, because the map is then drawn anew.
  const hasGallery = useDeferredValue(some);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; a button beside the box does the same
    <div
      className={styles.screen}
      onDragOver={event => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={event => {
        const file = [...event.dataTransfer.files].find(({ type }) => pictureTypes.includes(type));
        if (!file) return;
        event.preventDefault();
        void pictureSearch.take(file, Date.now());
      }}
      data-search={status.kind}
      data-found={found.length}
      data-count={count?.passages ?? ''}
      data-first-ms={status.kind === 'found' && status.firstMs !== null ? Math.round(status.firstMs) : ''}
    >
      <SearchBar boxRef={boxRef} />
      {snapshot && <SnapshotBanner saved={snapshot} onAgain={() => void runAgain()} />}
      <div className={styles.results} data-some={hasGallery} aria-busy={status.kind === 'searching'}>
        <section className={styles.list} aria-label={t('search.found')}>
          <FoundHead />
          {some ? <FoundTable /> : <FoundNone />}
        </section>
        {hasGallery && <FoundGallery />}
        <div className={styles.map}>
          {map}
          <TrackBar hasKeys more={<OnMapButton />} />
        </div>
      </div>
    </div>
  );
}
