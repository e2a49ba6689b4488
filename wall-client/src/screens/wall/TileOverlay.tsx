// What stands over a picture that is not live: what is wrong, since when, and what to do. Never a bare spinner.
import {
  DeleteOutlined,
  ExclamationCircleFilled,
  PauseCircleOutlined,
  ReloadOutlined,
} from '@ant-design/icons';
import type { Camera } from '@brightwall/protocol/camera';
import type { ErrorCode } from '@brightwall/protocol/errors';
import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlayerState } from '../../playback/api.ts';
import { StateMark } from '../../ui/StateMark.tsx';
import { useWords } from '../../ui/useWords.ts';
import styles from './TileOverlay.module.css';

interface TileOverlayProps {
  camera: Camera;
  state: PlayerState;
  onRetry: () => void;
}

export function TileOverlay({ camera, state, onRetry }: TileOverlayProps) {
  const { t } = useTranslation();
  const words = useWords();
  switch (state.kind) {
    case 'live':
    case 'closed':
      return null;
    case 'starting':
      // A try after a failure leaves the words where they are: nothing blinks while a fault lasts.
      return state.after ? (
        <Failure code={state.after}>
          <div className={styles.small}>{t('tile.retrying')}</div>
        </Failure>
      ) : null;
    case 'paused':
      return (
        <Panel
          title={
            <>
              <PauseCircleOutlined /> {t('tile.pausedShort')}
            </>
          }
          todo={t('tile.paused')}
        />
      );
    case 'waiting': {
      const { kind, sinceMs, detail } = camera.state;
      return (
        <Panel
          title={<StateMark kind={state.state} />}
          todo={words.stateTodo(state.state)}
          detail={kind === state.state ? detail : undefined}
          since={t('tile.since', { time: words.time(sinceMs) })}
        />
      );
    }
    case 'failed':
      return (
        <Failure code={state.code}>
          <Retry atMs={state.retryAtMs} onRetry={onRetry} />
        </Failure>
      );
  }
}

function Failure({ code, children }: { code: ErrorCode; children: ReactNode }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Panel
      title={
        <span className={styles.failed}>
          <ExclamationCircleFilled /> {t('tile.failed')}
        </span>
      }
      todo={words.errorText(code)}
    >
      {children}
    </Panel>
  );
}

interface PanelProps {
  title: ReactNode;
  todo: string | null;
  detail?: string | undefined;
  since?: string;
  children?: ReactNode;
}

function Panel({ title, todo, detail, since, children }: PanelProps) {
  return (
    <div className={styles.panel} role="status" data-overlay>
      <div className={styles.title}>{title}</div>
      {todo && <div className={styles.todo}>{todo}</div>}
      {since && <div className={styles.small}>{since}</div>}
      {detail && (
        <div className={styles.detail} title={detail}>
          {detail}
        </div>
      )}
      {children}
    </div>
  );
}

function Retry({ atMs, onRetry }: { atMs: number; onRetry: () => void }) {
  const { t } = useTranslation();
  const [seconds, setSeconds] = useState(() => secondsUntil(atMs));
  useEffect(() => {
    setSeconds(secondsUntil(atMs));
    const timer = setInterval(() => setSeconds(secondsUntil(atMs)), 500);
    return () => clearInterval(timer);
  }, [atMs]);
  return (
    <>
      <div className={styles.small}>{seconds > 0 ? t('tile.retryIn', { seconds }) : t('tile.retrying')}</div>
      <Button size="small" icon={<ReloadOutlined />} onClick={onRetry}>
        {t('tile.retryNow')}
      </Button>
    </>
  );
}

const secondsUntil = (atMs: number) => Math.max(0, Math.ceil((atMs - Date.now()) / 1000));

export function EmptyTile({ number }: { number: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.empty} data-empty-tile>
      <span className={styles.number}>{number}</span>
      <span className={styles.emptyHint}>{t('tile.emptyHint')}</span>
      <span className={styles.emptyMore}>{t('tile.emptyHintKeys')}</span>
    </div>
  );
}

export function GoneTile({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.gone}>
      <Panel title={t('tile.gone')} todo={t('tile.goneTodo')}>
        <Button size="small" icon={<DeleteOutlined />} onClick={onClear}>
          {t('tile.remove')}
        </Button>
      </Panel>
    </div>
  );
}
