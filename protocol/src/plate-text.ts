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
