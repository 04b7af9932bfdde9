const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

function mixBlock(block: number): number {
  block = Math.imul(block, C1);
  return Math.imul((block << 15) | (block >>> 17), C2);
}

/**
 * MurmurHash3_x86_32 (Appleby 2008), as a signed number: scikit-learn's
 * `murmurhash3_32(key, seed, positive=False)`.
 *
 * @param length how many of the bytes count
 */
export function murmurHash3(bytes: Uint8Array, seed = 0, length = bytes.length): number {
  let hash = seed | 0;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    hash ^= mixBlock(
      bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24),
    );
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let at = length - 1; at >= whole; at--) tail = (tail << 8) | bytes[at]!;
  if (whole < length) hash ^= mixBlock(tail);
  hash ^= length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
