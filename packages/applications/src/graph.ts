import type { SymbolicTensor } from '@ibexjs/layers';

/** Number of channels of a symbolic image. */
export function channelsOf(x: SymbolicTensor): number {
  return x.shape.at(-1)!;
}

/** What is put around an image, or cut off: rows above and below, columns left and right. */
export type Border = [rows: [number, number], columns: [number, number]];

/** The same above as left, and the same below as right. */
export function border(before: number, after: number): Border {
  return [
    [before, after],
    [before, after],
  ];
}

/**
 * Zeros to put around an image so that a window of that size, moved by 2 and `valid`, meets the same
 * pixels as in TensorFlow's `same`: one less in front where the image's size is even.
 */
export function correctPad(x: SymbolicTensor, kernelSize: number): Border {
  const reach = Math.floor(kernelSize / 2);
  const sides = (size: number | null): [number, number] => [
    reach - (size === null ? 1 : 1 - (size % 2)),
    reach,
  ];
  return [sides(x.shape[1]!), sides(x.shape[2]!)];
}

/** The nearest multiple of `divisor`, at least `divisor`, and never more than a tenth below `value`. */
export function makeDivisible(value: number, divisor = 8): number {
  const rounded = Math.max(
    divisor,
    Math.floor(Math.trunc(value + divisor / 2) / divisor) * divisor,
  );
  return rounded < 0.9 * value ? rounded + divisor : rounded;
}
