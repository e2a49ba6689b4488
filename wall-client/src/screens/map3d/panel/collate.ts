// The order in which people sort names: Chinese by pinyin, numbers by value.
const collator = new Intl.Collator('zh-CN', { numeric: true });

export const byName = (a: string, b: string): number => collator.compare(a, b);

/** Indexes of the names in that order. */
export function collate(names: readonly string[]): Uint32Array {
  return Uint32Array.from(names.keys()).sort((a, b) => byName(names[a] as string, names[b] as string));
}
