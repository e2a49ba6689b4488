// Colours and kinds of plates by our names and by the standards' codes (domain.md §3). A code that its standard
// has and our names have not is `unknown`; one that no table has is null: the line is wrong.
import { PlateColour, PlateKind, plateKindCode } from '@brightwall/protocol/plate';

const colours = PlateColour.anyOf.map(({ const: name }) => name);
const kinds = PlateKind.anyOf.map(({ const: name }) => name);

/** GA/T 1400: 1 black, 2 white, 5 blue, 6 yellow, 9 green; 3, 4, 7, 8 are grey, red, orange, brown, 99 other. */
const colourOfCode: Record<string, PlateColour> = {
  ...{ 1: 'black', 2: 'white', 5: 'blue', 6: 'yellow', 9: 'green' },
  ...{ 3: 'unknown', 4: 'unknown', 7: 'unknown', 8: 'unknown', 99: 'unknown' },
};

export function colourOf(told: string | number): PlateColour | null {
  return colours.find(name => name === told) ?? colourOfCode[codeOf(told)] ?? null;
}

const kindOfCode = new Map(kinds.map(name => [plateKindCode[name], name]));

/** GA/T 16.7: 01 to 24, 26, 27, 51, 52, 99. */
export function kindOf(told: string | number): PlateKind | null {
  const name = kinds.find(kind => kind === told);
  if (name) return name;
  const code = codeOf(told);
  const known = kindOfCode.get(code.padStart(2, '0'));
  if (known) return known;
  return Number(code) >= 1 && Number(code) <= 24 ? 'unknown' : null;
}

/** "05" → "5"; '' for what is no number. */
function codeOf(told: string | number): string {
  return /^\d{1,2}$/.test(String(told)) ? String(Number(told)) : '';
}
