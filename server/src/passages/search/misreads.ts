// Which numbers a reader may have given for one that passed, and how likely it is that a reading was of the
// number asked for. The families are those of the field (domain.md §4: 0/D/Q, 8/B, 1/T, 2/Z, 5/S).
import type { PlateReading } from '@brightwall/protocol/plate';
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

/**
 * The probability that `plate` was on the vehicle, from the confidence of each character and what else the
 * reader thought it might be; characters are taken as independent. 0 where the lengths differ.
 */
export function likelihoodOf(plate: string, { characters }: Pick<PlateReading, 'characters'>): number {
  const asked = [...plate];
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
