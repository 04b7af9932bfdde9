import { FormatError } from '@ibexjs/core/plain';

import { KeyedVectors } from '../keyed-vectors.js';

/** What to do with names that are not UTF-8. */
export type UnicodeErrors = 'strict' | 'ignore' | 'replace';

/** Turns the bytes of names into text. */
export function nameDecoder(where: string, errors: UnicodeErrors): (bytes: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { fatal: errors === 'strict', ignoreBOM: true });
  return (bytes) => {
    try {
      const name = decoder.decode(bytes);
      return errors === 'ignore' ? name.replaceAll('\ufffd', '') : name;
    } catch (error) {
      throw new FormatError(
        `${where}: a word is not valid UTF-8. Give unicodeErrors 'ignore' or 'replace' to load it all the same.`,
        { cause: error },
      );
    }
  };
}

/** Gathers vectors whose number is promised or not, trusting no promise with memory. */
export class VectorCollector {
  private values: Float32Array;
  private readonly keys: string[] = [];
  private readonly seen = new Set<string>();

  /** @param capacity rows to make room for at first */
  constructor(
    private readonly where: string,
    readonly size: number,
    capacity: number,
  ) {
    this.values = new Float32Array(Math.max(1, capacity) * size);
  }

  get count(): number {
    return this.keys.length;
  }

  /** Room for the next vector; it counts when `accept` is called. */
  room(): Float32Array {
    const at = this.keys.length * this.size;
    if (at + this.size > this.values.length) {
      const larger = new Float32Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    return this.values.subarray(at, at + this.size);
  }

  /** Takes the vector written to `room()`. Of equal words the first counts, as in gensim. */
  accept(key: string, vector: Float32Array): void {
    for (let i = 0; i < vector.length; i++) {
      if (Number.isFinite(vector[i])) continue;
      throw new FormatError(`${this.where}: the vector of '${key}' holds ${String(vector[i])}.`);
    }
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.keys.push(key);
  }

  finish(): KeyedVectors {
    if (this.keys.length === 0) throw new FormatError(`${this.where}: there are no vectors in it.`);
    const used = this.keys.length * this.size;
    const exact = this.values.length === used;
    return KeyedVectors.from(this.keys, exact ? this.values : this.values.slice(0, used));
  }
}
