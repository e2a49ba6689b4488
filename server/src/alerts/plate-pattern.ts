// What an entry's number means: one number, or many by wildcards.
import { AppError } from '@brightwall/protocol/errors';
import { misreadFamilies, plainPlate } from '@brightwall/protocol/plate-text';
import { fewestKnown } from '@brightwall/protocol/watch-list';

/** Shortest and longest number of GA 36 and the military's, 应急 and WJ included. */
const lengths = { min: 5, max: 10 };

export const isWildcard = (plate: string): boolean => /[?*]/.test(plate);

/** As it is kept and matched. Throws bad-request where it can be no plate, or means too many. */
export function watchedPlate(typed: string): string {
  const plate = plainPlate(typed).replace(/\*+/g, '*');
  const known = [...plate].filter(character => character !== '?' && character !== '*').length;
  const right =
    /^[\p{Script=Han}A-Z0-9?*]+$/u.test(plate) &&
    (isWildcard(plate) ? known >= fewestKnown : known >= lengths.min && known <= lengths.max);
  if (!right) throw new AppError('bad-request', `plate: ${typed}`);
  return plate;
}

const leadOf = new Map<string, string>();
for (const [lead, ...others] of misreadFamilies) for (const other of others) leadOf.set(other, lead!);
const others = new RegExp(`[${[...leadOf.keys()].join('')}]`, 'g');

/** The same for all numbers that differ only inside misread families: each character as the first of its own. */
export function familyKey(plate: string): string {
  return plate.replace(others, character => leadOf.get(character)!);
}

/** Of two numbers with one family key: whether they differ in one character at most. */
export function isWithinOneMisread(a: string, b: string): boolean {
  let different = 0;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at] && ++different > 1) return false;
  return true;
}
