import { ValueError } from '@ibexjs/core';

const N = 624;
const M = 397;

/**
 * NumPy's `RandomState`: the Mersenne Twister MT19937 of Matsumoto and Nishimura (1998) with NumPy's
 * way of shuffling. Keras and scikit-learn order and split data by it, so the same seed gives the
 * same order here.
 */
export class NumpyRandomState {
  private readonly state = new Uint32Array(N);
  private at = N;

  /** @param seed whole number in [0, 2^32) */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new ValueError(
        `The seed must be a whole number from 0 to 4294967295; received ${seed}.`,
      );
    }
    this.state[0] = seed;
    for (let i = 1; i < N; i++) {
      const before = this.state[i - 1]!;
      this.state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
  }

  private refill(): void {
    const state = this.state;
    for (let i = 0; i < N; i++) {
      const bits = (state[i]! & 0x80000000) | (state[(i + 1) % N]! & 0x7fffffff);
      state[i] = state[(i + M) % N]! ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
    }
    this.at = 0;
  }

  /** 32 random bits, as an unsigned number. */
  nextUint32(): number {
    if (this.at === N) this.refill();
    let bits = this.state[this.at++]!;
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    bits ^= bits >>> 18;
    return bits >>> 0;
  }

  /** A whole number in [0, max]: bits beyond the needed ones are cut off, too large ones redrawn. */
  private interval(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.nextUint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /** Puts the items in random order, in place, and returns them. */
  shuffle<T extends { [index: number]: unknown; length: number }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.interval(i);
      [items[i], items[j]] = [items[j], items[i]];
    }
    return items;
  }

  /** 0 … n-1 in random order. */
  permutation(n: number): number[] {
    return this.shuffle(Array.from({ length: n }, (_, i) => i));
  }

  /** `size` different ones of the items. */
  choice<T>(items: readonly T[], size: number): T[] {
    return this.permutation(items.length)
      .slice(0, size)
      .map((i) => items[i]!);
  }
}
