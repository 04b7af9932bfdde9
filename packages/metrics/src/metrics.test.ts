import { useTestBackend } from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import {
  AUC,
  BinaryIoU,
  cosineProximity,
  F1Score,
  FBetaScore,
  getMetric,
  IoU,
  Mean,
  MeanMetricWrapper,
  meanSquaredError,
  MeanSquaredError,
  Metric,
  Precision,
  precision,
  PrecisionAtRecall,
  R2Score,
  r2Score,
  recall,
  registerMetric,
  SparseCategoricalAccuracy,
  TruePositives,
} from './index.js';

beforeAll(() => useTestBackend('cpu'));

function numberOf(t: tf.Tensor): number {
  const value = t.dataSync()[0]!;
  t.dispose();
  return value;
}

describe('getMetric', () => {
  test.each([
    ['acc', 'Accuracy'],
    ['accuracy', 'Accuracy'],
    ['binaryAccuracy', 'BinaryAccuracy'],
    ['binary_accuracy', 'BinaryAccuracy'],
    ['mse', 'MeanSquaredError'],
    ['mae', 'MeanAbsoluteError'],
    ['AUC', 'AUC'],
    ['auc', 'AUC'],
    ['f1_score', 'F1Score'],
    ['f1Score', 'F1Score'],
    ['topKCategoricalAccuracy', 'TopKCategoricalAccuracy'],
    ['kl_divergence', 'KLDivergence'],
    ['binary_io_u', 'BinaryIoU'],
    ['binary_iou', 'BinaryIoU'],
    ['r2_score', 'R2Score'],
  ])('knows %s', (id, className) => {
    expect((getMetric(id).constructor as typeof Metric).className).toBe(className);
  });

  test('takes options, functions and metrics', () => {
    const metric = getMetric('meanIoU', { numClasses: 3 });
    expect(metric.getConfig()['num_classes']).toBe(3);
    const wrapped = getMetric(meanSquaredError);
    expect(wrapped).toBeInstanceOf(MeanMetricWrapper);
    expect(wrapped.name).toBe('mean_squared_error');
    expect(getMetric(wrapped)).toBe(wrapped);
  });

  test('names the nearest metric when it knows none of that name', () => {
    expect(() => getMetric('presicion')).toThrow(/did you mean "precision"/i);
    expect(() => getMetric(null as unknown as string)).toThrow(/A metric is a name/);
  });

  test('finds metrics of your own', () => {
    class Largest extends Metric {
      static override readonly className = 'Largest';
      private readonly largest = this.addVariable('largest');
      updateState(values: tf.Tensor) {
        tf.tidy(() => this.largest.assign(tf.maximum(this.largest.read(), tf.max(values))));
      }
      result() {
        return tf.clone(this.largest.read());
      }
    }
    registerMetric(Largest);
    const metric = getMetric('largest');
    metric.updateState(tf.tensor1d([1, 5, 3]));
    expect(numberOf(metric.result())).toBe(5);
  });
});

describe('state', () => {
  test('starts again after resetState', () => {
    const mean = new Mean();
    mean.updateState(tf.tensor1d([1, 2, 3]));
    expect(numberOf(mean.result())).toBe(2);
    mean.resetState();
    expect(numberOf(mean.result())).toBe(0);
    mean.updateState(tf.scalar(7));
    expect(numberOf(mean.result())).toBe(7);
  });

  test('carries over to another metric', () => {
    const [a, b] = [new Mean(), new Mean()];
    a.updateState(tf.tensor1d([1, 2, 3]));
    a.variables.forEach((v, i) => b.variables[i]!.assign(v.read()));
    expect(numberOf(b.result())).toBe(2);
    expect(a.variables.map((v) => v.path)).toEqual(['mean/total', 'mean/count']);
    expect(a.variables.every((v) => !v.trainable)).toBe(true);
  });

  test('leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    const yTrue = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    const yPred = tf.tensor2d([
      [0.9, 0.2],
      [0.6, 0.7],
    ]);
    for (const metric of [new AUC(), new F1Score(), new R2Score(), new BinaryIoU()]) {
      metric.updateState(yTrue, yPred);
      metric.updateState(yTrue, yPred);
      metric.result().dispose();
      metric.resetState();
      metric.dispose();
    }
    tf.dispose([yTrue, yPred]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('masked predictions do not count', () => {
    const metric = new SparseCategoricalAccuracy();
    const yPred = tf.tensor3d([
      [
        [0.9, 0.1],
        [0.8, 0.2],
      ],
      [
        [0.3, 0.7],
        [0.4, 0.6],
      ],
    ]);
    const yTrue = tf.tensor2d(
      [
        [0, 1],
        [1, 0],
      ],
      [2, 2],
      'int32',
    );
    metric.updateState(
      yTrue,
      yPred,
      null,
      tf.tensor2d(
        [
          [1, 0],
          [1, 0],
        ],
        [2, 2],
        'bool',
      ),
    );
    expect(numberOf(metric.result())).toBe(1);
    const mse = new MeanSquaredError();
    mse.updateState(tf.tensor2d([[1], [2]]), tf.tensor2d([[1], [4]]), null, tf.tensor1d([1, 0]));
    expect(numberOf(mse.result())).toBe(0);
  });
});

describe('functions of one batch, as in tfjs', () => {
  test('precision, recall, r2Score, cosineProximity', () => {
    const yTrue = tf.tensor2d([0, 1, 0, 1, 1, 1], [3, 2]);
    const yPred = tf.tensor2d([0, 1, 1, 1, 0, 1], [3, 2]);
    expect(numberOf(precision(yTrue, yPred))).toBe(0.75);
    expect(numberOf(recall(yTrue, yPred))).toBe(0.75);
    expect(numberOf(r2Score(tf.tensor1d([1, 2, 3]), tf.tensor1d([1, 2, 4])))).toBeCloseTo(0.5);
    const [a, b] = [tf.tensor1d([1, 0]), tf.tensor1d([2, 0])];
    expect(numberOf(cosineProximity(a, b))).toBeCloseTo(-1, 6);
  });
});

describe('bad input', () => {
  test('options', () => {
    expect(() => getMetric('binaryAccuracy', { treshold: 0.3 })).toThrow(
      'Did you mean "threshold"?',
    );
    expect(() => new TruePositives({ thresholds: [0.5, 1.5] })).toThrow(/\[0, 1\]; received 1.5/);
    expect(() => new AUC({ curve: 'area' })).toThrow(/option "curve" must be one of 'ROC'/);
    expect(() => new AUC({ numThresholds: 1 })).toThrow(/"numThresholds"/);
    expect(() => new AUC({ numLabels: 3 })).toThrow(/needs multiLabel/);
    expect(() => new PrecisionAtRecall({ recall: 2 })).toThrow(/"recall" must lie in \[0, 1\]/);
    expect(() => new FBetaScore({ beta: 0 })).toThrow(/"beta" must be above 0/);
    expect(() => new F1Score({ average: 'mean' })).toThrow(/option "average"/);
    expect(() => new F1Score({ threshold: 2 })).toThrow(/"threshold" must lie in \(0, 1\]/);
    expect(() => new IoU({ numClasses: 2, targetClassIds: [2] })).toThrow(/outside 0 … 1/);
    expect(() => new R2Score({ numRegressors: -1 })).toThrow(/"numRegressors"/);
    expect(() => new Mean({ dtype: 'string' })).toThrow(/"dtype"/);
  });

  test('shapes', () => {
    const classes = tf.tensor1d([0, 1, 2]);
    const scores = tf.zeros([3, 3]);
    expect(() => new Precision().updateState(classes, scores)).toThrow(/toCategorical/);
    expect(() => new Precision({ classId: 1 }).updateState(classes, classes)).toThrow(/classId/);
    expect(() => new F1Score().updateState(classes, scores)).toThrow(/\[samples, classes\]/);
    expect(() => new R2Score().updateState(classes, classes)).toThrow(/\[samples, outputs\]/);
    expect(() => new AUC({ multiLabel: true }).updateState(classes, classes)).toThrow(/multiLabel/);
  });

  test('results before the first batch, where the shape is not known', () => {
    expect(() => new F1Score().result()).toThrow(/before the first updateState/);
    expect(() => new R2Score().result()).toThrow(/before the first updateState/);
    expect(() => new AUC({ multiLabel: true }).result()).toThrow(/before the first updateState/);
  });
});
