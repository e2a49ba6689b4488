// When it was, as other systems write it.
const chinaOffsetMs = 8 * 3_600_000;

/** ISO 8601 with an offset, or yyyyMMddHHmmss (GA/T 1400, China's time) as epoch ms; null for anything else. */
export function toldMs(text: string): number | null {
  const plain = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (plain) {
    const ms = utcMs(plain.slice(1).map(Number));
    return ms === null ? null : ms - chinaOffsetMs;
  }
  const iso =
    /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)([.,]\d{1,9})?)?(?:([Zz])|([+-])(\d\d):?(\d\d))$/.exec(
      text,
    );
  if (!iso) return null;
  const [, year, month, day, hour, minute, second = '0', part = '', , sign, offsetHour, offsetMinute] = iso;
  const ms = utcMs([year, month, day, hour, minute, second].map(Number));
  if (ms === null) return null;
  const offsetMinutes = sign ? Number(offsetHour) * 60 + Number(offsetMinute) : 0;
  if (offsetMinutes > 14 * 60) return null;
  const partMs = part === '' ? 0 : Math.floor(Number(part.replace(',', '.')) * 1000);
  return ms + partMs - (sign === '-' ? -1 : 1) * offsetMinutes * 60_000;
}

/** Null for a moment that no calendar and no clock has (30 February, 24:61). */
function utcMs(parts: readonly number[]): number | null {
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const same =
    at.getUTCFullYear() === year &&
    at.getUTCMonth() === month - 1 &&
    at.getUTCDate() === day &&
    at.getUTCHours() === hour &&
    at.getUTCMinutes() === minute &&
    at.getUTCSeconds() === second;
  return same ? at.getTime() : null;
}
