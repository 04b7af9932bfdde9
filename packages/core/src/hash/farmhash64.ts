const MASK = 0xffffffffffffffffn;
const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;

const u64 = (value: bigint): bigint => value & MASK;
const rotate = (value: bigint, by: bigint): bigint => u64((value >> by) | (value << (64n - by)));
const shiftMix = (value: bigint): bigint => value ^ (value >> 47n);

function hash16(u: bigint, v: bigint, mul: bigint): bigint {
  const a = shiftMix(u64((u ^ v) * mul));
  const b = shiftMix(u64((v ^ a) * mul));
  return u64(b * mul);
}

/** Little-endian reads of one string of bytes. */
class Reader {
  private readonly view: DataView;
  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  u64(at: number): bigint {
    return this.view.getBigUint64(at, true);
  }
  u32(at: number): bigint {
    return BigInt(this.view.getUint32(at, true));
  }
}

function upTo16(bytes: Uint8Array, read: Reader): bigint {
  const n = bytes.length;
  const mul = K2 + BigInt(n) * 2n;
  if (n >= 8) {
    const a = u64(read.u64(0) + K2);
    const b = read.u64(n - 8);
    return hash16(u64(rotate(b, 37n) * mul + a), u64((rotate(a, 25n) + b) * mul), mul);
  }
  if (n >= 4) return hash16(BigInt(n) + (read.u32(0) << 3n), read.u32(n - 4), mul);
  if (n === 0) return K2;
  const y = BigInt(bytes[0]! + (bytes[n >> 1]! << 8));
  const z = BigInt(n + (bytes[n - 1]! << 2));
  return u64(shiftMix(u64(y * K2) ^ u64(z * K0)) * K2);
}

function upTo32(n: number, read: Reader): bigint {
  const mul = K2 + BigInt(n) * 2n;
  const a = u64(read.u64(0) * K1);
  const b = read.u64(8);
  const c = u64(read.u64(n - 8) * mul);
  const d = u64(read.u64(n - 16) * K2);
  return hash16(
    u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d),
    u64(a + rotate(u64(b + K2), 18n) + c),
    mul,
  );
}

function upTo64(n: number, read: Reader): bigint {
  const mul = K2 + BigInt(n) * 2n;
  const a = u64(read.u64(0) * K2);
  const b = read.u64(8);
  const c = u64(read.u64(n - 8) * mul);
  const d = u64(read.u64(n - 16) * K2);
  const y = u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d);
  const z = hash16(y, u64(a + rotate(u64(b + K2), 18n) + c), mul);
  const e = u64(read.u64(16) * mul);
  const f = read.u64(24);
  const g = u64((y + read.u64(n - 32)) * mul);
  const h = u64((z + read.u64(n - 24)) * mul);
  return hash16(
    u64(rotate(u64(e + f), 43n) + rotate(g, 30n) + h),
    u64(e + rotate(u64(f + a), 18n) + g),
    mul,
  );
}

type Pair = [bigint, bigint];

/** Mixes 32 bytes from `at` into a pair of sums. */
function mix32(read: Reader, at: number, a: bigint, b: bigint): Pair {
  const z = read.u64(at + 24);
  a = u64(a + read.u64(at));
  b = rotate(u64(b + a + z), 21n);
  const c = a;
  a = u64(a + read.u64(at + 8) + read.u64(at + 16));
  b = u64(b + rotate(a, 44n));
  return [u64(a + z), u64(b + c)];
}

function longer(n: number, read: Reader): bigint {
  let x = 81n;
  let y = u64(81n * K1 + 113n);
  let z = u64(shiftMix(u64(y * K2 + 113n)) * K2);
  let v: Pair = [0n, 0n];
  let w: Pair = [0n, 0n];
  x = u64(x * K2 + read.u64(0));
  const rest = (n - 1) & 63;
  const end = n - 1 - rest;
  for (let at = 0; at < end; at += 64) {
    x = u64(rotate(u64(x + y + v[0] + read.u64(at + 8)), 37n) * K1);
    y = u64(rotate(u64(y + v[1] + read.u64(at + 48)), 42n) * K1);
    x ^= w[1];
    y = u64(y + v[0] + read.u64(at + 40));
    z = u64(rotate(u64(z + w[0]), 33n) * K1);
    v = mix32(read, at, u64(v[1] * K1), u64(x + w[0]));
    w = mix32(read, at + 32, u64(z + w[1]), u64(y + read.u64(at + 16)));
    [z, x] = [x, z];
  }
  const mul = u64(K1 + ((z & 0xffn) << 1n));
  const at = n - 64;
  w[0] = u64(w[0] + BigInt(rest));
  v[0] = u64(v[0] + w[0]);
  w[0] = u64(w[0] + v[0]);
  x = u64(rotate(u64(x + y + v[0] + read.u64(at + 8)), 37n) * mul);
  y = u64(rotate(u64(y + v[1] + read.u64(at + 48)), 42n) * mul);
  x ^= u64(w[1] * 9n);
  y = u64(y + v[0] * 9n + read.u64(at + 40));
  z = u64(rotate(u64(z + w[0]), 33n) * mul);
  v = mix32(read, at, u64(v[1] * mul), u64(x + w[0]));
  w = mix32(read, at + 32, u64(z + w[1]), u64(y + read.u64(at + 16)));
  [z, x] = [x, z];
  return hash16(
    u64(hash16(v[0], w[0], mul) + shiftMix(y) * K0 + z),
    u64(hash16(v[1], w[1], mul) + x),
    mul,
  );
}

/**
 * FarmHash Fingerprint64 (Pike and Alakuijala, Google, 2014): the hash under TensorFlow's
 * `to_hash_bucket_fast` and the Keras layers `Hashing` and `HashedCrossing`. An unsigned 64-bit
 * number.
 */
export function farmHash64(bytes: Uint8Array): bigint {
  const read = new Reader(bytes);
  if (bytes.length <= 16) return upTo16(bytes, read);
  if (bytes.length <= 32) return upTo32(bytes.length, read);
  if (bytes.length <= 64) return upTo64(bytes.length, read);
  return longer(bytes.length, read);
}
