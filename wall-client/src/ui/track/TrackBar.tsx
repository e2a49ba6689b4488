// Over the map: the vehicle that is followed, its trips, and the playback.
//
// For tests: data-track (following | shown | failed), data-track-trips, data-track-passages, data-track-at.
import { CaretRightOutlined, CloseOutlined, PauseOutlined } from '@ant-design/icons';
import { passedByCoreMs } from '@brightwall/protocol/passage';
import { Alert, Button, Segmented, Select, Slider, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { following, playbackTimes, useTrack } from '../../state/track.ts';
import { clipOf } from '../../state/track-playback.ts';
import { trackToSave } from '../../state/track-to-save.ts';
import { PlateBadge } from '../PlateBadge.tsx';
import { SaveButton } from '../SaveButton.tsx';
import { useWords } from '../useWords.ts';
import { LegFacts } from './LegFacts.tsx';
import styles from './track.module.css';
import { usePlayback } from './usePlayback.ts';

interface Props {
  /** K plays and pauses; not where another K is. */
  hasKeys: boolean;
  /** A button beside the others. */
  more?: ReactNode;
}

export function TrackBar({ hasKeys, more }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const { status, of, track, atMs, isPlaying, times } = useTrack();
  usePlayback(isPlaying, hasKeys);
  if (status.kind === 'none' || !of) return null;
  return (
    <section
      className={styles.bar}
      aria-label={t('track.title')}
      data-track={status.kind}
      data-track-trips={track?.trips.length ?? ''}
      data-track-passages={track?.passages.length ?? ''}
      data-track-at={Math.round(atMs)}
    >
      <header className={styles.head}>
        <PlateBadge text={of.reading?.text ?? null} colour={of.colour} rem={1.25} />
        {track && (
          <span className={styles.facts}>
            {t('track.passages', { count: track.passages.length })} ·{' '}
            {t('track.trips', { count: track.trips.length })}
            {track.isCut && ` · ${t('track.more', { count: track.passages.length })}`}
          </span>
        )}
        {track && track.trips.length > 1 && <Trips />}
        {track && more}
        {track && <SaveButton size="small" what={trackToSave()} />}
        <Button
          type="text"
          size="small"
          className={styles.close}
          icon={<CloseOutlined />}
          onClick={following.close}
          aria-label={t('track.close')}
          title={t('track.close')}
          data-action="track-close"
        />
      </header>
      {status.kind === 'following' && <Spin />}
      {status.kind === 'failed' && (
        <Alert
          type="warning"
          showIcon
          message={t('track.failed', { reason: words.errorText(status.error) })}
        />
      )}
      {track && (
        <>
          {!track.hasRoads && <span className={styles.facts}>{t('track.noRoads')}</span>}
          <LegFacts track={track} atMs={atMs} />
          <div className={styles.play}>
            <Button
              type="primary"
              shape="circle"
              icon={isPlaying ? <PauseOutlined /> : <CaretRightOutlined />}
              onClick={following.toggle}
              aria-label={t(isPlaying ? 'track.pause' : 'track.play')}
              title={`${t(isPlaying ? 'track.pause' : 'track.play')}${hasKeys ? ' (K)' : ''}`}
              data-action="track-play"
            />
            <TimeSlider />
            <Segmented<number>
              size="small"
              value={times}
              onChange={following.setTimes}
              options={playbackTimes.map(value => ({ value, label: t('track.speed', { times: value }) }))}
            />
          </div>
        </>
      )}
    </section>
  );
}

function TimeSlider() {
  const { t } = useTranslation();
  const words = useWords();
  const { track, trip, atMs } = useTrack();
  if (!track) return null;
  const { fromMs, toMs } = clipOf(track, trip);
  // A mark for each gate, as long as they can be told apart.
  const gates = track.passages.map(passedByCoreMs).filter(ms => ms >= fromMs && ms <= toMs);
  return (
    <Slider
      className={styles.slider ?? ''}
      min={fromMs}
      max={Math.max(toMs, fromMs + 1)}
      step={1000}
      value={atMs}
      marks={gates.length <= 60 ? Object.fromEntries(gates.map(ms => [ms, ' '])) : {}}
      included={false}
      tooltip={{ formatter: ms => words.dayTime(ms ?? 0) }}
      onChange={following.seek}
      ariaLabelForHandle={t('track.time')}
    />
  );
}

function Trips() {
  const { t } = useTranslation();
  const words = useWords();
  const { track, trip } = useTrack();
  if (!track) return null;
  const begin = (first: number) => words.dayTime(passedByCoreMs(track.passages[first]!));
  return (
    <Select<number>
      size="small"
      className={styles.trips}
      popupMatchSelectWidth={false}
      value={trip ?? -1}
      onChange={chosen => following.chooseTrip(chosen === -1 ? null : chosen)}
      options={[
        { value: -1, label: t('track.all') },
        ...track.trips.map(({ first, legs }, n) => ({
          value: n,
          label: `${t('track.trip', { n: n + 1 })} · ${begin(first)} · ${t('track.passages', { count: legs.length + 1 })}`,
        })),
      ]}
    />
  );
}
