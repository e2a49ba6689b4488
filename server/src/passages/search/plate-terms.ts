// What a person types into the search box, as what the store looks for. Numbers are normalised as the edge
// writes them (domain: "strip the dot, full-width to half, upper case").
import { AppError } from '@brightwall/protocol/errors';
import { plainPlate } from '@brightwall/protocol/plate-text';

export type PlateTerm =
  | { readonly kind: 'whole'; readonly plate: string }
  /** The same pattern twice; `like`: SQL's, _ for one and % for any. */
  | { readonly kind: 'wildcard'; readonly like: string; readonly pattern: RegExp };

/** Shortest and longest number of GA 36 and the military's, 应急 and WJ included. */
const lengths = { min: 5, max: 10 };

/** Throws bad-request, naming the term, where it can be no plate. */
export function plateTerm(typed: string): PlateTerm {
  const text = plainPlate(typed);
  if (!/^[\p{Script=Han}A-Z0-9?*]+$/u.test(text)) throw new AppError('bad-request', `plate: ${typed}`);
  const characters = [...text];
  if (!/[?*]/.test(text)) {
    if (characters.length < lengths.min || characters.length > lengths.max)
      throw new AppError('bad-request', `plate: ${typed}`);
    return { kind: 'whole', plate: text };
  }
  // At least one character must be known, else it is a search of every plate by another name.
  if (!/[^?*]/.test(text)) throw new AppError('bad-request', `plate: ${typed}`);
  const pattern = text.replace(/\*+/g, '.*').replaceAll('?', '.');
  return {
    kind: 'wildcard',
    like: text.replace(/\*+/g, '%').replaceAll('?', '_'),
    pattern: new RegExp(`^${pattern}$`, 'u'),
  };
}
