// What an entry says, in words.
import type { WatchEntry } from '@brightwall/protocol/watch-list';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../ui/useWords.ts';

export type ShownState = WatchEntry['state'] | 'expired';

export function shownState({ state, untilMs }: WatchEntry, nowMs: number): ShownState {
  return untilMs <= nowMs && state !== 'refused' && state !== 'withdrawn' ? 'expired' : state;
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
/** 1970-01-04 was a Sunday. */
const weekday = (day: number) => new Date(Date.UTC(1970, 0, 4 + day));

/** Where, when and on which vehicles beyond the number. */
export function useConditions(entry: WatchEntry): string {
  const { t } = useTranslation();
  const { locale } = useWords();
  const { kinds, colours, cameraIds, areas, hours } = entry;
  const days = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  const where = [
    ...(cameraIds.length > 0 ? [t('watch.camerasCount', { count: cameraIds.length })] : []),
    ...areas.map(({ name }) => name),
  ];
  return [
    ...kinds.map(kind => t(`passages.kinds.${kind}`)),
    ...colours.map(colour => t(`passages.colours.${colour}`)),
    ...(where.length > 0 ? where : [t('watch.anywhere')]),
    ...(hours
      ? [
          `${hours.days.map(day => days.format(weekday(day))).join('、')} ${clock(hours.fromMinute)}–${clock(hours.toMinute)}`.trim(),
        ]
      : []),
    ...(entry.tolerant ? [t('watch.tolerant')] : []),
  ].join(' · ');
}
