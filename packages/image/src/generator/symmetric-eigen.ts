/** Eigenvalues and eigenvectors of a symmetric matrix. */
export interface Eigen {
  values: Float64Array;
  /** Row i is the eigenvector of value i, of length 1. */
  vectors: Float64Array;
}

const MOST_SWEEPS = 30;

/**
 * By Jacobi's rotations (1846): simple, and exact to the last digits for small values too. A sweep
 * takes about 4 n^3 operations, and some eight are needed.
 *
 * @param matrix n x n, row-major; overwritten
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const scale = matrix.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    if (offDiagonal(matrix, n) <= 1e-30 * scale) break;
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) rotate(matrix, vectors, n, p, q);
    }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => matrix[i * n + i]!), vectors };
}

function offDiagonal(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) sum += matrix[i * n + j]! ** 2;
  }
  return sum;
}

/** Turns rows and columns p and q so that the entry between them becomes 0. */
function rotate(matrix: Float64Array, vectors: Float64Array, n: number, p: number, q: number) {
  const between = matrix[p * n + q]!;
  if (between === 0) return;
  const ratio = (matrix[q * n + q]! - matrix[p * n + p]!) / (2 * between);
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.hypot(ratio, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  const turn = (values: Float64Array, a: number, b: number) => {
    const [x, y] = [values[a]!, values[b]!];
    values[a] = cosine * x - sine * y;
    values[b] = sine * x + cosine * y;
  };
  for (let i = 0; i < n; i++) turn(matrix, i * n + p, i * n + q);
  for (let i = 0; i < n; i++) turn(matrix, p * n + i, q * n + i);
  for (let i = 0; i < n; i++) turn(vectors, p * n + i, q * n + i);
}
