import '@ibexjs/core';

import { describe, expect, test } from '@jest/globals';
import { computeOn, largestDifference, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import type { Case } from './case.js';
import { arrangement } from './cases/arrangement.js';
import { convolutions } from './cases/convolutions.js';
import { elementwise } from './cases/elementwise.js';
import { products } from './cases/products.js';
import { reductionCases } from './cases/reductions.js';
import { specialCases } from './cases/special.js';

const FAMILIES: Record<string, Case[]> = {
  elementwise,
  reductions: reductionCases,
  products,
  convolutions,
  arrangement,
  special: specialCases,
};

const seen = new Set<string>();

describe.each(Object.entries(FAMILIES))('%s', (_family, cases) => {
  test.each(cases.map((c) => [c.name, c] as const))('%s', async (_name, c) => {
    await useTestBackend('wasm');
    const before = tf.memory().numTensors;
    const { kernelNames } = await tf.profile(() => tf.tidy(() => void c.run()));
    kernelNames.forEach((name) => seen.add(name));
    expect(tf.memory().numTensors).toBe(before);

    const wasm = await computeOn('wasm', c.run);
    const cpu = await computeOn('cpu', c.run);
    expect(wasm.length).toBe(cpu.length);
    wasm.forEach((result, i) => {
      expect(largestDifference(result, cpu[i]!)).toBeLessThanOrEqual(c.tolerance ?? 1e-5);
    });
  });
});

/** Kernels that cannot be compared: random numbers, and drawing, which needs a canvas. */
const NOT_COMPARED = ['Multinomial', 'Draw'];

test('every kernel of the cpu backend exists on wasm and was compared', () => {
  const names = (backend: string) => tf.getKernelsForBackend(backend).map((k) => k.kernelName);
  const wasm = names('wasm');
  expect(names('cpu').filter((name) => !wasm.includes(name))).toEqual([]);
  const compared = (name: string) => seen.has(name) || NOT_COMPARED.includes(name);
  expect(names('cpu').filter((name) => !compared(name))).toEqual([]);
});
