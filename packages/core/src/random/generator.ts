import { philox, toUnitFloat } from './philox.js';
import { nextSeed } from './seed.js';

/**
 * Random numbers for JavaScript itself (shuffling, sampling, splits): a Philox stream read in
 * order. For random tensors inside a network use `SeedGenerator` and `randomUniform`.
 */
export class RandomGenerator {
  private block = 0;
  private at = 4;
  private readonly words = new Uint32Array(4);
  private readonly key0: number;
  private readonly key1: number;

  /** @param seed whole number; the next process-wide seed when left out */
  constructor(seed: number = nextSeed()) {
    this.key0 = seed >>> 0;
    this.key1 = Math.floor(seed / 0x100000000) >>> 0;
  }

  /** 32 random bits, as an unsigned number. */
  nextUint32(): number {
    if (this.at === 4) {
      philox(this.words, this.key0, this.key1, this.block++, 0x57ea);
      this.at = 0;
    }
    return this.words[this.at++]!;
  }

  /** A number in [0, 1). */
  uniform(): number {
    return toUnitFloat(this.nextUint32());
  }

  /** A whole number in [0, n). */
  integer(n: number): number {
    return Math.floor((this.nextUint32() / 0x100000000) * n);
  }

  /** A draw from the normal distribution (Box and Muller 1958). */
  normal(mean = 0, stddev = 1): number {
    const u = 1 - this.nextUint32() / 0x100000000;
    const v = this.nextUint32() / 0x100000000;
    return mean + stddev * Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
  }

  /** Puts the elements in random order, in place (Fisher and Yates), and returns them. */
  shuffle<T extends { [index: number]: unknown; length: number }>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [items[i], items[j]] = [items[j], items[i]];
    }
    return items;
  }

  /** 0 … n-1 in random order. */
  permutation(n: number): Int32Array {
    return this.shuffle(Int32Array.from({ length: n }, (_, i) => i));
  }
}
