/**
 * The numbers that golden fixtures are made from, so that inputs and weights need not be stored:
 * element i is ((7919 i + 104729 seed) mod 1999) / 1000 - 1, a fixed pattern in [-1, 1), rounded
 * to float32. tools/goldens/formula.py computes the same.
 */
export function formulaValues(size: number, seed: number): Float32Array {
  return Float32Array.from(
    { length: size },
    (_, i) => ((i * 7919 + seed * 104729) % 1999) / 1000 - 1,
  );
}
