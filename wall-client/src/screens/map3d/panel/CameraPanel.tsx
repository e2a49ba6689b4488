// The cameras as a list beside the map: found by name, walked by key, and those without a place apart, ready
// to be dragged onto the map.
import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlacedCamera, UnplacedCamera } from '../placing/placement.ts';
import { CameraRows, type Row } from './CameraRows.tsx';
import styles from './panels.module.css';
import { ToneLegend } from './ToneLegend.tsx';
import { searchCameras } from './texts.ts';
import { useNameOrder } from './useNameOrder.ts';

interface Props {
  placed: readonly PlacedCamera[];
  unplaced: readonly UnplacedCamera[];
  chosenId: string | null;
  /** The map is not to be seen yet. */
  isOpening: boolean;
  onHover: (cameraId: string | null) => void;
  onOpen: (cameraId: string) => void;
  onPlace: (cameraId: string) => void;
}

export function CameraPanel(props: Props) {
  const { placed, unplaced, chosenId, isOpening, onHover, onOpen, onPlace } = props;
  const { t } = useTranslation();
  const [folded, setFolded] = useState(false);
  const [tab, setTab] = useState<'placed' | 'unplaced'>('placed');
  const [text, setText] = useState('');
  const all = useMemo(() => [...placed, ...unplaced].map(({ camera }) => camera), [placed, unplaced]);
  const orders = {
    placed: useNameOrder<Row>(placed, isOpening),
    unplaced: useNameOrder<Row>(unplaced, isOpening),
  };
  const ordered = orders[tab];
  const rows = useMemo(() => searchCameras(ordered, text), [ordered, text]);

  if (folded)
    return (
      <Button
        className={styles.unfold}
        data-folded
        icon={<MenuUnfoldOutlined />}
        onClick={() => setFolded(false)}
        aria-label={t('map3d.showPanel')}
        title={t('map3d.showPanel')}
      />
    );
  const nothing =
    text.trim() !== ''
      ? t('map3d.searchNone', { text: text.trim() })
      : tab === 'placed'
        ? t('map3d.noCameras')
        : t('map3d.noUnplaced');
  return (
    <aside className={styles.panel} aria-label={t('map3d.list')}>
      <header>
        <h2>{t('map3d.cameras')}</h2>
        <Button
          type="text"
          size="small"
          icon={<MenuFoldOutlined />}
          onClick={() => setFolded(true)}
          aria-label={t('map3d.hidePanel')}
          title={t('map3d.hidePanel')}
        />
      </header>
      <ToneLegend cameras={all} />
      <Segmented
        block
        value={tab}
        onChange={setTab}
        options={[
          { value: 'placed', label: `${t('map3d.placed')} ${placed.length}` },
          { value: 'unplaced', label: `${t('map3d.unplaced')} ${unplaced.length}` },
        ]}
      />
      <Input
        allowClear
        value={text}
        onChange={event => setText(event.target.value)}
        placeholder={t('map3d.search')}
        aria-label={t('map3d.search')}
      />
      <CameraRows
        rows={rows}
        chosenId={chosenId}
        nothing={nothing}
        onHover={tab === 'placed' ? onHover : undefined}
        onOpen={tab === 'placed' ? onOpen : onPlace}
        draggable={tab === 'unplaced'}
      />
      <p className={styles.hint}>{tab === 'placed' ? t('map3d.listHint') : t('map3d.unplacedHint')}</p>
    </aside>
  );
}
