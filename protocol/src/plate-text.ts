// Numbers as people type them and as readers mistake them.

/** Characters a reader takes for one another (domain of the field: 0/D/Q, 8/B, 1/T, 2/Z, 5/S). */
export const misreadFamilies = ['0DQ', '8B', '1T', '2Z', '5S'] as const;

/** As the edge writes numbers: half width, upper case, no dots, dashes or spaces. `?` and `*` stay. */
export function plainPlate(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s·•・.\-_]/g, '');
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
