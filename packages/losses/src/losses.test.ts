import { rememberLogits } from '@ibexjs/core';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import {
  binaryCrossentropy,
  BinaryCrossentropy,
  categoricalCrossentropy,
  CategoricalGeneralizedCrossEntropy,
  ctc,
  getLoss,
  Loss,
  LossFunctionWrapper,
  meanSquaredError,
  MeanSquaredError,
  registerLoss,
  sparseCategoricalCrossentropy,
} from './index.js';

beforeAll(() => useTestBackend('cpu'));

describe('getLoss', () => {
  test.each([
    ['mse', 'MeanSquaredError'],
    ['MSE', 'MeanSquaredError'],
    ['meanSquaredError', 'MeanSquaredError'],
    ['mean_squared_error', 'MeanSquaredError'],
    ['MeanSquaredError', 'MeanSquaredError'],
    ['sparseCategoricalCrossentropy', 'SparseCategoricalCrossentropy'],
    ['categorical_crossentropy', 'CategoricalCrossentropy'],
    ['klDivergence', 'KLDivergence'],
    ['kld', 'KLDivergence'],
    ['huber', 'Huber'],
    ['huber_loss', 'Huber'],
    ['ctc', 'CTC'],
    ['logcosh', 'LogCosh'],
    ['log_cosh', 'LogCosh'],
  ])('knows %s', (id, className) => {
    expect((getLoss(id).constructor as typeof Loss).className).toBe(className);
  });

  test('takes options, configs, functions and losses', () => {
    expect(getLoss('bce', { fromLogits: true }).getConfig()['from_logits']).toBe(true);
    const config = { class_name: 'BinaryCrossentropy', config: { label_smoothing: 0.1 } };
    expect(getLoss(config).getConfig()['label_smoothing']).toBe(0.1);
    const halfSquare = (a: tf.Tensor, b: tf.Tensor) => tf.mul(meanSquaredError(a, b), 0.5);
    const wrapped = getLoss(halfSquare);
    expect(wrapped).toBeInstanceOf(LossFunctionWrapper);
    expect(wrapped.name).toBe('half_square');
    expect(getLoss(wrapped)).toBe(wrapped);
  });

  test('names the nearest loss when it knows none of that name', () => {
    expect(() => getLoss('catgorical_crossentropy')).toThrow(
      'Did you mean "categorical_crossentropy"?',
    );
    expect(() => getLoss(3 as unknown as string)).toThrow(/A loss is a name/);
  });

  test('finds losses of your own', () => {
    class Offset extends Loss {
      static override readonly className = 'Offset';
      call(yTrue: tf.Tensor, yPred: tf.Tensor) {
        return tf.mean(tf.sub(yTrue, yPred), -1);
      }
    }
    registerLoss(Offset);
    expect(getLoss('offset')).toBeInstanceOf(Offset);
    expect(getLoss('offset').name).toBe('offset');
  });
});

describe('bad input', () => {
  test('unknown options and values', () => {
    expect(() => getLoss('bce', { fromLogit: true })).toThrow('Did you mean "fromLogits"?');
    expect(() => new MeanSquaredError({ reduction: 'avg' })).toThrow(/option "reduction"/);
    expect(() => new CategoricalGeneralizedCrossEntropy({ q: 1 })).toThrow(/between 0 and 1/);
  });

  test('shapes that do not fit name the loss, the shapes and the remedy', () => {
    tf.tidy(() => {
      const classes = tf.tensor1d([0, 1, 2], 'int32');
      const oneHot = tf.cast(tf.oneHot(classes, 3), 'float32');
      const scores = tf.zeros([3, 3]);
      expect(() => categoricalCrossentropy(classes, scores)).toThrow(
        /categoricalCrossentropy: labels of shape \[3\].*\[3, 3\].*sparseCategoricalCrossentropy/,
      );
      expect(() => categoricalCrossentropy(oneHot, tf.zeros([3, 4]))).toThrow(/it has 4/);
      expect(() => sparseCategoricalCrossentropy(oneHot, scores)).toThrow(
        /For one-hot labels use categoricalCrossentropy/,
      );
      expect(() => meanSquaredError(tf.zeros([3, 2]), tf.zeros([3, 4]))).toThrow(
        /labels of shape \[3, 2\] do not fit predictions of shape \[3, 4\]/,
      );
      expect(() => ctc(classes, scores)).toThrow(/longest label/);
      expect(() => sparseCategoricalCrossentropy(classes, scores, { axis: 0 })).toThrow(
        /only the last axis/,
      );
    });
  });

  test('a label that is no class gives NaN rather than a wrong number', () => {
    tf.tidy(() => {
      const labels = tf.tensor1d([0, 3, -1], 'int32');
      const losses = sparseCategoricalCrossentropy(labels, tf.fill([3, 3], 1 / 3));
      const [first, second, third] = losses.dataSync();
      expect(first).toBeCloseTo(Math.log(3), 5);
      expect(second).toBeNaN();
      expect(third).toBeNaN();
    });
  });
});

describe.each(testBackends)('logits behind probabilities on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test('keep loss and gradient alive where probabilities round to 0', () => {
    tf.tidy(() => {
      const logits = tf.tensor2d([[-60, 60]]);
      const oneHot = tf.tensor2d([[1, 0]]);
      const loss = (x: tf.Tensor) => {
        const p = tf.softmax(x);
        rememberLogits(p, x, 'softmax');
        return tf.sum(categoricalCrossentropy(oneHot, p));
      };
      const { value, grad } = tf.valueAndGrad(loss)(logits);
      expect(value.dataSync()[0]).toBeCloseTo(120, 3);
      expect([...grad.dataSync()]).toEqual([-1, 1]);

      const labels = tf.tensor1d([0], 'int32');
      const sparse = tf.valueAndGrad((x) => {
        const p = tf.softmax(x);
        rememberLogits(p, x, 'softmax');
        return tf.sum(sparseCategoricalCrossentropy(labels, p));
      })(logits);
      expect(sparse.value.dataSync()[0]).toBeCloseTo(120, 3);
      expect([...sparse.grad.dataSync()]).toEqual([-1, 1]);
    });
  });

  test('serve sigmoids too, and go unused once disposed', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([[-50]]);
      const p = tf.sigmoid(x);
      rememberLogits(p, x, 'sigmoid');
      const one = tf.ones([1, 1]);
      expect(binaryCrossentropy(one, p).dataSync()[0]).toBeCloseTo(50, 3);
      x.dispose();
      expect(binaryCrossentropy(one, p).dataSync()[0]).toBeCloseTo(-Math.log(1e-7), 3);
    });
  });

  test('a class among many is picked as among few', () => {
    tf.tidy(() => {
      const logits = tf.randomNormal([6, 300], 0, 3, 'float32', 1);
      const labels = tf.tensor1d([0, 299, 150, 7, 7, 42], 'int32');
      const sparse = sparseCategoricalCrossentropy(labels, logits, { fromLogits: true });
      const dense = categoricalCrossentropy(tf.oneHot(labels, 300), logits, { fromLogits: true });
      const [a, b] = [sparse.dataSync(), dense.dataSync()];
      a.forEach((v, i) => expect(v).toBeCloseTo(b[i]!, 4));
    });
  });
});

test('a loss leaves no tensors behind', () => {
  const yTrue = tf.tensor2d([[1], [0]]);
  const yPred = tf.tensor2d([[0.7], [0.4]]);
  const before = tf.memory().numTensors;
  new BinaryCrossentropy().apply(yTrue, yPred).dispose();
  tf.dispose(tf.grad((p) => new BinaryCrossentropy().apply(yTrue, p))(yPred));
  expect(tf.memory().numTensors).toBe(before);
  tf.dispose([yTrue, yPred]);
});
