// The cameras that were marked, as a list: in the order of the way, or the nearest to the middle first. All of it
// can be played beside the map or put on the wall.
import { CloseOutlined, LayoutOutlined, PlayCircleOutlined, SearchOutlined } from '@ant-design/icons';
import type { Camera } from '@brightwall/protocol/camera';
import { maxCamerasAsked } from '@brightwall/protocol/search';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { mostWindows, useMapWindows } from '../../../state/map-windows.ts';
import { openScreen } from '../../../state/route.ts';
import { searching } from '../../../state/search.ts';
import { slotCount } from '../../../state/wall-layout.ts';
import { ofCameras } from '../../../state/where.ts';
import type { LocalFrame } from '../geo.ts';
import { CameraRows, type Row } from '../panel/CameraRows.tsx';
import panels from '../panel/panels.module.css';
import { ToneLegend } from '../panel/ToneLegend.tsx';
import { Metres } from './DrawHint.tsx';
import { extentText, metresText } from './extent.ts';
import styles from './select.module.css';
import { select, useSelect } from './select-store.ts';
import type { Selected, Selection } from './selection.ts';

interface Props {
  selection: Selection;
  selected: readonly Selected[];
  cameras: ReadonlyMap<string, Camera>;
  frame: LocalFrame;
  onHover: (cameraId: string | null) => void;
  onOpen: (cameraId: string) => void;
  onPlay: () => void;
  onWall: () => void;
}

export function ChosenPanel(props: Props) {
  const { selection, selected, cameras, frame, onHover, onOpen, onPlay, onWall } = props;
  const { t } = useTranslation();
  const current = useMapWindows(state => state.current);
  const { radiusM, bufferM } = useSelect();
  const rows = useMemo(
    () =>
      selected.flatMap(({ id, distanceM, alongM }): Row[] => {
        const camera = cameras.get(id);
        return camera ? [{ camera, note: metresText(alongM ?? distanceM) }] : [];
      }),
    [selected, cameras],
  );
  const extent = useMemo(() => extentText(selection, frame), [selection, frame]);
  const none = rows.length === 0;
  return (
    <aside
      className={panels.panel}
      aria-label={t('mapOps.chosen')}
      data-selection={selection.kind}
      data-selected={selected.map(({ id }) => id).join(' ')}
    >
      <header>
        <h2>
          {t(`mapOps.tool.${selection.kind}`)} · {t('mapOps.count', { count: rows.length })}
        </h2>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          onClick={select.clear}
          aria-label={t('map3d.close')}
          title={`${t('map3d.close')} (Esc)`}
        />
      </header>
      <ToneLegend cameras={rows.map(({ camera }) => camera)} />
      <div className={styles.facts}>
        <span>{t(`mapOps.${extent.kind}`, { text: extent.text })}</span>
        {selection.kind === 'circle' && (
          <Metres label={t('mapOps.radius')} value={radiusM} onChange={select.setRadius} />
        )}
        {selection.kind === 'route' && (
          <Metres label={t('mapOps.buffer')} value={bufferM} onChange={select.setBuffer} />
        )}
      </div>
      <CameraRows
        rows={rows}
        chosenId={current}
        nothing={t('mapOps.noneMarked')}
        onHover={onHover}
        onOpen={onOpen}
        draggable={false}
      />
      <footer className={styles.actions}>
        <Button type="primary" icon={<PlayCircleOutlined />} disabled={none} onClick={onPlay} title="A">
          {rows.length > mostWindows ? t('mapOps.playFirst', { count: mostWindows }) : t('mapOps.playAll')}
        </Button>
        <Button icon={<LayoutOutlined />} disabled={none} onClick={onWall} title="Shift+W">
          {rows.length > slotCount ? t('mapOps.wallFirst', { count: slotCount }) : t('mapOps.wallAll')}
        </Button>
        <Button
          icon={<SearchOutlined />}
          disabled={none}
          onClick={() => {
            const ids = rows.slice(0, maxCamerasAsked).map(({ camera }) => camera.id);
            searching.change({ where: ofCameras(ids) });
            openScreen('search');
          }}
          aria-label={t('search.ofCameras')}
          title={t('search.ofCameras')}
          className={styles.narrow}
          data-action="search-cameras"
        />
      </footer>
      <p className={panels.hint}>
        {t(selection.kind === 'route' ? 'mapOps.orderRoute' : 'mapOps.orderMiddle')}
      </p>
    </aside>
  );
}
