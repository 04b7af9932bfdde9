import { describe, expect, test } from '@jest/globals';
import { readFixture } from '@ibexjs/testing';

import { philox, toUnitFloat } from './philox.js';
import { statelessValues } from './stateless.js';

interface Golden {
  state: [number, number, number, number];
  first: number;
  bits: number[];
  uniform: number[];
  normal: number[];
}
const cases = readFixture<Golden[]>(import.meta.url, '../../fixtures/philox.json');

describe.each(cases)('key and stream $state, block $first', ({ state, first, ...golden }) => {
  test('the bits and floats of TensorFlow', () => {
    const words = new Uint32Array(10);
    philox(words, ...state, first);
    expect([...words]).toEqual(golden.bits);
    words.forEach((word, i) => expect(toUnitFloat(word)).toBeCloseTo(golden.uniform[i]!, 7));
  });
});

test.each(cases.filter(({ first }) => first === 0))(
  'uniform and normal numbers of TensorFlow: $state',
  ({ state, uniform, normal }) => {
    statelessValues(10, state, 'uniform').forEach((value, i) =>
      expect(value).toBeCloseTo(uniform[i]!, 7),
    );
    statelessValues(10, state, 'normal').forEach((value, i) =>
      expect(value).toBeCloseTo(normal[i]!, 5),
    );
  },
);

test("the generator's published answer", () => {
  const words = new Uint32Array(4);
  philox(words, 0, 0);
  expect([...words].map((word) => word.toString(16))).toEqual([
    '6627e8d5',
    'e169c58d',
    'bc57ac4c',
    '9b00dbd8',
  ]);
});

test('a stream is the same read from any block on, at any length', () => {
  const whole = new Uint32Array(23);
  philox(whole, 5, 6, 7, 8);
  for (const [first, length] of [
    [1, 4],
    [2, 7],
    [5, 3],
  ] as const) {
    const part = new Uint32Array(length);
    philox(part, 5, 6, 7, 8, first);
    expect([...part]).toEqual([...whole.subarray(4 * first, 4 * first + length)]);
  }
});
