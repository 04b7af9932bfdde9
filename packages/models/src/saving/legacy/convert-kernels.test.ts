import { conv1d, conv2d, conv2dTranspose, dense, flatten } from '@ibexjs/layers';
import { writeHdf5 } from '@ibexjs/formats';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import { beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { convertAllKernelsInModel, sequential } from '../../index.js';

beforeAll(() => useTestBackend('cpu'));

test('rows and columns of kernels run backwards afterwards, in models inside too', () => {
  const inner = sequential({
    layers: [conv2d({ filters: 2, kernelSize: [2, 3], inputShape: [6, 6, 1], name: 'inner' })],
  });
  const net = sequential({
    layers: [inner, conv2dTranspose({ filters: 1, kernelSize: 2 }), flatten(), dense({ units: 2 })],
  });
  const before = tf.memory().numTensors;
  const start = net.weights.map((weight) => weight.read().arraySync());
  convertAllKernelsInModel(net);
  const [kernel, , transposed, , matrix] = net.weights.map((weight) => weight.read());
  const flipped = (values: unknown) =>
    (values as unknown[][]).map((row) => [...row].reverse()).reverse();
  expect(kernel!.arraySync()).toEqual(flipped(start[0]));
  expect(transposed!.arraySync()).toEqual(flipped(start[2]));
  expect(matrix!.arraySync()).toEqual(start[4]);
  convertAllKernelsInModel(net);
  expect(net.weights.map((weight) => weight.read().arraySync())).toEqual(start);
  expect(tf.memory().numTensors).toBe(before);
});

test('a file of Keras 2 that was written on Theano is turned round as it is read', async () => {
  const net = sequential({
    layers: [conv2d({ filters: 2, kernelSize: [2, 3], inputShape: [6, 6, 1], name: 'c' })],
  });
  const kernel = { shape: [2, 3, 1, 2], data: formulaValues(12, 3) };
  const file = (backend: string) =>
    writeHdf5({
      datasets: { 'c/kernel': kernel, 'c/bias': { shape: [2], data: Float32Array.of(1, 2) } },
      attributes: {
        '': { layer_names: ['c'], keras_version: '2.1.6', backend },
        c: { weight_names: ['kernel', 'bias'] },
      },
    });
  await net.loadWeights(file('tensorflow'));
  const plain = net.weights[0]!.read().dataSync().slice();
  expect([...plain]).toEqual([...kernel.data]);
  await net.loadWeights(file('theano'));
  convertAllKernelsInModel(net);
  expect([...net.weights[0]!.read().dataSync()]).toEqual([...plain]);
});

test('a convolution over time becomes the mathematical one, as Theano has it', () => {
  const values = formulaValues(5, 1);
  const net = sequential({
    layers: [conv1d({ filters: 1, kernelSize: 2, useBias: false, inputShape: [5, 1] })],
  });
  net.setWeights([tf.tensor([2, 3], [2, 1, 1])]);
  convertAllKernelsInModel(net);
  const y = (net.predict(tf.tensor(values, [1, 5, 1])) as tf.Tensor).dataSync();
  y.forEach((value, i) => expect(value).toBeCloseTo(3 * values[i]! + 2 * values[i + 1]!, 5));
});
