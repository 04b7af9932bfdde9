import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { conv2d, dense, flatten, maxPooling2d } from '@ibexjs/layers';
import { sgd } from '@ibexjs/optimizers';
import { formulaValues, readFixture, testBackends, useTestBackend } from '@ibexjs/testing';

import { sequential } from '../factories.js';

interface Fixture {
  edge: number;
  batch: number;
  rate: number;
  scales: number[];
  losses: Record<string, number[]>;
}

const { edge, batch, rate, scales, losses } = readFixture<Fixture>(
  import.meta.url,
  '../../fixtures/deep-trajectory.json',
);

const formula = (shape: number[], seed: number, scale = 1) =>
  tf.tensor(
    formulaValues(tf.util.sizeFromShape(shape), seed).map((value) => value * scale),
    shape,
  );

const runs = testBackends.flatMap((backend) =>
  // tfjs's own convolution gradients in plain JavaScript are slow: one task is enough there
  Object.keys(losses)
    .slice(backend === 'cpu' ? 1 : 0)
    .map((classes) => [backend, Number(classes)] as const),
);

test.each(runs)(
  "the deep network trains along Keras' path on %s, %i classes",
  async (backend, classes) => {
    await useTestBackend(backend);
    const model = sequential({
      layers: [
        conv2d({ filters: 32, kernelSize: 3, activation: 'relu', inputShape: [edge, edge, 1] }),
        conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
        maxPooling2d({ poolSize: 2 }),
        flatten(),
        dense({ units: 128, activation: 'relu' }),
        dense({ units: classes, activation: 'softmax' }),
      ],
    });
    tf.tidy(() =>
      model.setWeights(model.weights.map(({ shape }, i) => formula(shape, i, scales[i]))),
    );
    model.compile({ optimizer: sgd({ learningRate: rate }), loss: 'categoricalCrossentropy' });
    for (const [step, expected] of losses[classes]!.entries()) {
      const x = formula([batch, edge, edge, 1], 1000 + (step % 2));
      const numbers = Array.from({ length: batch }, (_, i) => (i * 7 + (step % 2)) % classes);
      const y = tf.oneHot(tf.tensor1d(numbers, 'int32'), classes);
      const loss = (await model.trainOnBatch(x, y)) as number;
      expect(Math.abs(loss - expected)).toBeLessThan(1e-4);
      tf.dispose([x, y]);
    }
    model.dispose();
  },
);
