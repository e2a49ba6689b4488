// Sites and cameras on the left: search, faults only, counts, and a list that draws only what is in sight.
import { RadarChartOutlined, SearchOutlined, WarningOutlined } from '@ant-design/icons';
import { Button, Input, type InputRef, Tooltip } from 'antd';
import { type KeyboardEvent, type RefObject, useDeferredValue, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { wallLayout } from '../../state/wall-layout.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './CameraTree.module.css';
import { TreeList } from './TreeList.tsx';
import { CameraOrder, type TreeRow, treeRows } from './tree-rows.ts';
import { useDiscover } from './useDiscover.ts';

interface CameraTreeProps {
  searchRef: RefObject<InputRef | null>;
  onDetails: (cameraId: string) => void;
}

export function CameraTree({ searchRef, onDetails }: CameraTreeProps) {
  const { t } = useTranslation();
  const { zh } = useWords();
  const sites = useCameras(state => state.sites);
  const loaded = useCameras(state => state.loaded);
  // News of thousands of cameras may wait a moment for the keys and the pointer.
  const cameras = useDeferredValue(useCameras(state => state.cameras));
  const [text, setText] = useState('');
  const [onlyFaulty, setOnlyFaulty] = useState(false);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const order = useRef(new CameraOrder());
  const listRef = useRef<HTMLDivElement>(null);
  const { discovering, discover } = useDiscover();
  const otherSite = t('wall.otherSite');
  const search = useDeferredValue(text);

  const rows = useMemo(
    () =>
      treeRows(sites, cameras, order.current.of(cameras), {
        text: search,
        onlyFaulty,
        folded,
        zh,
        otherSite,
      }),
    [sites, cameras, search, onlyFaulty, folded, zh, otherSite],
  );
  const counts = useMemo(() => {
    let online = 0;
    for (const camera of cameras.values()) if (camera.state.kind === 'live') online += 1;
    return { online, total: cameras.size };
  }, [cameras]);

  function toggle(siteId: string, open: boolean) {
    const next = new Set(folded);
    if (open) next.delete(siteId);
    else next.add(siteId);
    setFolded(next);
  }

  function onSearchKey(event: KeyboardEvent) {
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      listRef.current?.focus();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (text) setText('');
      else searchRef.current?.blur();
    } else if (event.key === 'Enter') {
      const hit = rows.find((row): row is TreeRow & { kind: 'camera' } => row.kind === 'camera');
      if (text && hit) wallLayout.putFirstFree(hit.camera.id);
    }
  }

  return (
    <aside className={styles.panel} aria-label={t('wall.cameras')}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t('wall.cameras')}</h2>
        <span className={styles.counts} data-counts>
          {loaded ? t('wall.onlineOf', counts) : ''}
        </span>
        <Tooltip title={t('wall.onlyFaulty')}>
          <Button
            type={onlyFaulty ? 'primary' : 'text'}
            size="small"
            icon={<WarningOutlined />}
            aria-label={t('wall.onlyFaulty')}
            aria-pressed={onlyFaulty}
            onClick={() => setOnlyFaulty(!onlyFaulty)}
          />
        </Tooltip>
        <Tooltip title={t('wall.discover')}>
          <Button
            type="text"
            size="small"
            icon={<RadarChartOutlined />}
            aria-label={t('wall.discover')}
            loading={discovering}
            onClick={discover}
          />
        </Tooltip>
      </div>
      <Input
        ref={searchRef}
        className={styles.search}
        prefix={<SearchOutlined />}
        suffix={text ? undefined : <kbd>/</kbd>}
        placeholder={t('wall.search')}
        aria-label={t('wall.search')}
        value={text}
        allowClear
        maxLength={120}
        onChange={event => setText(event.target.value)}
        onKeyDown={onSearchKey}
      />
      {rows.length === 0 && loaded && cameras.size > 0 ? (
        <p className={styles.none}>{text ? t('wall.searchNone', { text }) : t('wall.noFaults')}</p>
      ) : (
        <TreeList
          rows={rows}
          listRef={listRef}
          onToggle={toggle}
          onOpen={id => wallLayout.putFirstFree(id)}
          onDetails={onDetails}
        />
      )}
      <p className={styles.hint}>{t('wall.treeHint')}</p>
    </aside>
  );
}
