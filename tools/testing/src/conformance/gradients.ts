import { afterAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { computeOn } from '../compare.js';
import { floats, type GradientCase } from './case.js';
import { direction } from './cases/gradients.js';
import { ConformanceReport } from './report.js';
import { gradientCases } from './suites.js';

const STEP = 1e-2;

/** Relative to the derivative; what float32 leaves of a difference of two losses. */
const TOLERANCE = 5e-3;

/** Declares a test for every gradient case: on the backend it equals finite differences. */
export function testGradients(backend: string, only: (name: string) => boolean = () => true): void {
  const report = new ConformanceReport(backend, 'gradients');
  afterAll(() => report.write());

  describe(`gradients on ${backend} equal finite differences`, () => {
    const cases = gradientCases.filter(({ name }) => only(name));
    test.each(cases.map((c) => [c.name, c] as const))('%s', async (_name, c) => {
      const [analytic, numeric] = await computeOn(backend, () => derivatives(c));
      const expected = numeric!.values[0]!;
      const difference =
        Math.abs(analytic!.values[0]! - expected) / Math.max(1, Math.abs(expected));
      const tolerance = c.tolerance ?? TOLERANCE;
      report.add(c.name, difference, tolerance);
      expect(difference).toBeLessThan(tolerance);
    });
  });
}

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
