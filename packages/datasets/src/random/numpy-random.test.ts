import { describe, expect, test } from '@jest/globals';
import { ValueError } from '@ibexjs/core';
import { readFixture } from '@ibexjs/testing';

import { NumpyRandomState } from './numpy-random.js';

interface Golden {
  words: number[];
  permutation: number[];
  far: number[];
}
const { random } = readFixture<{ random: Record<string, Golden> }>(
  import.meta.url,
  '../../fixtures/preprocessing.json',
);

describe.each(Object.entries(random))('seed %s gives the numbers of NumPy', (seed, golden) => {
  test('words', () => {
    const state = new NumpyRandomState(Number(seed));
    expect(golden.words.map(() => state.nextUint32())).toEqual(golden.words);
  });

  test('permutations, beyond one refill too', () => {
    expect(new NumpyRandomState(Number(seed)).permutation(30)).toEqual(golden.permutation);
    expect(new NumpyRandomState(Number(seed)).permutation(2000).slice(-5)).toEqual(golden.far);
  });
});

test.each([-1, 0.5, 2 ** 32])('the seed %d is refused', (seed) => {
  expect(() => new NumpyRandomState(seed)).toThrow(ValueError);
});
