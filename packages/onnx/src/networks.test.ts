import { beforeAll, describe, expect, test } from '@jest/globals';
import * as layers from '@ibexjs/layers';
import { input, type SymbolicTensor } from '@ibexjs/layers';
import { Model, model, sequential } from '@ibexjs/models';
import { useTestBackend } from '@ibexjs/testing';
import { InferenceSession } from 'onnxruntime-node';
import * as tf from '@tensorflow/tfjs-core';

import { exportOnnx, registerOnnxExporter } from './index.js';
import {
  exportDifference,
  fillWeights,
  openModel,
  type InputSpec,
} from './testing/check-export.js';

beforeAll(() => useTestBackend('cpu'));

/** The one output of a layer. */
const one = (tensor: SymbolicTensor | SymbolicTensor[]) => tensor as SymbolicTensor;

/** Largest difference of a network made by `draw` from inputs of these shapes. */
async function differenceOf(
  specs: InputSpec[],
  draw: (...inputs: SymbolicTensor[]) => SymbolicTensor | SymbolicTensor[],
): Promise<number> {
  const inputs = specs.map(({ shape }) => input({ shape: shape.slice(1) }));
  const net = model({ inputs, outputs: draw(...inputs) });
  fillWeights(net);
  return exportDifference(net, specs);
}

describe('merging', () => {
  const pair: InputSpec[] = [{ shape: [2, 4, 3] }, { shape: [2, 4, 3] }];
  test.each<[string, () => layers.Layer]>([
    ['Add', () => layers.add()],
    ['Average', () => layers.average()],
    ['Concatenate', () => layers.concatenate({ axis: 1 })],
    ['CustomScaleLayer', () => layers.customScaleLayer({ scale: 0.3 })],
    ['Dot', () => layers.dot({ axes: [2, 2] })],
    ['Dot, normalized', () => layers.dot({ axes: 1, normalize: true })],
    ['Maximum', () => layers.maximum()],
    ['Minimum', () => layers.minimum()],
    ['Multiply', () => layers.multiply()],
    ['Subtract', () => layers.subtract()],
  ])('%s', async (_name, make) => {
    expect(await differenceOf(pair, (a, b) => make().apply([a, b]))).toBeLessThan(1e-5);
  });

  test('of several inputs of different ranks, and rows', async () => {
    const specs = [{ shape: [2, 4, 3] }, { shape: [2, 3] }, { shape: [2, 4, 3] }];
    expect(await differenceOf(specs, (...x) => layers.multiply().apply(x))).toBeLessThan(1e-5);
    const rows = [{ shape: [2, 3] }, { shape: [2, 3] }];
    expect(await differenceOf(rows, (a, b) => layers.dot({ axes: 1 }).apply([a, b]))).toBeLessThan(
      1e-5,
    );
  });

  test('arithmetic on tensors and numbers', async () => {
    const { add, divide, multiply, subtract } = layers.ops;
    expect(
      await differenceOf(pair, (a, b) => add(multiply(a, 2), divide(subtract(1, b), 3))),
    ).toBeLessThan(1e-5);
  });
});

describe('categories', () => {
  test.each(['one_hot', 'multi_hot', 'count'] as const)('as %s', async (outputMode) => {
    const encode = () => layers.categoryEncoding({ numTokens: 6, outputMode });
    const width = outputMode === 'one_hot' ? 1 : 4;
    const specs: InputSpec[] = [{ shape: [3, width], integers: 6 }];
    expect(await differenceOf(specs, (x) => encode().apply(x))).toBe(0);
  });
});

describe('masks', () => {
  const sentence: InputSpec = { shape: [3, 6], integers: 9, leadingZeros: 1 };
  const embed = () => layers.embedding({ inputDim: 9, outputDim: 4, maskZero: true });

  test('reach averages, sums and joins of sequences', async () => {
    const difference = await differenceOf([sentence, sentence], (a, b) => {
      const [x, y] = [embed().apply(a), embed().apply(b)];
      return [
        layers.globalAveragePooling1d().apply(layers.dropout({ rate: 0.1 }).apply(x)),
        layers.lstm({ units: 3 }).apply(layers.add().apply([x, y])),
        layers.simpleRNN({ units: 3 }).apply(layers.concatenate({ axis: 1 }).apply([x, y])),
      ].map(one);
    });
    expect(difference).toBeLessThan(1e-5);
  });

  test('reach attention', async () => {
    const difference = await differenceOf([sentence, sentence], (a, b) => {
      const [x, y] = [embed().apply(a), embed().apply(b)];
      const heads = { numHeads: 2, keyDim: 3 };
      return [
        layers.multiHeadAttention({ ...heads, dropout: 0.1 }).apply([x, y]),
        layers
          .multiHeadAttention({ ...heads, useGate: true })
          .apply([x, x], { useCausalMask: true }),
        layers.multiHeadAttention({ ...heads, slidingWindow: 2 }).apply([x, y, y]),
        layers.attention({ useScale: true }).apply([x, y]),
        layers.attention({ scoreMode: 'concat' }).apply([x, y], { useCausalMask: true }),
        layers.additiveAttention().apply([x, y]),
      ].map(one);
    });
    expect(difference).toBeLessThan(1e-5);
  });
});

describe('whole networks', () => {
  const { dense, conv1d, conv2d, maxPooling2d, flatten, dropout } = layers;

  test('MNIST, dense', async () => {
    const net = sequential({
      layers: [
        dense({ units: 32, activation: 'relu', inputShape: [784] }),
        dropout({ rate: 0.2 }),
        dense({ units: 10, activation: 'softmax' }),
      ],
    });
    fillWeights(net);
    expect(await exportDifference(net, [{ shape: [3, 784] }])).toBeLessThan(1e-5);
  });

  test('MNIST, convolutional', async () => {
    const net = sequential({
      layers: [
        conv2d({ filters: 6, kernelSize: 5, activation: 'relu', inputShape: [28, 28, 1] }),
        maxPooling2d(),
        conv2d({ filters: 8, kernelSize: 3 }),
        layers.batchNormalization(),
        layers.activation({ activation: 'relu' }),
        maxPooling2d(),
        flatten(),
        dense({ units: 10, activation: 'softmax' }),
      ],
    });
    fillWeights(net);
    expect(await exportDifference(net, [{ shape: [2, 28, 28, 1] }])).toBeLessThan(1e-5);
  });

  test('an autoencoder of models that share layers', async () => {
    const x = input({ shape: [20] });
    const encoder = model({ inputs: x, outputs: dense({ units: 4, activation: 'relu' }).apply(x) });
    const decoder = sequential({
      layers: [dense({ units: 20, activation: 'sigmoid', inputShape: [4] })],
    });
    const twice = encoder.apply(decoder.apply(encoder.apply(x)));
    const net = model({ inputs: x, outputs: [one(decoder.apply(twice)), one(twice)] });
    fillWeights(net);
    expect(await exportDifference(net, [{ shape: [2, 20] }])).toBeLessThan(1e-5);
    const { inputNames, outputNames } = await openModel(await exportOnnx(net));
    expect(inputNames).toEqual(net.inputNames);
    expect(outputNames).toHaveLength(2);
  });

  test('sentences: convolutions of several widths side by side', async () => {
    const difference = await differenceOf([{ shape: [2, 20], integers: 50 }], (words) => {
      const x = layers.embedding({ inputDim: 50, outputDim: 8 }).apply(words);
      const branches = [3, 4, 5].map((kernelSize) =>
        one(
          layers
            .globalMaxPooling1d()
            .apply(conv1d({ filters: 6, kernelSize, activation: 'relu' }).apply(x)),
        ),
      );
      const joined = layers.concatenate().apply(branches);
      return dense({ units: 1, activation: 'sigmoid' }).apply(joined);
    });
    expect(difference).toBeLessThan(1e-5);
  });

  test('characters: an LSTM that predicts the next one', async () => {
    const net = sequential({
      layers: [
        layers.lstm({ units: 16, inputShape: [20, 30] }),
        dense({ units: 30, activation: 'softmax' }),
      ],
    });
    fillWeights(net);
    expect(await exportDifference(net, [{ shape: [2, 20, 30] }])).toBeLessThan(1e-5);
  });

  test('a block of a Transformer, of any length', async () => {
    const x = input({ shape: [null, 8] });
    const block = (y: SymbolicTensor) => {
      const attended = layers
        .multiHeadAttention({ numHeads: 2, keyDim: 4 })
        .apply([y, y], { useCausalMask: true });
      const first = layers
        .layerNormalization({ epsilon: 1e-6 })
        .apply(layers.add().apply([y, attended]));
      const wide = dense({ units: 16, activation: 'gelu' }).apply(first);
      return layers
        .layerNormalization({ epsilon: 1e-6 })
        .apply(layers.add().apply([first, dense({ units: 8 }).apply(wide)]));
    };
    const net = model({ inputs: x, outputs: block(block(x)) });
    fillWeights(net);
    expect(await exportDifference(net, [{ shape: [2, 5, 8] }])).toBeLessThan(1e-5);
    expect(await exportDifference(net, [{ shape: [1, 9, 8] }])).toBeLessThan(1e-5);
  });
});

describe('a file', () => {
  test('keeps images as convolutions want them between layers', async () => {
    const net = sequential({
      layers: [
        layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [9, 9, 1] }),
        layers.batchNormalization(),
        layers.activation({ activation: 'relu' }),
        layers.maxPooling2d(),
        layers.conv2d({ filters: 2, kernelSize: 3 }),
      ],
    });
    const text = Buffer.from(await exportOnnx(net)).toString('latin1');
    // each of the two is named by node and output, and says its operator
    expect(text.match(/Transpose/g)!.length).toBeLessThanOrEqual(2 * 4);
  });

  test('has the given name and batch size', async () => {
    const net = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
    const bytes = await exportOnnx(net, { name: 'rows', batchSize: 4 });
    expect(Buffer.from(bytes).toString('latin1')).toContain('rows');
    const session = await InferenceSession.create(bytes);
    expect(session.inputNames).toEqual(net.inputNames);
    await expect(exportOnnx(net, { batchsize: 4 } as never)).rejects.toThrow('Did you mean');
  });

  test('leaves no tensor behind', async () => {
    const net = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
    const before = tf.memory().numTensors;
    await exportOnnx(net);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('what cannot be exported is named', () => {
  test('a layer', async () => {
    const net = sequential({
      layers: [
        layers.lambda({
          function: (x) => tf.square(x as tf.Tensor),
          name: 'mine',
          inputShape: [3],
        }),
      ],
    });
    await expect(exportOnnx(net)).rejects.toThrow(/Layer mine \(Lambda\) cannot be exported/);
  });

  test('an activation', async () => {
    const net = sequential({
      layers: [
        layers.dense({ units: 2, activation: (x) => tf.cos(x), name: 'wave', inputShape: [3] }),
      ],
    });
    await expect(exportOnnx(net)).rejects.toThrow(
      /Layer wave: the activation function of your own/,
    );
  });

  test('a model that is no graph', async () => {
    class Own extends Model {
      readonly inner = layers.dense({ units: 2 });
      override call(x: tf.Tensor): tf.Tensor {
        return this.inner.apply(x);
      }
    }
    const own = new Own();
    own.predict(tf.ones([1, 3]));
    await expect(exportOnnx(own)).rejects.toThrow(/no symbolic inputs|no graph/);
  });
});

test('a layer of your own is exported as registered', async () => {
  class Square extends layers.Layer {
    static override readonly className = 'SquareForOnnx';
    override call(x: tf.Tensor): tf.Tensor {
      return tf.square(x);
    }
  }
  registerOnnxExporter('SquareForOnnx', (_layer, { graph, x }) => graph.elementwise('Mul', [x, x]));
  expect(await differenceOf([{ shape: [2, 3] }], (x) => new Square().apply(x))).toBe(0);
});
