// Which numbers a reader may have given for one that passed, and how likely it is that a reading was of the
// number asked for. The families are those of the field (domain.md §4: 0/D/Q, 8/B, 1/T, 2/Z, 5/S).
import type { Passage } from '@brightwall/protocol/passage';
import { misreadFamilies } from '@brightwall/protocol/plate-text';

export const provinces = '京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新';

/** Characters taken for one another, itself left out. */
const takenFor = new Map<string, string>();
for (const family of misreadFamilies)
  for (const character of family) takenFor.set(character, family.replace(character, ''));

/** A number with more of its characters misread than this is another number. */
const mostMisread = 2;
/** Part of what a reader did not give to the character it chose that falls on one of the same family it did not name. */
const unnamedShare = 0.2;
/** The same for a province: thirty others share what is left. */
const unnamedProvinceShare = 0.5 / 30;

/** The number itself, and every number within two misread characters of it, its province read as any other. */
export function readingsOf(plate: string): string[] {
  const characters = [...plate];
  const bodies = variants(characters.slice(1), mostMisread);
  const first = characters[0]!;
  const heads = provinces.includes(first) ? [...provinces] : [first, ...(takenFor.get(first) ?? '')];
  return heads.flatMap(head => bodies.map(body => head + body));
}

function variants(characters: readonly string[], misread: number): string[] {
  const [first, ...rest] = characters;
  if (first === undefined) return [''];
  const same = variants(rest, misread).map(tail => first + tail);
  if (misread === 0) return same;
  const others = [...(takenFor.get(first) ?? '')];
  return [...same, ...others.flatMap(other => variants(rest, misread - 1).map(tail => other + tail))];
}

/** What was read, by one of ours or as another system tells it. */
export type Reading = NonNullable<Passage['reading']>;
/** That a number is right where its system does not say how sure it is. */
const untoldConfidence = 0.9;

/** That the whole number is right. */
export function confidenceOf({ confidence }: Reading): number {
  return confidence ?? untoldConfidence;
}

/** Of a number told without its characters each is as sure as the others. */
function charactersOf(reading: Reading): NonNullable<Reading['characters']> {
  if (reading.characters) return reading.characters;
  const told = [...reading.text];
  const confidence = confidenceOf(reading) ** (1 / told.length);
  return told.map(character => ({ character, confidence, alternatives: [] }));
}

/**
 * The probability that `plate` was on the vehicle, from the confidence of each character and what else the
 * reader thought it might be; characters are taken as independent. 0 where the lengths differ.
 */
export function likelihoodOf(plate: string, reading: Reading): number {
  const asked = [...plate];
  const characters = charactersOf(reading);
  if (asked.length !== characters.length) return 0;
  let product = 1;
  for (const [place, read] of characters.entries()) {
    const wanted = asked[place]!;
    if (read.character === wanted) {
      product *= read.confidence;
      continue;
    }
    const named = read.alternatives.find(({ character }) => character === wanted);
    product *= named?.confidence ?? (1 - read.confidence) * shareOf(wanted, read.character);
  }
  return product;
}

function shareOf(wanted: string, read: string): number {
  if (takenFor.get(read)?.includes(wanted)) return unnamedShare;
  return provinces.includes(wanted) && provinces.includes(read) ? unnamedProvinceShare : 0;
}
