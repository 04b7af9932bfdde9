import { ValueError } from '@ibexjs/core/plain';

const N = 624;

/**
 * Python's `random.Random`: the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded and
 * read as CPython does it, so that a seed gives the numbers it gives in Python.
 */
export class PythonRandom {
  private readonly state = new Uint32Array(N);
  private at = N;

  /** @param seed whole number; its sign does not count, as in Python */
  constructor(seed: number) {
    this.seed(seed);
  }

  /** Starts again, as `random.seed(seed)`. */
  seed(seed: number): void {
    if (!Number.isSafeInteger(seed)) {
      throw new ValueError(`PythonRandom: the seed must be a whole number; received ${seed}.`);
    }
    const size = Math.abs(seed);
    const low = size >>> 0;
    const high = Math.floor(size / 0x100000000);
    this.seedByArray(high > 0 ? [low, high] : [low]);
  }

  private seedByArray(key: number[]): void {
    const s = this.state;
    s[0] = 19650218;
    for (let i = 1; i < N; i++) {
      const before = s[i - 1]! ^ (s[i - 1]! >>> 30);
      s[i] = Math.imul(1812433253, before) + i;
    }
    let i = 1;
    const step = (factor: number, addend: number, sign: 1 | -1) => {
      const before = s[i - 1]! ^ (s[i - 1]! >>> 30);
      s[i] = (s[i]! ^ Math.imul(before, factor)) + sign * addend;
      i++;
      if (i === N) {
        s[0] = s[N - 1]!;
        i = 1;
      }
    };
    for (let k = 0; k < N; k++) step(1664525, key[k % key.length]! + (k % key.length), 1);
    for (let k = 0; k < N - 1; k++) step(1566083941, i, -1);
    s[0] = 0x80000000;
    this.at = N;
  }

  /** 32 random bits, as an unsigned number. */
  nextUint32(): number {
    const s = this.state;
    if (this.at === N) {
      for (let i = 0; i < N; i++) {
        const y = (s[i]! & 0x80000000) | (s[(i + 1) % N]! & 0x7fffffff);
        s[i] = s[(i + 397) % N]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      this.at = 0;
    }
    let y = s[this.at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A number in [0, 1) with 53 random bits: `random.random()`. */
  random(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 0x4000000 + low) / 0x20000000000000;
  }

  /** A whole number in [0, n), for n below 2^32. */
  below(n: number): number {
    const bits = 32 - Math.clz32(n);
    for (;;) {
      const draw = this.nextUint32() >>> (32 - bits);
      if (draw < n) return draw;
    }
  }

  /** A whole number from `low` to `high`, both included: `random.randint(low, high)`. */
  randint(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** Puts the elements in random order, in place: `random.shuffle(items)`. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [items[i], items[j]] = [items[j]!, items[i]!];
    }
    return items;
  }
}
