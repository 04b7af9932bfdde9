import { expect, test } from '@jest/globals';

import { floatsToHalves, halfToNumber, halvesToFloats, numberToHalf } from './float16.js';

test.each([
  [0, 0],
  [1, 0x3c00],
  [-2, 0xc000],
  [65504, 0x7bff],
  [65519, 0x7bff],
  [65520, 0x7c00],
  [Infinity, 0x7c00],
  [-Infinity, 0xfc00],
  [2 ** -24, 1],
  [2 ** -25, 0],
  [3 * 2 ** -25, 2],
  [2 ** -14, 0x0400],
  [2049, 0x6800],
  [2051, 0x6802],
  [1e-9, 0],
])('%d rounds to the pattern %d', (value, half) => {
  expect(numberToHalf(value)).toBe(half);
});

test('every pattern survives a round trip', () => {
  const halves = Uint16Array.from({ length: 0x10000 }, (_, i) => i);
  const floats = halvesToFloats(halves);
  const back = floatsToHalves(floats);
  for (let half = 0; half < 0x10000; half++) {
    if (Number.isNaN(floats[half])) expect(Number.isNaN(halfToNumber(back[half]!))).toBe(true);
    else if (back[half] !== half) throw new Error(`${half} became ${back[half]}`);
  }
});
