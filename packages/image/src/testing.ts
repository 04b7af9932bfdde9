import type { ImageArray } from './image-array.js';
import { createImg, type Img } from './img.js';

/** Pictures for tests: byte i is (7919 i + 104729 seed) mod 251, as in tools/goldens/image_bytes.py. */
export function bytesOf(size: number, seed: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, i) => (i * 7919 + seed * 104729) % 251);
}

export function picture([height, width, channels]: readonly number[], seed: number): Img {
  return createImg(bytesOf(height! * width! * channels!, seed), width!, height!, channels!);
}

/** The same as numbers. */
export function pictureArray(shape: readonly number[], seed: number): ImageArray {
  const size = shape.reduce((product, n) => product * n, 1);
  return { data: Float32Array.from(bytesOf(size, seed)), shape: shape as [number, number, number] };
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** The largest difference between two lists of numbers. */
export function largestGap(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let gap = 0;
  for (let i = 0; i < actual.length; i++) gap = Math.max(gap, Math.abs(actual[i]! - expected[i]!));
  return gap;
}
