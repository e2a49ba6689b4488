// One camera's live picture beside the map, with what there is to know about it.
import { CloseOutlined, EditOutlined, LayoutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlayerState, PlayerStats } from '../../playback/api.ts';
import { LivePicture } from '../../playback/LivePicture.tsx';
import { useCamera } from '../../state/cameras.ts';
import { openScreen } from '../../state/route.ts';
import { wallLayout } from '../../state/wall-layout.ts';
import { useWords } from '../../ui/useWords.ts';
import styles from './panels.module.css';
import { codecText } from './texts.ts';
import { toneColour, toneOf } from './tone.ts';

interface Props {
  cameraId: string;
  onClose: () => void;
  onEdit: () => void;
}

export function FocusCard({ cameraId, onClose, onEdit }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const camera = useCamera(cameraId);
  const [player, setPlayer] = useState<PlayerState>({ kind: 'starting' });
  const [stats, setStats] = useState<PlayerStats | null>(null);
  if (!camera) return null;

  const { kind, detail } = camera.state;
  const todo = words.stateTodo(kind);
  const live = player.kind === 'live' ? stats : null;
  const codec = live?.codec ?? codecText(camera);
  const overlay =
    kind !== 'live' && kind !== 'connecting'
      ? { title: words.stateText(kind), more: todo ?? detail }
      : player.kind === 'failed'
        ? { title: words.errorText(player.code), more: null }
        : null;
  return (
    <section className={styles.focus} aria-label={camera.name} data-focus-camera={cameraId}>
      <header>
        <i className={styles.dot} style={{ background: toneColour[toneOf[kind]] }} />
        <h2 title={camera.name}>{camera.name}</h2>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          onClick={onClose}
          aria-label={t('map3d.close')}
          title={`${t('map3d.close')} (Esc)`}
        />
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
      <dl className={styles.figures}>
        <div>
          <dt style={{ color: toneColour[toneOf[kind]] }}>{words.stateText(kind)}</dt>
          <dd>{words.time(camera.state.sinceMs)}</dd>
        </div>
        <div>
          <dt>{t('map3d.codec')}</dt>
          <dd>
            {codec ?? '—'}
            {live?.widthPx ? ` ${live.widthPx}×${live.heightPx}` : ''}
          </dd>
        </div>
        <div>
          <dt>{t('map3d.latency')}</dt>
          <dd>{live?.latencyMs == null ? '—' : `${Math.round(live.latencyMs)} ms`}</dd>
        </div>
      </dl>
      <footer>
        <Button
          icon={<LayoutOutlined />}
          onClick={() => {
            wallLayout.putFirstFree(cameraId);
            openScreen('wall');
          }}
        >
          {t('map3d.openOnWall')}
        </Button>
        <Button icon={<EditOutlined />} onClick={onEdit}>
          {t('map3d.edit')}
        </Button>
      </footer>
    </section>
  );
}
