import { ValueError } from '@ibexjs/core';

/** Anything that holds numbers in a row: an array or a typed array. */
export type Numbers = ArrayLike<number>;

/** A plain array of the numbers, after checking that each of them is one. NaN and ±∞ pass. */
export function toNumbers(where: string, name: string, values: Numbers): number[] {
  if (values == null || typeof values !== 'object' || typeof values.length !== 'number') {
    throw new ValueError(
      `${where}: ${name} must be an array or typed array of numbers; received ${values === null ? 'null' : typeof values}. ` +
        'For a tensor pass `await tensor.array()`.',
    );
  }
  return Array.from(values, (value, index) => {
    if (typeof value === 'number') return value;
    throw new ValueError(
      `${where}: ${name}[${index}] must be a number; received ${JSON.stringify(value)}.`,
    );
  });
}

/** Throws unless two lists that belong together have the same length. */
export function checkSameLength(
  where: string,
  first: readonly [name: string, length: number],
  second: readonly [name: string, length: number],
): void {
  if (first[1] === second[1]) return;
  throw new ValueError(
    `${where}: ${first[0]} and ${second[0]} belong together but have ${first[1]} and ${second[1]} entries.`,
  );
}

/** The number, or null when a drawing cannot place it (NaN, ±∞). */
export function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Smallest and largest finite value; undefined when there is none. */
export function extent(values: Iterable<number>): [min: number, max: number] | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? [min, max] : undefined;
}

/** A number for people: four significant digits, without trailing zeros; small ones as 1.2e-5. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e7) return value.toExponential(2).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(size >= 1000 ? 6 : 4)));
}
