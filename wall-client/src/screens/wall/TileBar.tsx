// The line under a picture: name, state, codec, frames, delay. Under it and not over it: cameras burn their
// own texts into the corners.
import {
  ExclamationCircleFilled,
  PauseCircleOutlined,
  SyncOutlined,
  VideoCameraFilled,
} from '@ant-design/icons';
import type { Camera } from '@brightwall/protocol/camera';
import { useTranslation } from 'react-i18next';
import type { MediaPath, PlayerState, PlayerStats } from '../../playback/api.ts';
import { StateMark, ToneMark } from '../../ui/StateMark.tsx';
import styles from './TileBar.module.css';

const pathNames: Record<MediaPath, string> = {
  'webrtc-udp': 'WebRTC/UDP',
  'webrtc-tcp': 'WebRTC/TCP',
  hls: 'HLS',
};

interface TileBarProps {
  camera: Camera | undefined;
  state: PlayerState;
  stats: PlayerStats | null;
}

export function TileBar({ camera, state, stats }: TileBarProps) {
  return (
    <div className={styles.bar}>
      <span className={styles.name} title={camera?.name}>
        {camera?.name ?? '…'}
      </span>
      <span className={styles.state}>
        <StateOf state={state} still={stats !== null && stats.fps < stillBelowFps} />
      </span>
      {state.kind === 'live' && stats && <Figures stats={stats} />}
    </div>
  );
}

/** Fewer frames than this in a second are no moving picture, and nobody may take it for one. */
const stillBelowFps = 0.5;

function StateOf({ state, still }: { state: PlayerState; still: boolean }) {
  const { t } = useTranslation();
  switch (state.kind) {
    case 'live':
      if (still) return <StateMark kind="stalled" />;
      return <ToneMark tone="live" icon={<VideoCameraFilled />} text={t('tile.live')} />;
    case 'starting':
      if (state.after)
        return <ToneMark tone="warn" icon={<ExclamationCircleFilled />} text={t('tile.failed')} />;
      return <ToneMark tone="wait" icon={<SyncOutlined />} text={t('tile.starting')} />;
    case 'waiting':
      return <StateMark kind={state.state} />;
    case 'failed':
      return <ToneMark tone="warn" icon={<ExclamationCircleFilled />} text={t('tile.failed')} />;
    case 'paused':
    case 'closed':
      return <ToneMark tone="wait" icon={<PauseCircleOutlined />} text={t('tile.pausedShort')} />;
  }
}

function Figures({ stats }: { stats: PlayerStats }) {
  const { t } = useTranslation();
  const { latencyMs, widthPx, heightPx } = stats;
  return (
    <span className={styles.figures}>
      {stats.transcoded && (
        <span className={styles.mark} title={t('tile.transcodedHint')}>
          {t('tile.transcoded')}
        </span>
      )}
      <span className={styles.more}>{pathNames[stats.path]}</span>
      {widthPx && heightPx && (
        <span className={styles.more}>
          {widthPx}×{heightPx}
        </span>
      )}
      <span className={styles.lesser} title={t(stats.profile === 'main' ? 'tile.main' : 'tile.sub')}>
        {stats.codec ?? '–'}
      </span>
      <span>{t('tile.fps', { fps: Math.round(stats.fps) })}</span>
      <span title={latencyMs === null ? t('tile.latencyUnknown') : t('tile.latency', { ms: latencyMs })}>
        {latencyMs === null ? '– ms' : formatDelay(latencyMs)}
      </span>
    </span>
  );
}

/** Under ten seconds in ms, which is what is compared; beyond that the exact ms say nothing. */
function formatDelay(ms: number): string {
  return ms < 10_000 ? `${ms} ms` : `${Math.round(ms / 1000)} s`;
}
