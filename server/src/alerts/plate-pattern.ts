// What an entry's number means: one number, or many by wildcards.
import { AppError } from '@brightwall/protocol/errors';
import { plainPlate } from '@brightwall/protocol/plate-text';
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
