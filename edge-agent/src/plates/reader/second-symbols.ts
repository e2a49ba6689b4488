import { patterns } from './grammar.ts';

/** Every character a plate can carry: the columns of PP-OCRv4 that are looked at. */
export const secondSymbols = [...new Set(patterns.flatMap(p => p.slots.flatMap(slot => [...slot])))];
