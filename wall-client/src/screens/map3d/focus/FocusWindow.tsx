// One camera's live picture beside the map: its main stream, its state, and what can be done with the window.
import { CloseOutlined, ExpandOutlined, LayoutOutlined, ShrinkOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlayerState, PlayerStats } from '../../../playback/api.ts';
import { LivePicture } from '../../../playback/LivePicture.tsx';
import { useCamera } from '../../../state/cameras.ts';
import { mapWindows } from '../../../state/map-windows.ts';
import { useWords } from '../../../ui/useWords.ts';
import { toneColour, toneOf } from '../cameras/tone.ts';
import { dragType } from '../panel/CameraRows.tsx';
import { codecText } from '../panel/texts.ts';
import styles from './focus.module.css';

interface Props {
  cameraId: string;
  /** From 1; the digit that chooses it. */
  number: number;
  isCurrent: boolean;
  isLarge: boolean;
  onWall: () => void;
  onDrag: (on: boolean) => void;
}

export function FocusWindow({ cameraId, number, isCurrent, isLarge, onWall, onDrag }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const camera = useCamera(cameraId);
  const [player, setPlayer] = useState<PlayerState>({ kind: 'starting' });
  const [stats, setStats] = useState<PlayerStats | null>(null);
  if (!camera) return null;

  const { kind, detail } = camera.state;
  const live = player.kind === 'live' ? stats : null;
  const codec = live?.codec ?? codecText(camera);
  const overlay =
    kind !== 'live' && kind !== 'connecting'
      ? { title: words.stateText(kind), more: words.stateTodo(kind) ?? detail }
      : player.kind === 'failed'
        ? { title: words.errorText(player.code), more: null }
        : null;
  const button = (icon: React.ReactNode, label: string, key: string, act: () => void) => (
    <Button
      type="text"
      size="small"
      icon={icon}
      onClick={act}
      aria-label={label}
      title={`${label} (${key})`}
    />
  );
  return (
    <section
      className={styles.window}
      aria-label={`${number} ${camera.name}`}
      aria-current={isCurrent}
      // Keys act on the window that has the focus.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      data-focus-camera={cameraId}
      data-large={isLarge}
      onFocus={() => mapWindows.choose(cameraId)}
      onPointerDown={() => mapWindows.choose(cameraId)}
      onDoubleClick={() => mapWindows.toggleLarge(cameraId)}
      draggable={!isLarge}
      onDragStart={event => {
        event.dataTransfer.setData(dragType, cameraId);
        event.dataTransfer.effectAllowed = 'copyMove';
        onDrag(true);
      }}
      onDragEnd={() => onDrag(false)}
    >
      <header>
        <kbd>{number}</kbd>
        <i className={styles.dot} style={{ background: toneColour[toneOf[kind]] }} />
        <h3 title={camera.name}>{camera.name}</h3>
        {button(<LayoutOutlined />, t('map3d.toWall'), 'W', onWall)}
        {button(
          isLarge ? <ShrinkOutlined /> : <ExpandOutlined />,
          t(isLarge ? 'map3d.shrink' : 'map3d.enlarge'),
          'F',
          () => mapWindows.toggleLarge(cameraId),
        )}
        {button(<CloseOutlined />, t('map3d.close'), 'Delete', () => mapWindows.close(cameraId))}
      </header>
      <div className={styles.picture}>
        <LivePicture cameraId={cameraId} onState={setPlayer} onStats={setStats} />
        {overlay && (
          <div className={styles.overlay} role="status">
            <strong>{overlay.title}</strong>
            {overlay.more && <span>{overlay.more}</span>}
          </div>
        )}
      </div>
      <p className={styles.figures}>
        <span style={{ color: toneColour[toneOf[kind]] }}>{words.stateText(kind)}</span>
        <span>
          {codec ?? '—'}
          {live?.widthPx ? ` ${live.widthPx}×${live.heightPx}` : ''}
        </span>
        <span>{live?.latencyMs == null ? '' : `${Math.round(live.latencyMs)} ms`}</span>
      </p>
    </section>
  );
}
