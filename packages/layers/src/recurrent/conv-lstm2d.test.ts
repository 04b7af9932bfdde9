import { ShapeError, ValueError } from '@ibexjs/core';
import { readFixture, testLayer } from '@ibexjs/testing';
import { expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { ConvLSTM2D, convLstm2d, convLstm2dCell } from './conv-lstm2d.js';
import { rnn } from './rnn.js';
import { stackedRNNCells } from './stacked-rnn-cells.js';

testLayer({
  layer: ConvLSTM2D,
  fixture: readFixture(import.meta.url, '../../fixtures/layers/ConvLSTM2D.json'),
});

test('a cell runs in an RNN, several in a stack', () => {
  const cell = (filters: number) => convLstm2dCell({ filters, kernelSize: 2 });
  for (const layer of [
    rnn({ cell: cell(3), returnState: true }),
    rnn({ cell: stackedRNNCells({ cells: [cell(2), cell(3)] }), returnState: true }),
  ]) {
    const x = tf.ones([2, 3, 5, 5, 1]);
    const outputs = layer.apply<tf.Tensor[]>(x);
    expect(outputs.map((y) => y.shape)).toEqual(layer.computeOutputShape(x.shape));
    tf.dispose([x, outputs]);
    layer.dispose();
  }
});

test('dropout drops in training alone, the same for the same seed', () => {
  const options = { filters: 2, kernelSize: 2, dropout: 0.5, recurrentDropout: 0.5, seed: 3 };
  const layer = convLstm2d({ ...options, kernelInitializer: 'ones', recurrentInitializer: 'ones' });
  const again = convLstm2d({ ...options, kernelInitializer: 'ones', recurrentInitializer: 'ones' });
  const x = tf.ones([1, 3, 3, 3, 1]);
  tf.tidy(() => {
    const numbers = (from: ConvLSTM2D, training: boolean) =>
      Array.from(from.apply<tf.Tensor>(x, { training }).dataSync());
    expect(numbers(layer, false)).toEqual(numbers(again, false));
    const dropped = numbers(layer, true);
    expect(dropped).not.toEqual(numbers(layer, false));
    expect(dropped).toEqual(numbers(again, true));
  });
});

test.each<[string, () => unknown, new (...args: never[]) => Error]>([
  ['no filters', () => convLstm2d({ kernelSize: 2 } as never), ValueError],
  ['rate', () => convLstm2d({ filters: 1, kernelSize: 2, dropout: 2 }), ValueError],
  [
    'strides and dilation',
    () => convLstm2d({ filters: 1, kernelSize: 2, strides: 2, dilationRate: 2 }),
    ValueError,
  ],
  [
    'rank',
    () => convLstm2d({ filters: 1, kernelSize: 2 }).apply(tf.zeros([1, 2, 3, 3])),
    ShapeError,
  ],
])('%s', (_name, run, error) => {
  expect(run).toThrow(error);
});
