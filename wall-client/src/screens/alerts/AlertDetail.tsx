// One alert: its pictures, what is watched and why, where the vehicle is, and the step that is to be taken now.
//
// For tests: data-alert-detail (id), data-action map | track | to-wall.
import { AimOutlined, AppstoreAddOutlined, NodeIndexOutlined } from '@ant-design/icons';
import type { WatchAlert } from '@brightwall/protocol/watch-alert';
import { App, Button, Tooltip } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rest } from '../../net/rest.ts';
import { useCamera } from '../../state/cameras.ts';
import { showOnMap } from '../../state/map-focus.ts';
import { openScreen } from '../../state/route.ts';
import { following, useTrack } from '../../state/track.ts';
import { wallLayout } from '../../state/wall-layout.ts';
import { PassagePicture } from '../../ui/PassagePicture.tsx';
import { PlateBadge } from '../../ui/PlateBadge.tsx';
import { useWords } from '../../ui/useWords.ts';
import { AlertSteps } from './AlertSteps.tsx';
import styles from './alerts.module.css';
import { NextCameras } from './NextCameras.tsx';
import { tripAt } from './trip-at.ts';

export function AlertDetail({ alert }: { alert: WatchAlert }) {
  const { t } = useTranslation();
  const words = useWords();
  const { message } = App.useApp();
  const [isAsking, setAsking] = useState(false);
  const camera = useCamera(alert.cameraId);
  const last = useCamera(alert.lastCameraId);
  const { passage, entry, lastCameraId } = alert;
  // A track is of this alert; the next one begins without.
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
      following.close();
    };
  }, []);
  // The track so far stands beside an open alert at once, and anew when the vehicle passed again. Of a park's alert
  // there is none: nobody gave a purpose for one.
  const isOpen = alert.state !== 'fed-back' && alert.park === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: not anew for a step that was taken.
  useEffect(() => {
    if (isOpen) void track();
  }, [alert.id, alert.lastPassedMs]);

  async function track() {
    setAsking(true);
    try {
      const found = await rest.alertTrack(alert.id);
      if (!isShown.current) return;
      const atMs = found.passages.length > 0 ? alert.lastPassedMs : 0;
      const trip = tripAt(found, alert.lastPassedMs);
      useTrack.setState({ of: passage, track: found, trip, atMs, status: { kind: 'shown' } });
    } catch (error) {
      void message.error(words.errorText(error));
    } finally {
      setAsking(false);
    }
  }
  function toWall() {
    wallLayout.putFirstFree(lastCameraId);
    openScreen('wall');
  }

  const facts: [string, ReactNode][] = [
    [t('watch.passedAt'), `${words.moment(alert.passedMs)} · ${camera?.name ?? alert.cameraId}`],
    [t('watch.entryOf'), entry.plate],
    [t('passages.kind'), t(`passages.kinds.${alert.kind}`)],
    ...(alert.park
      ? ([
          [t('watch.reason'), t(`park.alerts.${alert.park.cause}`)],
          [t('park.host'), entry.unit || '—'],
          [t('park.note'), entry.reason || '—'],
        ] as [string, ReactNode][])
      : ([
          [t('watch.reason'), entry.reason],
          [t('watch.case'), `${entry.caseNumber} · ${entry.unit}`],
        ] as [string, ReactNode][])),
  ];
  return (
    <div className={styles.alert} data-alert-detail={alert.id}>
      <header className={styles.alertHead}>
        <PlateBadge text={alert.plate} colour={passage?.colour ?? 'unknown'} rem={2.25} />
        {alert.hits > 1 && (
          <span>
            {t('watch.hits', { count: alert.hits })} ·{' '}
            {t('watch.lastAt', {
              time: words.clock(alert.lastPassedMs),
              camera: last?.name ?? lastCameraId,
            })}
          </span>
        )}
      </header>
      {passage?.pictures ? (
        <div className={styles.pictures}>
          <PassagePicture className={styles.scene} hash={passage.pictures.scene} alt={t('passages.scene')} />
          <div>
            <PassagePicture
              className={styles.vehicle}
              hash={passage.pictures.vehicle}
              alt={t('passages.vehicle')}
            />
            <PassagePicture className={styles.crop} hash={passage.pictures.plate} alt={t('passages.plate')} />
          </div>
        </div>
      ) : (
        <p className={styles.note}>
          {passage ? t('passages.toldNoPictures', { system: passage.system }) : t('watch.pictureGone')}
        </p>
      )}
      <div className={styles.actions}>
        <Button icon={<AimOutlined />} onClick={() => showOnMap(lastCameraId)} data-action="map">
          {t('watch.showOnMap')}
        </Button>
        {alert.park === null && (
          <Tooltip title={t('watch.trackHint')}>
            <Button
              icon={<NodeIndexOutlined />}
              loading={isAsking}
              onClick={() => void track()}
              data-action="track"
            >
              {t('watch.track')}
            </Button>
          </Tooltip>
        )}
        <Button icon={<AppstoreAddOutlined />} onClick={toWall} disabled={!last} data-action="to-wall">
          {t('watch.openLive')}
        </Button>
      </div>
      <AlertSteps alert={alert} />
      {alert.park === null && <NextCameras alert={alert} />}
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
