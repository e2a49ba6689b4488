// The alternative: an expression for each entry, tried one after the other.
import { misreadFamilies } from '@brightwall/protocol/plate-text';
import type { WatchTerms } from '../../server/src/alerts/ports.ts';

/** Number and colour only, as the bench's entries ask. A tolerant entry takes any member of each character's family. */
export function loopedMatcher(entries: readonly WatchTerms[]): (plate: string, colour: string) => string[] {
  const compiled = entries.map(({ id, plate, tolerant, colours }) => ({
    id,
    colours: colours as readonly string[],
    expression: new RegExp(`^${[...plate].map(character => source(character, tolerant)).join('')}$`, 'u'),
    isOne: tolerant ? (other: string) => differences(plate, other) <= 1 : () => true,
  }));
  return (plate, colour) =>
    compiled
      .filter(
        ({ expression, colours, isOne }) =>
          expression.test(plate) && isOne(plate) && (colours.length === 0 || colours.includes(colour)),
      )
      .map(({ id }) => id);
}

function source(character: string, tolerant: boolean): string {
  if (character === '?') return '.';
  if (character === '*') return '.*';
  const family = tolerant && misreadFamilies.find(members => members.includes(character));
  return family ? `[${family}]` : character;
}

function differences(a: string, b: string): number {
  return [...a].filter((character, at) => character !== b[at]).length;
}
