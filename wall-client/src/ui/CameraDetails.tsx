// Everything known of a camera, for the person who has to mend or name it. A plain widget: the screen gives
// the camera and saves what was changed.
import type { Camera, CameraPatch, Site, StreamInfo } from '@brightwall/protocol/camera';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './CameraDetails.module.css';
import { CameraForm } from './CameraForm.tsx';
import { StateMark, stateTone } from './StateMark.tsx';
import { useWords } from './useWords.ts';

interface CameraDetailsProps {
  camera: Camera;
  site: Site | undefined;
  /** Rejects with an `AppError`. */
  onSave: (patch: CameraPatch) => Promise<void>;
}

/** WS-Security digests are commonly refused beyond this difference (ONVIF core specification 5.12.2 leaves it to devices). */
const clockWarnMs = 5_000;

export function CameraDetails({ camera, site, onSave }: CameraDetailsProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { state } = camera;
  const todo = words.stateTodo(state.kind);
  const offset = camera.clockOffsetMs;
  const facts: [string, ReactNode][] = [
    [t('details.address'), camera.address],
    [t('details.source'), camera.source === 'onvif' ? t('details.sourceOnvif') : t('details.sourceRtsp')],
    [t('details.manufacturer'), camera.manufacturer],
    [t('details.model'), camera.model],
    [t('details.firmware'), camera.firmware],
    [t('details.serial'), camera.serial],
    [t('details.mac'), camera.mac],
    [t('details.ptz'), camera.ptz ? t('details.yes') : t('details.no')],
    [t('details.clockOffset'), offset === null ? null : <ClockOffset key="clock" ms={offset} />],
    [t('details.site'), site && (words.zh ? site.name : site.nameEn || site.name)],
    [t('details.agent'), camera.agentId],
    [t('details.id'), camera.id],
  ];
  return (
    <div className={styles.details} data-camera-details={camera.id}>
      <div className={styles.state} data-tone={stateTone(state.kind)}>
        <div className={styles.stateLine}>
          <StateMark kind={state.kind} />
          <span className={styles.since}>{t('tile.since', { time: words.time(state.sinceMs) })}</span>
        </div>
        {todo && <div>{todo}</div>}
        {state.detail && <div className={styles.detail}>{state.detail}</div>}
      </div>

      <h3>{t('details.edit')}</h3>
      <CameraForm camera={camera} onSave={onSave} />

      <h3>{t('details.streams')}</h3>
      {camera.streams.length === 0 ? (
        <p className={styles.none}>{t('details.noStreams')}</p>
      ) : (
        <Streams streams={camera.streams} />
      )}

      <h3>{t('details.device')}</h3>
      {offset !== null && Math.abs(offset) > clockWarnMs && (
        <Alert className={styles.alert} type="warning" showIcon title={t('details.clockWarn')} />
      )}
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value || <span className={styles.none}>{t('details.unknown')}</span>}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Streams({ streams }: { streams: readonly StreamInfo[] }) {
  const { t } = useTranslation();
  const codecNames = { h264: 'H.264', h265: 'H.265', other: null };
  const unknown = t('details.unknown');
  return (
    <table className={styles.streams}>
      <thead>
        <tr>
          <th scope="col">{t('details.stream')}</th>
          <th scope="col">{t('details.codec')}</th>
          <th scope="col">{t('details.resolution')}</th>
          <th scope="col">{t('details.fps')}</th>
        </tr>
      </thead>
      <tbody>
        {streams.map(stream => (
          <tr key={stream.profile}>
            <th scope="row">{t(stream.profile === 'main' ? 'tile.main' : 'tile.sub')}</th>
            <td>{codecNames[stream.codec] ?? stream.codecName}</td>
            <td>{stream.widthPx && stream.heightPx ? `${stream.widthPx}×${stream.heightPx}` : unknown}</td>
            <td>{stream.fps === null ? unknown : Math.round(stream.fps * 10) / 10}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ClockOffset({ ms }: { ms: number }) {
  const { t } = useTranslation();
  if (Math.abs(ms) < 1_000) return <>{t('details.clockGood', { ms: Math.round(Math.abs(ms)) })}</>;
  const seconds = (Math.abs(ms) / 1000).toFixed(1);
  return <>{ms > 0 ? t('details.clockFast', { seconds }) : t('details.clockSlow', { seconds })}</>;
}
