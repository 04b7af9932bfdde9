import '@ibexjs/core';

import { describe, expect, test } from '@jest/globals';
import { computeOn } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { floats, type GradientCase } from './case.js';
import { direction, gradients } from './cases/gradients.js';

const STEP = 1e-2;

/** The derivative along a direction, by the gradient and by a central difference. */
function derivatives({ shapes, run, domain = (x) => x }: GradientCase): tf.Tensor[] {
  const inputs = shapes.map((shape, i) => domain(floats(shape, 5 + 3 * i), i));
  const directions = shapes.map(direction);
  const weights = floats(run(...inputs).shape, 29);
  const loss = (...xs: tf.Tensor[]): tf.Scalar => tf.sum(tf.mul(run(...xs), weights));
  const slopes = tf
    .grads((...xs: tf.Tensor[]) => loss(...xs))(inputs)
    .map((gradient, i) => tf.sum(tf.mul(gradient, directions[i]!)));
  const moved = (by: number) =>
    loss(...inputs.map((x, i) => tf.add(x, tf.mul(directions[i]!, by))));
  return [tf.addN(slopes), tf.div(tf.sub(moved(STEP), moved(-STEP)), 2 * STEP)];
}

describe.each(['cpu', 'wasm'])('gradients on %s equal finite differences', (backend) => {
  test.each(gradients.map((c) => [c.name, c] as const))('%s', async (_name, c) => {
    const [analytic, numeric] = await computeOn(backend, () => derivatives(c));
    const expected = numeric!.values[0]!;
    const difference = Math.abs(analytic!.values[0]! - expected);
    expect(difference / Math.max(1, Math.abs(expected))).toBeLessThan(c.tolerance ?? 5e-3);
  });
});
