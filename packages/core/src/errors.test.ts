import { expect, test } from '@jest/globals';

import * as errors from './errors.js';

test.each(Object.entries(errors).filter(([name]) => name !== 'IbexError'))(
  '%s carries its name, a code, a message and a cause',
  (name, ErrorClass) => {
    const cause = new Error('deeper');
    const error = new (ErrorClass as typeof errors.ValueError)('what was wrong', { cause });
    expect(error).toBeInstanceOf(errors.IbexError);
    expect([error.name, error.message, error.cause]).toEqual([name, 'what was wrong', cause]);
    expect(error.code).toMatch(/^IBEX_[A-Z_]+$/);
    expect(String(error)).toBe(`${name}: what was wrong`);
  },
);

test('no two share a code', () => {
  const codes = Object.entries(errors)
    .filter(([name]) => name !== 'IbexError')
    .map(([, ErrorClass]) => new (ErrorClass as typeof errors.ValueError)('').code);
  expect(new Set(codes).size).toBe(codes.length);
});
