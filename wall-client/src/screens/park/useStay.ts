import { useTranslation } from 'react-i18next';

const minuteMs = 60_000;

/** "3 小时 12 分". */
export function useStay(): (ms: number) => string {
  const { t } = useTranslation();
  return ms => {
    const minutes = Math.max(0, Math.floor(ms / minuteMs));
    const hours = Math.floor(minutes / 60);
    if (hours >= 24) return t('park.days', { days: Math.floor(hours / 24), hours: hours % 24 });
    return hours > 0 ? t('park.hours', { hours, minutes: minutes % 60 }) : t('park.minutes', { minutes });
  };
}
