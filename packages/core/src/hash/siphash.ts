/** Four 64-bit words of state, each as low and high half. */
type State = Uint32Array;

/** v[i] += v[j] */
function add(v: State, i: number, j: number): void {
  const low = v[2 * i]! + v[2 * j]!;
  v[2 * i] = low;
  v[2 * i + 1] = v[2 * i + 1]! + v[2 * j + 1]! + (low > 0xffffffff ? 1 : 0);
}

/** v[i] = rotl(v[i], by) ^ v[j], for 0 < by < 32 */
function rotateXor(v: State, i: number, by: number, j: number): void {
  const low = v[2 * i]!;
  const high = v[2 * i + 1]!;
  v[2 * i] = ((low << by) | (high >>> (32 - by))) ^ v[2 * j]!;
  v[2 * i + 1] = ((high << by) | (low >>> (32 - by))) ^ v[2 * j + 1]!;
}

/** Rotates v[i] by 32 bits. */
function swapHalves(v: State, i: number): void {
  const low = v[2 * i]!;
  v[2 * i] = v[2 * i + 1]!;
  v[2 * i + 1] = low;
}

function rounds(v: State, count: number): void {
  for (let round = 0; round < count; round++) {
    add(v, 0, 1);
    rotateXor(v, 1, 13, 0);
    swapHalves(v, 0);
    add(v, 2, 3);
    rotateXor(v, 3, 16, 2);
    add(v, 0, 3);
    rotateXor(v, 3, 21, 0);
    add(v, 2, 1);
    rotateXor(v, 1, 17, 2);
    swapHalves(v, 2);
  }
}

const INITIAL = [
  0x70736575, 0x736f6d65, 0x6e646f6d, 0x646f7261, 0x6e657261, 0x6c796765, 0x79746573, 0x74656462,
];

/**
 * SipHash-c-d (Aumasson and Bernstein 2012), an unsigned 64-bit number. TensorFlow's
 * `to_hash_bucket_strong` (Keras' `Hashing` with a salt) is SipHash-2-4; Python's `hash(str)` is
 * SipHash-1-3.
 *
 * @param key two unsigned 64-bit numbers
 */
export function sipHash(
  bytes: Uint8Array,
  key: readonly [bigint, bigint] = [0n, 0n],
  compressionRounds = 2,
  finalRounds = 4,
): bigint {
  const v = Uint32Array.from(INITIAL);
  for (let half = 0; half < 8; half++) {
    const word = key[(half >> 1) & 1]!;
    v[half] = v[half]! ^ Number((half & 1 ? word >> 32n : word) & 0xffffffffn);
  }
  const n = bytes.length;
  const byte = (at: number) => (at < n ? bytes[at]! : 0);
  for (let at = 0; at <= n; at += 8) {
    const low = byte(at) | (byte(at + 1) << 8) | (byte(at + 2) << 16) | (byte(at + 3) << 24);
    let high = byte(at + 4) | (byte(at + 5) << 8) | (byte(at + 6) << 16) | (byte(at + 7) << 24);
    // The last block carries the length in its top byte.
    if (at + 8 > n) high |= (n & 0xff) << 24;
    v[6] = v[6]! ^ low;
    v[7] = v[7]! ^ high;
    rounds(v, compressionRounds);
    v[0] = v[0]! ^ low;
    v[1] = v[1]! ^ high;
  }
  v[4] = v[4]! ^ 0xff;
  rounds(v, finalRounds);
  const low = (v[0]! ^ v[2]! ^ v[4] ^ v[6]!) >>> 0;
  const high = (v[1]! ^ v[3]! ^ v[5]! ^ v[7]!) >>> 0;
  return (BigInt(high) << 32n) | BigInt(low);
}
