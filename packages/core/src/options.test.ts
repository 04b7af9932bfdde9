import { describe, expect, test } from '@jest/globals';

import { UnknownOptionError, ValueError } from './errors.js';
import {
  checkChoice,
  checkOptions,
  checkPositiveInteger,
  nearest,
  toCamelCase,
  toSnakeCase,
} from './options.js';

test.each([
  ['units', 'units'],
  ['kernelSize', 'kernel_size'],
  ['useBias', 'use_bias'],
  ['returnSequences', 'return_sequences'],
  ['beta1', 'beta1'],
])('%s is %s in Python, and back', (camel, snake) => {
  expect(toSnakeCase(camel)).toBe(snake);
  expect(toCamelCase(snake)).toBe(camel);
});

test.each([
  ['kernalSize', 'kernelSize'],
  ['UNITS', 'units'],
  ['zebra', undefined],
])('nearest to %s is %s', (word, expected) => {
  expect(nearest(word, ['units', 'kernelSize', 'activation'])).toBe(expected);
});

describe('checkOptions', () => {
  test('accepts known keys, undefined ones and no options', () => {
    checkOptions('Dense', { units: 1, other: undefined }, ['units']);
    checkOptions('Dense', undefined, []);
  });

  test('names the likely word, else all of them', () => {
    const check = (options: object) => () => checkOptions('Dense', options, ['units', 'useBias']);
    expect(check({ unit: 1 })).toThrow(UnknownOptionError);
    expect(check({ unit: 1 })).toThrow('Dense: unknown option "unit". Did you mean "units"?');
    expect(check({ x: 1 })).toThrow('Known options: units, useBias.');
  });
});

test('checkChoice takes both spellings and gives the allowed one', () => {
  const choose = (value: string) =>
    checkChoice('Conv2D', 'dataFormat', value, ['channels_last', 'channels_first']);
  expect(choose('channelsLast')).toBe('channels_last');
  expect(choose('channels_first')).toBe('channels_first');
  expect(() => choose('last')).toThrow(ValueError);
  expect(() => choose('last')).toThrow(
    /Conv2D: .*'channels_last', 'channels_first'; received "last"/,
  );
  expect(() => choose(3 as unknown as string)).toThrow(/received 3/);
});

test.each([0, -1, 1.5, NaN, '3', null])('%j is no positive whole number', (value) => {
  expect(() => checkPositiveInteger('Dense', 'units', value)).toThrow(ValueError);
});

test('3 is a positive whole number', () => {
  checkPositiveInteger('Dense', 'units', 3);
});
