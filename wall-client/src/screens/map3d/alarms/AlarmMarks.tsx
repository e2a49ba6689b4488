// Marks of open alerts on the map; those that nobody signed for pulse. By the browser's own compositing, not by the map:
// a mark that moves must not have the whole city drawn anew. A click opens the alert.
//
// For tests: data-alarm-mark (camera id) with data-raised and data-count.
import { AlertFilled } from '@ant-design/icons';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../../state/cameras.ts';
import { openScreen } from '../../../state/route.ts';
import { useWatch, watch } from '../../../state/watch.ts';
import type { CityMap } from '../city-map.ts';
import type { PlacedCamera } from '../placing/placement.ts';
import styles from './alarms.module.css';
import { type Alarm, alarmsOf, mostMarks } from './alarms.ts';

export function AlarmMarks({ map, placed }: { map: CityMap; placed: readonly PlacedCamera[] }) {
  const open = useWatch(state => state.open);
  // A city's states change many times a second; places are looked up only for the cameras that alerts name.
  const alarms = useMemo(() => {
    if (open.length === 0) return [];
    const wanted = new Set(open.map(({ lastCameraId }) => lastCameraId));
    const places = new Map(
      placed.filter(({ camera }) => wanted.has(camera.id)).map(({ camera, place }) => [camera.id, place]),
    );
    return alarmsOf(open, id => places.get(id) ?? null);
  }, [open, placed]);
  useEffect(() => map.handleAlarms(alarms), [map, alarms]);
  return (
    <div className={styles.marks}>
      {alarms.slice(0, mostMarks).map(alarm => (
        <Mark key={alarm.cameraId} map={map} alarm={alarm} />
      ))}
    </div>
  );
}

function Mark({ map, alarm: { cameraId, place, alert, count, isRaised } }: { map: CityMap; alarm: Alarm }) {
  const { t } = useTranslation();
  const ref = useRef<HTMLButtonElement>(null);
  const name = useCameras(state => state.cameras.get(cameraId)?.name) ?? cameraId;
  const { lon, lat } = place;
  useEffect(() => {
    const follow = () => {
      const mark = ref.current;
      if (!mark) return;
      const at = map.screenOfPlace({ lon, lat });
      mark.style.visibility = at ? 'visible' : 'hidden';
      if (at) mark.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)`;
    };
    follow();
    return map.on('moved', follow);
  }, [map, lon, lat]);
  function look() {
    watch.choose(alert.id);
    watch.putAway(alert.id);
    openScreen('alerts');
  }
  return (
    <button
      ref={ref}
      type="button"
      className={styles.mark}
      onClick={look}
      aria-label={t('next.mapMark', { plate: alert.plate, camera: name })}
      title={t('next.mapMark', { plate: alert.plate, camera: name })}
      data-alarm-mark={cameraId}
      data-raised={isRaised}
      data-count={count}
    >
      <i className={styles.pulse} />
      <i className={styles.dot}>
        <AlertFilled />
      </i>
      <span>
        {alert.plate}
        {count > 1 && ` +${count - 1}`}
      </span>
    </button>
  );
}
