// How far two numbers are apart: insertions, removals and exchanges of a character (Levenshtein), where characters
// that readers confuse count half.
const confused = new Set(
  [
    '0D',
    '0Q',
    'DQ',
    '8B',
    '2Z',
    '5S',
    '7T',
    '1T',
    '4A',
    '6G',
    'CG',
    'UV',
    'VY',
    'MN',
    'HN',
    'EF',
    '38',
    'PR',
    'KX',
  ].flatMap(([a, b]) => [`${a}${b}`, `${b}${a}`]),
);

export function textDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const [x, y] = [a[i - 1]!, b[j - 1]!];
      const exchange = x === y ? 0 : confused.has(x + y) ? 0.5 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + exchange));
    }
    row = next;
  }
  return row[b.length]!;
}

/** So near that the same plate may have been read twice. */
export function alike(a: string, b: string): boolean {
  return textDistance(a, b) <= 1;
}
