import { sipHash } from '@ibexjs/core/plain';

/** The text as CPython keeps it in memory: 1, 2 or 4 bytes for every character. */
function storedBytes(text: string): Uint8Array {
  const points = Array.from(text, (character) => character.codePointAt(0)!);
  const largest = points.reduce((a, b) => Math.max(a, b), 0);
  if (largest < 0x100) return Uint8Array.from(points);
  if (largest < 0x10000) return new Uint8Array(Uint16Array.from(points).buffer);
  return new Uint8Array(Uint32Array.from(points).buffer);
}

/**
 * Python's `hash(text)` in a process started with `PYTHONHASHSEED=0` (CPython 3.11 and later), a
 * signed 64-bit number. Python salts it otherwise, which is why Keras' `one_hot` gives other
 * numbers at every start; this gives the same ones always.
 */
export function pythonHash(text: string): bigint {
  if (text === '') return 0n;
  const hash = BigInt.asIntN(64, sipHash(storedBytes(text), [0n, 0n], 1, 3));
  return hash === -1n ? -2n : hash;
}
