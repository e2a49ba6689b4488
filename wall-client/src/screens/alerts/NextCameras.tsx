// 下一卡口: where the vehicle may be read next, likeliest first, and all of it as live tiles by one key: A plays them
// beside the map, W puts them on the wall.
//
// For tests: data-next (asking | shown | failed | gone), data-next-camera (id) with data-share,
// data-action play-next | next-to-wall.
import { LayoutOutlined, PlayCircleOutlined } from '@ant-design/icons';
import type { NextCameras as Next } from '@brightwall/protocol/next-cameras';
import type { WatchAlert } from '@brightwall/protocol/watch-alert';
import { Alert, Button, Spin, Tooltip } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCameras } from '../../state/cameras.ts';
import { showOnMap } from '../../state/map-focus.ts';
import { mapWindows, mostWindows } from '../../state/map-windows.ts';
import { forecasting, isFresh, nextOf, tilesOf, useForecast } from '../../state/next-cameras.ts';
import { openScreen } from '../../state/route.ts';
import { slotCount, wallLayout } from '../../state/wall-layout.ts';
import { useWords } from '../../ui/useWords.ts';
import { NextCameraRow } from './NextCameraRow.tsx';
import styles from './next.module.css';
import { useNextKeys } from './useNextKeys.ts';

export function NextCameras({ alert }: { alert: WatchAlert }) {
  const { t } = useTranslation();
  const words = useWords();
  const forecast = useForecast(state => state.forecast);
  const isAsked = isFresh(alert, Date.now());
  const { lastPassedMs, lastCameraId } = alert;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when it passed again, not when a step was taken.
  useEffect(() => {
    if (isAsked) void forecasting.ask(alert);
  }, [alert.id, lastPassedMs, lastCameraId]);
  useEffect(() => () => forecasting.close(), []);

  const next = nextOf(forecast);
  const play = next && next.cameras.length > 0 ? () => playAll(next) : null;
  const toWall = next && next.cameras.length > 0 ? () => showAll(next) : null;
  useNextKeys({ play, toWall });
  if (!isAsked && forecast.kind === 'none')
    return alert.state === 'fed-back' ? null : (
      <section className={styles.next} data-next="gone">
        <h3>{t('next.title')}</h3>
        <p className={styles.dim}>{t('next.gone')}</p>
      </section>
    );
  return (
    <section className={styles.next} data-next={forecast.kind}>
      <header>
        <h3>{t('next.title')}</h3>
        <Tooltip title={t('next.playHint')}>
          <Button
            type="primary"
            icon={<PlayCircleOutlined />}
            disabled={!play}
            onClick={() => play?.()}
            data-action="play-next"
          >
            {t('next.play')} <kbd>A</kbd>
          </Button>
        </Tooltip>
        <Tooltip title={t('next.toWallHint')}>
          <Button
            icon={<LayoutOutlined />}
            disabled={!toWall}
            onClick={() => toWall?.()}
            data-action="next-to-wall"
          >
            {t('next.toWall')} <kbd>W</kbd>
          </Button>
        </Tooltip>
      </header>
      {next && <From next={next} />}
      {forecast.kind === 'failed' && <Alert type="error" title={words.errorText(forecast.error)} />}
      {forecast.kind === 'asking' && !next && (
        <p className={styles.dim}>
          <Spin size="small" /> {t('next.asking')}
        </p>
      )}
      {next && <Shares next={next} aheadMs={forecast.kind === 'shown' ? forecast.aheadMs : 0} />}
    </section>
  );
}

function From({ next: { cameraId, passedMs, counted, hasRoads } }: { next: Next }) {
  const { t } = useTranslation();
  const words = useWords();
  const name = useCameras(state => state.cameras.get(cameraId)?.name) ?? cameraId;
  const basis = counted === 0 ? t('next.roadsOnly') : t('next.counted', { count: counted });
  return (
    <p className={styles.dim} title={t('next.why')}>
      {t('next.from', { camera: name, time: words.clock(passedMs) })} · {basis}
      {!hasRoads && ` · ${t('next.noRoads')}`}
    </p>
  );
}

function Shares({ next, aheadMs }: { next: Next; aheadMs: number }) {
  const { t } = useTranslation();
  if (next.cameras.length === 0) return <p className={styles.dim}>{t('next.none')}</p>;
  return (
    <ol className={styles.rows}>
      {next.cameras.map((camera, n) => (
        <NextCameraRow key={camera.cameraId} camera={camera} number={n + 1} aheadMs={aheadMs} />
      ))}
      <li className={styles.row} data-elsewhere>
        <span />
        <span className={styles.dim}>{t('next.elsewhere')}</span>
        <i className={styles.bar} style={{ '--share': next.elsewhere } as React.CSSProperties} data-rest />
        <b>{Math.round(next.elsewhere * 100)}%</b>
      </li>
    </ol>
  );
}

/** Beside the map, where the numbers stand at their places; it opens where the vehicle passed last. */
function playAll(next: Next): void {
  mapWindows.showOnly(tilesOf(next, mostWindows));
  showOnMap(next.cameraId);
}

function showAll(next: Next): void {
  wallLayout.fill(tilesOf(next, slotCount));
  openScreen('wall');
}
