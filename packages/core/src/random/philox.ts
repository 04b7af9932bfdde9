/**
 * Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy
 * as 1, 2, 3" (2011). Block `i` of a stream depends on nothing but the key and `i`, so a page, a
 * thread or a GPU makes the same numbers in any order.
 */
const M0 = 0xd2511f53;
const M1 = 0xcd9e8d57;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;

/** High 32 bits of the product of two unsigned 32-bit numbers. */
function mulHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const low = a0 * b0;
  const mid = a1 * b0 + (low >>> 16);
  const cross = a0 * b1 + (mid & 0xffff);
  return (a1 * b1 + (mid >>> 16) + (cross >>> 16)) >>> 0; // no sum reaches 2^32
}

/**
 * Fills `out` with 32 random bits each, four to a block, from block `first` on. The counter is the
 * block's number (two words) and the stream's two words.
 */
export function philox(
  out: Uint32Array,
  key0: number,
  key1: number,
  stream0 = 0,
  stream1 = 0,
  first = 0,
): void {
  const blocks = Math.ceil(out.length / 4);
  for (let block = 0; block < blocks; block++) {
    let c0 = (first + block) >>> 0;
    let c1 = Math.floor((first + block) / 0x100000000);
    let c2 = stream0 >>> 0;
    let c3 = stream1 >>> 0;
    let k0 = key0 >>> 0;
    let k1 = key1 >>> 0;
    for (let round = 0; round < 10; round++) {
      const high0 = mulHigh(M0, c0);
      const high1 = mulHigh(M1, c2);
      const low0 = Math.imul(M0, c0) >>> 0;
      const low1 = Math.imul(M1, c2) >>> 0;
      c0 = (high1 ^ c1 ^ k0) >>> 0;
      c1 = low1;
      c2 = (high0 ^ c3 ^ k1) >>> 0;
      c3 = low0;
      k0 = (k0 + W0) >>> 0;
      k1 = (k1 + W1) >>> 0;
    }
    const at = block * 4;
    out[at] = c0;
    if (at + 1 < out.length) out[at + 1] = c1;
    if (at + 2 < out.length) out[at + 2] = c2;
    if (at + 3 < out.length) out[at + 3] = c3;
  }
}

/** The float in [0, 1) whose 23 mantissa bits are the low bits of `bits` (TensorFlow's mapping). */
export function toUnitFloat(bits: number): number {
  return (bits & 0x7fffff) / 0x800000;
}
