/** Bits each of the 64 steps rotates by. */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
/** floor(2^32 |sin(i + 1)|), as RFC 1321 defines its table. */
const TABLE = Int32Array.from({ length: 64 }, (_, i) =>
  Math.floor(0x100000000 * Math.abs(Math.sin(i + 1))),
);

/** The message, a 1 bit, zeros, and the length in bits: a whole number of 64-byte blocks. */
function padded(bytes: Uint8Array): DataView {
  const length = ((bytes.length + 8) & ~63) + 64;
  const out = new Uint8Array(length);
  out.set(bytes);
  out[bytes.length] = 0x80;
  const view = new DataView(out.buffer);
  view.setUint32(length - 8, (bytes.length * 8) >>> 0, true);
  view.setUint32(length - 4, Math.floor(bytes.length / 0x20000000), true);
  return view;
}

/** MD5 (RFC 1321) as 16 bytes. For hashing words into buckets as Keras does, not for secrets. */
export function md5(bytes: Uint8Array): Uint8Array {
  const message = padded(bytes);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let block = 0; block < message.byteLength; block += 64) {
    let [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!];
    for (let i = 0; i < 64; i++) {
      let mixed: number;
      let word: number;
      if (i < 16) [mixed, word] = [(b & c) | (~b & d), i];
      else if (i < 32) [mixed, word] = [(d & b) | (~d & c), (5 * i + 1) & 15];
      else if (i < 48) [mixed, word] = [b ^ c ^ d, (3 * i + 5) & 15];
      else [mixed, word] = [c ^ (b | ~d), (7 * i) & 15];
      const sum = (a + mixed + TABLE[i]! + message.getInt32(block + 4 * word, true)) | 0;
      const by = SHIFTS[(i >> 4) * 4 + (i & 3)]!;
      [a, d, c] = [d, c, b];
      b = (b + ((sum << by) | (sum >>> (32 - by)))) | 0;
    }
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
  }
  return new Uint8Array(state.buffer);
}
