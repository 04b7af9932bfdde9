import { expect, test } from '@jest/globals';

import { Balance } from './balance.js';

test('threads that help are kept', () => {
  const balance = new Balance();
  for (let now = 0; now < 1000; now += 10) {
    balance.note(now, 9, 1);
    expect(balance.alone(now)).toBe(false);
  }
});

test('threads that are waited for get a rest, a longer one if it happens again', () => {
  const balance = new Balance();
  balance.note(0, 10, 40);
  expect(balance.alone(0)).toBe(true);
  expect(balance.alone(199)).toBe(true);
  expect(balance.alone(200)).toBe(false);
  balance.note(200, 10, 40);
  expect(balance.alone(599)).toBe(true);
  expect(balance.alone(600)).toBe(false);
});

test('a good spell shortens the rest again', () => {
  const balance = new Balance();
  balance.note(0, 10, 40);
  balance.note(200, 50, 0);
  balance.note(300, 10, 40);
  expect(balance.alone(499)).toBe(true);
  expect(balance.alone(500)).toBe(false);
});
