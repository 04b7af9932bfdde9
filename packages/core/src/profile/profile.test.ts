import { beforeAll, describe, expect, test } from '@jest/globals';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import '../gradients.js';
import { profile, profileScope } from './profile.js';
import { profileTable } from './table.js';

describe.each(testBackends)('profile on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test('counts kernels, their time and the bytes they make', async () => {
    const x = tf.ones([8, 8]);
    const measured = await profile(() => {
      tf.dispose([tf.matMul(x, x), tf.matMul(x, x), tf.tanh(x)]);
    });
    const products = measured.kernels.find(({ name }) => name === 'BatchMatMul')!;
    expect(products.calls).toBe(2);
    expect(products.bytes).toBe(2 * 64 * 4);
    expect(measured.kernels.map(({ name }) => name)).toContain('Tanh');
    const sum = measured.kernels.reduce((total, { ms }) => total + ms, 0);
    expect(measured.kernelMs).toBeCloseTo(sum, 6);
    expect(measured.ms).toBeGreaterThanOrEqual(measured.kernelMs);
    x.dispose();
  });

  test('tells forward from backward, by scope', async () => {
    const x = tf.ones([4, 4]);
    const measured = await profile(() => {
      const gradient = tf.grad((t: tf.Tensor) =>
        profileScope('outer', () => tf.sum(profileScope('inner', () => tf.tanh(t)))),
      )(x);
      gradient.dispose();
    });
    const named = (name: string) => measured.layers.find((layer) => layer.name === name)!;
    expect(named('inner').ms).toBeGreaterThan(0);
    expect(named('inner').backwardMs).toBeGreaterThan(0);
    expect(named('outer').ms).toBeGreaterThan(0);
    x.dispose();
  });

  test('leaves kernels as they were, also after an error', async () => {
    const before = tf.getKernel('Tanh', backend).kernelFunc;
    await expect(
      profile(() => {
        expect(tf.getKernel('Tanh', backend).kernelFunc).not.toBe(before);
        throw new Error('broken');
      }),
    ).rejects.toThrow('broken');
    expect(tf.getKernel('Tanh', backend).kernelFunc).toBe(before);
    await profile(() => undefined);
  });

  test('does not nest', async () => {
    await expect(profile(() => profile(() => undefined))).rejects.toThrow(/do not nest/);
  });
});

test('a profile reads as two tables', () => {
  const table = profileTable({
    ms: 10,
    kernelMs: 8,
    kernels: [
      { name: 'Conv2D', calls: 2, ms: 6, bytes: 2 ** 20 },
      { name: 'Add', calls: 10, ms: 2, bytes: 0 },
    ],
    layers: [{ name: 'conv2d', calls: 12, ms: 5, backwardMs: 3, bytes: 2 ** 20 }],
  });
  expect(table).toBe(
    [
      'profile: 10.0 ms, of which 8.0 ms (80.0%) in kernels and 2.0 ms in JavaScript and waiting',
      '',
      'kernel  calls   ms  share  MB made',
      '──────  ─────  ───  ─────  ───────',
      'Conv2D      2  6.0  60.0%      1.0',
      'Add        10  2.0  20.0%      0.0',
      '',
      'layer   kernels  forward ms  backward ms  share  MB made',
      '──────  ───────  ──────────  ───────────  ─────  ───────',
      'conv2d       12         5.0          3.0  80.0%      1.0',
    ].join('\n'),
  );
});
