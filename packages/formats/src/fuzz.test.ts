import { expect, test } from '@jest/globals';
import { IbexError, RandomGenerator } from '@ibexjs/core';

import { gunzip, gzip } from './gzip/gzip.js';
import { readIdx, writeIdx } from './idx/idx.js';
import { readNpy, writeNpy } from './npy/npy.js';
import { readNpz, writeNpz } from './npy/npz.js';
import { readSafetensors, writeSafetensors } from './safetensors/safetensors.js';

const MUTATIONS = 400;
const numbers = { shape: [4, 5], data: Float32Array.from({ length: 20 }, (_, i) => i / 3) };
const words = { shape: [3], data: ['Ibex', 'in', 'Stein'] };

/** Changes, cuts, doubles or inserts a few bytes. */
function mutate(bytes: Uint8Array, random: RandomGenerator): Uint8Array {
  let out = [...bytes];
  for (let i = random.integer(4); i >= 0; i--) {
    const at = random.integer(out.length || 1);
    const kind = random.integer(6);
    if (kind === 0) out = out.slice(0, at);
    else if (kind === 1) out.splice(at, random.integer(9));
    else if (kind === 2) out.splice(at, 0, ...out.slice(at, at + random.integer(40)));
    else if (kind === 3) out[at] = [0, 0xff, 0x7f, 0x80][random.integer(4)]!;
    else out[at] = (out[at] ?? 0) ^ (1 << random.integer(8));
  }
  return Uint8Array.from(out);
}

test.each<[string, Uint8Array, (bytes: Uint8Array) => unknown]>([
  ['npy of numbers', writeNpy(numbers), readNpy],
  ['npy of strings', writeNpy(words), readNpy],
  ['npz, stored', writeNpz({ numbers, words }), readNpz],
  ['npz, deflated', writeNpz({ numbers, words }, { compress: true }), readNpz],
  ['safetensors', writeSafetensors({ numbers }), readSafetensors],
  ['idx', writeIdx(numbers), readIdx],
  ['gzip', gzip(writeIdx(numbers)), gunzip],
])('%s: damage is read or refused, never a crash', (_, file, read) => {
  const random = new RandomGenerator(7);
  for (let i = 0; i < MUTATIONS; i++) {
    const damaged = mutate(file, random);
    try {
      read(damaged);
    } catch (error) {
      if (!(error instanceof IbexError)) {
        throw new Error(`mutation ${i}: ${Buffer.from(damaged).toString('hex')}`, { cause: error });
      }
      expect(error.code).toBe('IBEX_FORMAT');
    }
  }
});
