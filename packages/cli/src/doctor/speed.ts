import { conv2d, dense, flatten, maxPooling2d } from '@ibexjs/layers';
import { sequential } from '@ibexjs/models';
import * as tf from '@tensorflow/tfjs-core';

import type { Speed } from './report.js';

/** Seconds for which each figure is measured, at least one round. */
const LONG_ENOUGH = 0.4;
const EDGE = 512;
const BATCH = 32;

/** A rough figure of each kind on the current backend: enough to choose one by. */
export async function measureSpeed(): Promise<Speed> {
  return { gflops: await matrixProducts(), stepMs: await trainingStep() };
}

/** Seconds of one round, the first, which compiles and allocates, not counted. */
async function secondsEach(round: () => Promise<void>): Promise<number> {
  await round();
  const start = performance.now();
  for (let rounds = 1; ; rounds++) {
    await round();
    const seconds = (performance.now() - start) / 1000;
    if (seconds >= LONG_ENOUGH) return seconds / rounds;
  }
}

async function matrixProducts(): Promise<number> {
  const [a, b] = [tf.fill([EDGE, EDGE], 0.5), tf.fill([EDGE, EDGE], 0.25)] as tf.Tensor2D[];
  const seconds = await secondsEach(async () => {
    const product = tf.matMul(a!, b!);
    // a row is read, so that the work is done and little is moved
    const row = tf.slice(product, 0, 1);
    await row.data();
    tf.dispose([product, row]);
  });
  tf.dispose([a!, b!]);
  return (2 * EDGE ** 3) / seconds / 1e9;
}

async function trainingStep(): Promise<number> {
  const model = sequential({
    layers: [
      conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
      maxPooling2d({ poolSize: 2 }),
      flatten(),
      dense({ units: 10, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' });
  const x = tf.fill([BATCH, 28, 28, 1], 0.5);
  const y = tf.tidy(() => tf.cast(tf.oneHot(tf.zeros([BATCH], 'int32'), 10), 'float32'));
  const seconds = await secondsEach(async () => void (await model.trainOnBatch(x, y)));
  tf.dispose([x, y]);
  model.dispose();
  return seconds * 1000;
}
