import { StateError, ValueError, resetUids } from '@ibexjs/core';
import { Layer, dense, flatten, input } from '@ibexjs/layers';
import { useTestBackend } from '@ibexjs/testing';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { Model, cloneModel, model, sequential } from './index.js';

beforeAll(() => useTestBackend('cpu'));
beforeEach(resetUids);

describe('a sequential model', () => {
  test('takes its input shape from an input, the first layer, build, or the first data', () => {
    const stacks = {
      input: sequential({ layers: [input({ shape: [3] }), dense({ units: 2 })] }),
      inputShape: sequential({ layers: [dense({ units: 2, inputShape: [3] })] }),
      batchInputShape: sequential({ layers: [dense({ units: 2, batchInputShape: [null, 3] })] }),
      build: sequential({ layers: [dense({ units: 2 })] }),
      data: sequential({ layers: [dense({ units: 2 })] }),
    };
    stacks.build.build([null, 3]);
    tf.dispose(stacks.data.apply(tf.ones([4, 3])));
    for (const [how, stack] of Object.entries(stacks)) {
      expect([how, stack.built, stack.outputShape, stack.layers.length]).toEqual([
        how,
        true,
        [null, 2],
        1,
      ]);
      expect(stack.weights.map(({ shape }) => shape)).toEqual([[3, 2], [2]]);
    }
  });

  test('grows and shrinks; the weights of layers that stay are kept', () => {
    const stack = sequential();
    stack.add(input({ shape: [4] }));
    stack.add(dense({ units: 3 }));
    const kernel = stack.weights[0];
    stack.add(dense({ units: 2 }));
    expect(stack.outputShape).toEqual([null, 2]);
    expect(stack.layers[0]!.inboundNodes).toHaveLength(1);
    const top = stack.pop();
    expect([top.name, stack.outputShape]).toEqual(['dense_1', [null, 3]]);
    stack.add(dense({ units: 5 }));
    expect(stack.outputShape).toEqual([null, 5]);
    expect(stack.weights[0]).toBe(kernel);
    expect(stack.apply(tf.ones([2, 4])).shape).toEqual([2, 5]);
    stack.pop();
    stack.pop();
    expect(() => stack.pop()).toThrow(StateError);
  });

  test('may begin with a model', () => {
    const x = input({ shape: [2, 2] });
    const stack = sequential({
      layers: [model({ inputs: x, outputs: flatten().apply(x) }), dense({ units: 3 })],
    });
    expect(stack.outputShape).toEqual([null, 3]);
  });

  test('leaves only what it returns, also when the first data builds it', () => {
    const stack = sequential({
      layers: [flatten(), dense({ units: 3, activation: 'relu' }), dense({ units: 2 })],
    });
    const x = tf.ones([5, 2, 2]);
    const before = tf.memory().numTensors;
    const y = stack.apply(x);
    expect(tf.memory().numTensors).toBe(before + 1 + stack.variables.length);
    stack.apply(x).dispose();
    expect(tf.memory().numTensors).toBe(before + 1 + stack.variables.length);
    y.dispose();
    stack.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('takes several inputs where its first layer does', () => {
    const sum = new (class Sum extends Layer {
      override call(inputs: tf.Tensor[]): tf.Tensor {
        return tf.addN(inputs);
      }
    })();
    const stack = sequential({ layers: [sum, dense({ units: 2 })] });
    expect(stack.apply([tf.ones([3, 4]), tf.ones([3, 4])]).shape).toEqual([3, 2]);
    expect(stack.weights).toHaveLength(2);
  });

  test.each<[string, () => unknown, string]>([
    ['what is no layer', () => sequential({ layers: [7 as never] }), 'takes layers; received 7'],
    [
      'a name twice',
      () =>
        sequential({ layers: [dense({ units: 2, name: 'a' }), dense({ units: 2, name: 'a' })] }),
      'a layer called "a" already',
    ],
    [
      'a second input',
      () => sequential({ layers: [input({ shape: [3] }), input({ shape: [3] })] }),
      'an input can only stand first',
    ],
    [
      'no layers',
      () => sequential().apply(tf.ones([2, 3])),
      'has no layers; call `add(layer)` first',
    ],
    [
      'another shape',
      () =>
        sequential({ layers: [dense({ units: 2, inputShape: [3] })], name: 's' }).build([null, 4]),
      'Sequential model s has input shape (None, 3); it cannot be built for (None, 4)',
    ],
    [
      'outputs before it is built',
      () => sequential({ layers: [dense({ units: 2 })] }).outputs,
      'not built yet',
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
    expect(make).toThrow(message.includes('not built') ? StateError : ValueError);
  });

  test('reports data of another shape', () => {
    const stack = sequential({ layers: [dense({ units: 2, inputShape: [3] })], name: 's' });
    expect(() => stack.apply(tf.ones([2, 4]))).toThrow(
      'Layer s expects its input to have shape (None, 3); received shape (2, 4).',
    );
  });
});

test('a summary counts what the optimizer keeps, once it keeps something', async () => {
  const stack = sequential({ layers: [dense({ units: 2, inputShape: [3] })] });
  const summary = () => {
    const lines: string[] = [];
    stack.summary({ printFn: (line) => lines.push(line) });
    return lines.slice(-4).map((line) => line.trim());
  };
  stack.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
  expect(summary()[1]).toBe('Total params: 8 (32.00 B)');
  await stack.trainOnBatch(tf.ones([4, 3]), tf.ones([4, 2]));
  // two moments for each weight, the learning rate and the step number
  expect(summary()).toEqual([
    'Total params: 26 (104.00 B)',
    'Trainable params: 8 (32.00 B)',
    'Non-trainable params: 0 (0.00 B)',
    'Optimizer params: 18 (72.00 B)',
  ]);
});

describe('a model of one’s own', () => {
  class Perceptron extends Model {
    static override readonly className: string = 'Perceptron';
    readonly hidden = [dense({ units: 4, activation: 'relu' }), dense({ units: 3 })];
    readonly out = dense({ units: 1 });

    override call(inputs: tf.Tensor): tf.Tensor {
      return this.out.apply(this.hidden.reduce((x: tf.Tensor, layer) => layer.apply(x), inputs));
    }
  }

  test('owns the layers in its properties', () => {
    const net = new Perceptron();
    const before = tf.memory().numTensors;
    const y = net.apply(tf.ones([2, 5]));
    expect(y.shape).toEqual([2, 1]);
    expect(net.layers.map(({ name }) => name)).toEqual(['dense', 'dense_1', 'dense_2']);
    expect(net.weights.map(({ path }) => path).slice(0, 2)).toEqual([
      'perceptron/dense/kernel',
      'perceptron/dense/bias',
    ]);
    expect(tf.memory().numTensors).toBe(before + 2 + 6);
  });

  test('is used in a graph; its output shape is found by running it', () => {
    const x = input({ shape: [5] });
    expect(model({ inputs: x, outputs: new Perceptron().apply(x) }).outputShape).toEqual([null, 1]);
  });

  test('cannot be cloned without being registered', () => {
    expect(() => cloneModel(new Perceptron())).toThrow('Unknown layer "Perceptron"');
  });
});
