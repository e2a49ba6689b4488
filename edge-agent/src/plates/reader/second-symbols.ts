import { patterns } from './grammar.ts';

/** Every character a plate can carry, O written 0: the columns of PP-OCRv4 that are looked at. */
export const secondSymbols = [...new Set(patterns.flatMap(p => p.slots.flatMap(slot => [...slot])))].filter(
  character => character !== 'O',
);
