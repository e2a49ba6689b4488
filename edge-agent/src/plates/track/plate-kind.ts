// Which kind of plate carries a number (GA 36), by the grammar the reader keeps to.
import type { PlateColour, PlateKind } from '@brightwall/protocol/plate';
import { patterns } from '../reader/grammar.ts';

/** Null when no plate carries it. Where several kinds do, the ground's colour decides. */
export function kindOf(text: string, colour: PlateColour): PlateKind | null {
  const characters = [...text];
  const possible = patterns.filter(
    ({ slots }) =>
      slots.length === characters.length && slots.every((slot, i) => slot.includes(characters[i]!)),
  );
  return (possible.find(({ colours }) => colours.includes(colour)) ?? possible[0])?.kind ?? null;
}
