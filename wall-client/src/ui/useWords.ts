// Texts that come from the protocol's own catalogues (camera states, errors) in the language of the page.
import { type CameraStateKind, cameraStateText } from '@brightwall/protocol/camera';
import { AppError, type ErrorCode, errorCatalogue } from '@brightwall/protocol/errors';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Words {
  zh: boolean;
  /** BCP 47, for Intl. */
  locale: string;
  stateText(kind: CameraStateKind): string;
  /** What a person can do about a state; null where there is nothing to do. */
  stateTodo(kind: CameraStateKind): string | null;
  errorText(error: ErrorCode | unknown): string;
  /** "20:15:09", in the reader's time zone. */
  time(epochMs: number): string;
  /** "20:15:09", whatever the day. */
  clock(epochMs: number): string;
  /** "11-23 20:15:09": what is told among many, of which all are of a few days. */
  dayTime(epochMs: number): string;
  /** "2026-11-23 20:15:09.123 GMT+8": to the millisecond, with the zone it is told in. */
  moment(epochMs: number): string;
}

export function wordsFor(language: string): Words {
  const zh = language !== 'en';
  const locale = zh ? 'zh-CN' : 'en-GB';
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hour12: false });
  const dated = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hour12: false });
  const exact = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
  });
  const codeOf = (error: unknown): ErrorCode => {
    if (error instanceof AppError) return error.code;
    return typeof error === 'string' && error in errorCatalogue ? (error as ErrorCode) : 'internal';
  };
  const partsOf = (epochMs: number) =>
    Object.fromEntries(exact.formatToParts(epochMs).map(({ type, value }) => [type, value]));
  return {
    zh,
    locale,
    stateText: kind => cameraStateText[kind][zh ? 'zh' : 'en'],
    stateTodo: kind => cameraStateText[kind][zh ? 'todoZh' : 'todoEn'] ?? null,
    errorText: error => errorCatalogue[codeOf(error)][zh ? 'zh' : 'en'],
    // A fault of yesterday says its day: at 4 a.m. "23:10" alone misleads.
    time: epochMs => (Math.abs(Date.now() - epochMs) < 12 * 3_600_000 ? clock : dated).format(epochMs),
    clock: epochMs => clock.format(epochMs),
    dayTime: epochMs => {
      const { month, day, hour, minute, second } = partsOf(epochMs);
      return `${month}-${day} ${hour}:${minute}:${second}`;
    },
    moment: epochMs => {
      const { year, month, day, hour, minute, second, fractionalSecond, timeZoneName } = partsOf(epochMs);
      return `${year}-${month}-${day} ${hour}:${minute}:${second}.${fractionalSecond} ${timeZoneName}`;
    },
  };
}

export function useWords(): Words {
  const { i18n } = useTranslation();
  return useMemo(() => wordsFor(i18n.language), [i18n.language]);
}
