// The relay beside the map: its cameras in order with the one being passed, or the roads a followed vehicle may
// take next; the operator steps.
import { CloseOutlined, LayoutOutlined, StepBackwardOutlined, StepForwardOutlined } from '@ant-design/icons';
import type { Camera } from '@brightwall/protocol/camera';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CameraRows, type Row } from '../panel/CameraRows.tsx';
import panels from '../panel/panels.module.css';
import { Metres } from '../select/DrawHint.tsx';
import { metresText } from '../select/extent.ts';
import styles from '../select/select.module.css';
import { select, useSelect } from '../select/select-store.ts';
import { NextRoads } from './NextRoads.tsx';
import { relayControl } from './relay-store.ts';
import { idsOf, type RelayView, stepOf } from './relay-view.ts';

interface Props {
  view: RelayView;
  cameras: ReadonlyMap<string, Camera>;
  onStep: (by: 1 | -1) => void;
  onHover: (cameraId: string | null) => void;
  onWall: () => void;
}

export function RelayPanel({ view, cameras, onStep, onHover, onWall }: Props) {
  const { t } = useTranslation();
  const bufferM = useSelect(state => state.bufferM);
  const rows = useMemo(() => rowsOf(view, cameras, sees => t(`mapOps.sees.${sees}`)), [view, cameras, t]);
  const isWay = view.kind === 'way';
  return (
    <aside
      className={panels.panel}
      aria-label={t('mapOps.tool.relay')}
      data-relay={view.kind}
      data-stops={idsOf(view).join(' ')}
      data-current={view.current ?? ''}
    >
      <header>
        <h2>
          {isWay ? t('mapOps.tool.relay') : t('mapOps.follow')}
          {isWay && view.stops.length > 0 && ` · ${view.at + 1}/${view.stops.length}`}
        </h2>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          onClick={relayControl.end}
          aria-label={t('map3d.close')}
          title={`${t('map3d.close')} (Esc)`}
        />
      </header>
      {isWay && (
        <div className={styles.facts}>
          <Metres label={t('mapOps.buffer')} value={bufferM} onChange={select.setBuffer} />
        </div>
      )}
      <CameraRows
        rows={rows}
        chosenId={view.current}
        nothing={t('mapOps.noneBeside')}
        onHover={onHover}
        onOpen={cameraId => isWay && relayControl.goTo(cameraId)}
        draggable={false}
      />
      {!isWay && <NextRoads options={view.options} cameras={cameras} onHover={onHover} />}
      <footer className={styles.actions}>
        <Button
          icon={<StepBackwardOutlined />}
          disabled={stepOf(view, -1) === null}
          onClick={() => onStep(-1)}
          title="Page Up"
        >
          {t('mapOps.previous')}
        </Button>
        <Button
          type="primary"
          icon={<StepForwardOutlined />}
          disabled={stepOf(view, 1) === null}
          onClick={() => onStep(1)}
          title="Page Down"
        >
          {t('mapOps.next')}
        </Button>
        <Button
          icon={<LayoutOutlined />}
          disabled={rows.length === 0}
          onClick={onWall}
          aria-label={t('mapOps.wallAll')}
          title={`${t('mapOps.wallAll')} (Shift+W)`}
          className={styles.narrow}
        />
      </footer>
      <p className={panels.hint}>{t('mapOps.relayHint')}</p>
    </aside>
  );
}

function rowsOf(
  view: RelayView,
  cameras: ReadonlyMap<string, Camera>,
  seesText: (sees: 'front' | 'tail' | 'side' | 'unknown') => string,
): Row[] {
  const row = (id: string, note?: string): Row[] => {
    const camera = cameras.get(id);
    return camera ? [{ camera, ...(note !== undefined && { note }) }] : [];
  };
  if (view.kind === 'follow') return view.trail.flatMap(id => row(id));
  return view.stops.flatMap(({ cameraId, alongM, sees }) =>
    row(cameraId, `${metresText(alongM)} · ${seesText(sees)}`),
  );
}
