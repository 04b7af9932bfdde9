import { withBackend } from '@ibexjs/backends';
import { setRandomSeed } from '@ibexjs/core';
import { dense } from '@ibexjs/layers';
import { sequential } from '@ibexjs/models';
import { sgd } from '@ibexjs/optimizers';
import * as tf from '@tensorflow/tfjs-core';

import type { Check } from './report.js';

/** Numbers in [-1, 1), a fixed pattern. */
function pattern(shape: number[], seed: number): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => ((i * 7919 + seed * 104_729) % 1999) / 1000 - 1),
    shape,
  );
}

/** A computation and the difference to the cpu backend that rounding explains. */
interface Case {
  name: string;
  tolerance: number;
  /** Numbers that must be the same on every backend. */
  run: () => Promise<number[]>;
}

async function valuesOf(compute: () => tf.Tensor): Promise<number[]> {
  const result = tf.tidy(compute);
  try {
    return [...(await result.data())];
  } finally {
    result.dispose();
  }
}

/** Five steps of gradient descent; the losses, and whether the last is lower than the first. */
async function trainingSteps(): Promise<number[]> {
  setRandomSeed(1);
  const model = sequential({
    layers: [
      dense({ units: 16, activation: 'relu', inputShape: [8] }),
      dense({ units: 3, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: sgd({ learningRate: 0.5 }), loss: 'categoricalCrossentropy' });
  const x = pattern([12, 8], 1);
  const y = tf.tidy(() => tf.cast(tf.oneHot(tf.range(0, 12, 1, 'int32'), 3), 'float32'));
  const losses: number[] = [];
  for (let step = 0; step < 5; step++) losses.push((await model.trainOnBatch(x, y)) as number);
  tf.dispose([x, y]);
  model.dispose();
  return [...losses, Number(losses.at(-1)! < losses[0]!)];
}

/** The derivative of a small network along a direction: by its gradient, not by differences. */
function gradient(): tf.Tensor {
  const [x, w, d] = [pattern([6, 5], 1), pattern([5, 4], 2), pattern([5, 4], 3)];
  const loss = (v: tf.Tensor) => tf.mean(tf.square(tf.tanh(tf.matMul(x, v as tf.Tensor2D))));
  return tf.sum(tf.mul(tf.grad(loss)(w), d));
}

/** The same by central differences. */
function difference(): tf.Tensor {
  const [x, w, d] = [pattern([6, 5], 1), pattern([5, 4], 2), pattern([5, 4], 3)];
  const loss = (v: tf.Tensor) => tf.mean(tf.square(tf.tanh(tf.matMul(x, v as tf.Tensor2D))));
  const at = (step: number) => loss(tf.add(w, tf.mul(d, step)));
  return tf.div(tf.sub(at(1e-2), at(-1e-2)), 2e-2);
}

const CASES: readonly Case[] = [
  {
    name: 'matmul',
    tolerance: 1e-4,
    run: () => valuesOf(() => tf.matMul(pattern([64, 48], 1), pattern([48, 32], 2))),
  },
  {
    name: 'convolution',
    tolerance: 1e-4,
    run: () =>
      valuesOf(() =>
        tf.conv2d(
          pattern([2, 8, 9, 3], 1) as tf.Tensor4D,
          pattern([3, 3, 3, 4], 2) as tf.Tensor4D,
          1,
          'same',
        ),
      ),
  },
  { name: 'training step', tolerance: 1e-4, run: trainingSteps },
  { name: 'gradient', tolerance: 1e-4, run: () => valuesOf(gradient) },
];

/** The gradient against differences, which float32 leaves three digits of. */
const DIFFERENCES = { name: 'gradient by differences', tolerance: 5e-3 };

/** Runs the self-test on a backend, which must be the current one, against plain JavaScript. */
export async function selfTest(tell: (what: string) => void): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { name, tolerance, run } of CASES) {
    tell(name);
    checks.push(await check(name, tolerance, run, () => withBackend('cpu', run)));
  }
  tell(DIFFERENCES.name);
  checks.push(
    await check(
      DIFFERENCES.name,
      DIFFERENCES.tolerance,
      () => valuesOf(gradient),
      () => valuesOf(difference),
    ),
  );
  return checks;
}

async function check(
  name: string,
  tolerance: number,
  run: () => Promise<number[]>,
  expect: () => Promise<number[]>,
): Promise<Check> {
  try {
    const [values, expected] = [await run(), await expect()];
    const worst = expected.reduce((max, value, i) => {
      const apart = Math.abs(values[i]! - value);
      // NaN is a difference, too
      return apart <= max ? max : apart;
    }, 0);
    return { name, passes: worst <= tolerance, difference: worst, tolerance };
  } catch (error) {
    return { name, passes: false, tolerance, error: (error as Error).message };
  }
}
