// The little linear algebra that calibration needs. Matrices are small (12 × 12 at most) and row by row.

export type Matrix = number[][];

/** AᵀA of a matrix given by its rows. */
export function normal(rows: readonly (readonly number[])[]): Matrix {
  const n = rows[0]?.length ?? 0;
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
  );
}

/**
 * Eigenvalues and unit eigenvectors of a symmetric matrix, smallest first (cyclic Jacobi; Golub and Van Loan, Matrix
 * Computations, 8.5).
 */
export function symmetricEigen(matrix: Matrix): { value: number; vector: number[] }[] {
  const n = matrix.length;
  const a = matrix.map(row => [...row]);
  const v = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  const scale = a.reduce((sum, row, i) => sum + row[i]! ** 2, 0);
  for (let sweep = 0; sweep < 60; sweep += 1) {
    let off = 0;
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) off += a[p]![q]! ** 2;
    if (off <= 1e-30 * scale) break;
    for (let p = 0; p < n; p += 1) for (let q = p + 1; q < n; q += 1) rotate(a, v, p, q);
  }
  return a
    .map((row, i) => ({ value: row[i]!, vector: v.map(line => line[i]!) }))
    .sort((x, y) => x.value - y.value);
}

/** One rotation that makes a[p][q] zero, in place. */
function rotate(a: Matrix, v: Matrix, p: number, q: number): void {
  const apq = a[p]![q]!;
  if (apq === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of a) mix(row, p, q, c, s);
  for (let k = 0; k < a.length; k += 1) {
    const [x, y] = [a[p]![k]!, a[q]![k]!];
    a[p]![k] = c * x - s * y;
    a[q]![k] = s * x + c * y;
  }
  for (const row of v) mix(row, p, q, c, s);
}

function mix(row: number[], p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p]!, row[q]!];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}

/** The unit vector that a system of equations, given by its rows, sends nearest to zero. */
export const nullVector = (rows: readonly (readonly number[])[]): number[] =>
  symmetricEigen(normal(rows))[0]?.vector ?? [];

/** The inverse of a symmetric positive definite matrix (Cholesky); null where it is not definite. */
export function invertDefinite(matrix: Matrix): Matrix | null {
  const n = matrix.length;
  const l: Matrix = matrix.map(() => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k += 1) sum -= l[i]![k]! * l[j]![k]!;
      if (i === j) {
        if (!(sum > 0)) return null;
        l[i]![i] = Math.sqrt(sum);
      } else l[i]![j] = sum / l[j]![j]!;
    }
  const columns = matrix.map((_, column) => {
    const y = new Array<number>(n).fill(0);
    for (let i = 0; i < n; i += 1) {
      let sum = i === column ? 1 : 0;
      for (let k = 0; k < i; k += 1) sum -= l[i]![k]! * y[k]!;
      y[i] = sum / l[i]![i]!;
    }
    for (let i = n - 1; i >= 0; i -= 1) {
      let sum = y[i]!;
      for (let k = i + 1; k < n; k += 1) sum -= l[k]![i]! * y[k]!;
      y[i] = sum / l[i]![i]!;
    }
    return y;
  });
  return matrix.map((_, i) => columns.map(column => column[i]!));
}
