import { expect, test } from '@jest/globals';
import { BackendError } from '@ibexjs/core';

import { chooseSimd, compileKernels, hasRelaxedSimd, insteadOf } from './module.js';

const hasWide = process.arch === 'x64' && Number.parseInt(process.versions.v8, 10) >= 13;

test('chooses the fastest kind, and leaves no flag of V8 on', async () => {
  const before = hasRelaxedSimd();
  const kind = chooseSimd(undefined);
  expect(kind).toBe(hasWide ? 'wide' : 'relaxed');
  await compileKernels(kind, false);
  expect(hasRelaxedSimd()).toBe(before);
});

test('knows what to use when a kind fails its test', () => {
  expect(insteadOf('wide')).toBe('relaxed');
  expect(insteadOf('relaxed')).toBe(hasRelaxedSimd() ? undefined : 'plain');
  expect(insteadOf('plain')).toBeUndefined();
});

test('gives the kind that is asked for, or says which there are', () => {
  expect(chooseSimd('plain')).toBe('plain');
  const wide = () => chooseSimd('wide');
  if (hasWide) expect(wide()).toBe('wide');
  else expect(wide).toThrow(new BackendError(expectedMessage));
});

const expectedMessage =
  'The wide kernels were asked for, which need Node 24 or later on x64. Here are: relaxed, plain.';
