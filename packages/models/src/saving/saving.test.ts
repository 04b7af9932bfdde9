import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FormatError, NotFoundError, ShapeError, StateError } from '@ibexjs/core';
import { dense, dropout, input, ops, registerLayer } from '@ibexjs/layers';
import { useTestBackend } from '@ibexjs/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { Model, loadModel, model, modelFromJSON, sequential } from '../index.js';
import { stateByPath } from './state.js';

let folder: string;

beforeAll(() => useTestBackend('cpu'));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const perceptron = (units = 3) =>
  sequential({
    layers: [dense({ units: 4, inputShape: [2] }), dropout({ rate: 0.5 }), dense({ units })],
  });

const numbersOf = (net: Model) =>
  tf.tidy(() => net.weights.flatMap((weight) => [...weight.read().dataSync()]));

class Twin extends Model {
  static override readonly className: string = 'Twin';
  readonly leftSide = dense({ units: 2 });
  readonly others = [dense({ units: 3 }), dense({ units: 2 })];

  override call(inputs: tf.Tensor): tf.Tensor {
    return this.others.reduce<tf.Tensor>((x, layer) => layer.apply(x), this.leftSide.apply(inputs));
  }
}
registerLayer(Twin);

describe('weights', () => {
  test('are named by their place, as in files of Keras', () => {
    expect([...stateByPath(perceptron()).keys()]).toEqual([
      'layers/dense/vars/0',
      'layers/dense/vars/1',
      'layers/dropout/seed_generator/vars/0',
      'layers/dense_1/vars/0',
      'layers/dense_1/vars/1',
    ]);
    const twin = new Twin();
    tf.dispose(twin.apply(tf.ones([1, 2])));
    expect([...stateByPath(twin).keys()]).toEqual([
      'left_side/vars/0',
      'left_side/vars/1',
      'others/dense/vars/0',
      'others/dense/vars/1',
      'others/dense_1/vars/0',
      'others/dense_1/vars/1',
    ]);
  });

  test('go to a file and into another model of the same layers', async () => {
    const [net, other] = [perceptron(), perceptron()];
    const file = join(folder, 'new', 'weights.npz');
    const before = tf.memory().numTensors;
    await net.saveWeights(file);
    await other.loadWeights(file);
    expect(tf.memory().numTensors).toBe(before);
    expect(numbersOf(other)).toEqual(numbersOf(net));
    expect(readdirSync(join(folder, 'new'))).toEqual(['weights.npz']);
  });

  test('go to a function and come from one, or from bytes', async () => {
    const [net, other] = [perceptron(), perceptron()];
    let bytes = new Uint8Array();
    await net.saveWeights((written) => {
      bytes = new Uint8Array(written);
    });
    await other.loadWeights(bytes);
    expect(numbersOf(other)).toEqual(numbersOf(net));
    await other.loadWeights(() => Promise.resolve(bytes));
  });

  test('of another model change nothing', async () => {
    const net = perceptron();
    const start = numbersOf(net);
    const file = join(folder, 'weights.npz');
    await perceptron(5).saveWeights(file);
    await expect(net.loadWeights(file)).rejects.toThrow(ShapeError);
    await expect(net.loadWeights(file)).rejects.toThrow(
      'weight "layers/dense_1/vars/0" (' + net.weights[2]!.path + ') has shape [4, 3]',
    );
    await sequential({ layers: [dense({ units: 4, inputShape: [2] })] }).saveWeights(file);
    await expect(net.loadWeights(file)).rejects.toThrow('has no weight "layers/dense_1/vars/0"');
    const longer = perceptron();
    longer.add(dense({ units: 1 }));
    await longer.saveWeights(file);
    await expect(net.loadWeights(file)).rejects.toThrow(FormatError);
    expect(numbersOf(net)).toEqual(start);
  });

  test('in damaged files change nothing', async () => {
    const net = perceptron();
    const file = join(folder, 'weights.npz');
    await net.saveWeights(file);
    const bytes = readFileSync(file);
    const start = numbersOf(net);
    for (const length of [0, 10, bytes.length >> 1, bytes.length - 1]) {
      writeFileSync(file, bytes.subarray(0, length));
      await expect(net.loadWeights(file)).rejects.toThrow(FormatError);
    }
    await expect(net.loadWeights(join(folder, 'none.npz'))).rejects.toMatchObject({
      code: 'IBEX_FILE',
    });
    expect(numbersOf(net)).toEqual(start);
  });

  test('are not there before the model is built', async () => {
    const net = sequential({ layers: [dense({ units: 2 })] });
    await expect(net.saveWeights(join(folder, 'a.npz'))).rejects.toThrow(StateError);
    await expect(net.loadWeights(new Uint8Array())).rejects.toThrow(StateError);
  });
});

describe('a model in a folder', () => {
  test('is the same when it is loaded', async () => {
    const net = perceptron();
    const path = join(folder, 'model');
    const before = tf.memory().numTensors;
    await net.save(path);
    await net.save(path);
    expect(tf.memory().numTensors).toBe(before);
    expect(readdirSync(folder)).toEqual(['model']);
    expect(readdirSync(path).sort()).toEqual(['model.json', 'weights.npz']);
    const loaded = await loadModel(path);
    expect(loaded.toJSON()).toBe(net.toJSON());
    expect(numbersOf(loaded)).toEqual(numbersOf(net));
  });

  test('of a class of one’s own is built and loaded', async () => {
    const net = new Twin();
    tf.dispose(net.apply(tf.ones([1, 2])));
    await net.save(join(folder, 'model'));
    expect(numbersOf(await loadModel(join(folder, 'model')))).toEqual(numbersOf(net));
  });

  test('with a part missing leaves nothing behind', async () => {
    const path = join(folder, 'model');
    await perceptron().save(path);
    rmSync(join(path, 'weights.npz'));
    const before = tf.memory().numTensors;
    await expect(loadModel(path)).rejects.toMatchObject({ code: 'IBEX_FILE' });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('JSON', () => {
  test.each<[string, string | object, new (message: string) => Error]>([
    ['what is no JSON', '{', FormatError],
    ['another object', '{}', FormatError],
    ['an unknown class', { class_name: 'Sequentiel', config: {} }, NotFoundError],
    ['a layer', { class_name: 'Dense', config: { units: 2 } }, Error],
    ['no layers', { class_name: 'Sequential', config: { name: 'a' } }, FormatError],
    [
      'an unknown layer',
      {
        class_name: 'Sequential',
        config: { name: 'a', layers: [{ class_name: 'Dens', config: {} }] },
      },
      NotFoundError,
    ],
    [
      'a loop',
      {
        class_name: 'Functional',
        config: {
          name: 'a',
          layers: [
            {
              class_name: 'Dense',
              name: 'd',
              config: { name: 'd', units: 2 },
              inbound_nodes: [[['d', 0, 0, {}]]],
            },
          ],
          input_layers: [['d', 0, 0]],
          output_layers: [['d', 0, 0]],
        },
      },
      FormatError,
    ],
  ])('refuses %s', (_, json, error) => {
    expect(() => modelFromJSON(json)).toThrow(error);
  });

  test('of Keras 2 and tfjs-layers is read, with models as layers counted from 1', () => {
    const denseConfig = (name: string, units: number, extra: object = {}) => ({
      class_name: 'Dense',
      config: {
        units,
        activation: 'linear',
        use_bias: true,
        kernel_initializer: { class_name: 'GlorotUniform', config: { seed: null } },
        bias_initializer: { class_name: 'Zeros', config: {} },
        kernel_regularizer: null,
        bias_regularizer: null,
        activity_regularizer: null,
        kernel_constraint: null,
        bias_constraint: null,
        name,
        trainable: true,
        ...extra,
      },
    });
    const topology = {
      class_name: 'Model',
      config: {
        name: 'model1',
        layers: [
          {
            name: 'input1',
            class_name: 'InputLayer',
            config: {
              batch_input_shape: [null, 3],
              dtype: 'float32',
              sparse: false,
              name: 'input1',
            },
            inbound_nodes: [],
          },
          {
            name: 'inner',
            class_name: 'Sequential',
            config: {
              name: 'inner',
              layers: [denseConfig('d1', 3, { batch_input_shape: [null, 3], dtype: 'float32' })],
            },
            inbound_nodes: [[['input1', 0, 0, {}]], [['inner', 1, 0, {}]]],
          },
          { name: 'top', ...denseConfig('top', 2), inbound_nodes: [[['inner', 2, 0, {}]]] },
        ],
        input_layers: [['input1', 0, 0]],
        output_layers: [
          ['inner', 1, 0],
          ['top', 0, 0],
        ],
      },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    };
    const net = modelFromJSON({ modelTopology: topology });
    expect(net.layers.map(({ name }) => name)).toEqual(['input1', 'inner', 'top']);
    expect(net.outputShapes).toEqual([
      [null, 3],
      [null, 2],
    ]);
    expect(net.weights.map(({ path }) => path)).toEqual([
      'inner/d1/kernel',
      'inner/d1/bias',
      'top/kernel',
      'top/bias',
    ]);
    tf.tidy(() => {
      const x = tf.tensor2d([[1, -2, 3]]);
      const [once, top] = net.apply<tf.Tensor[]>(x);
      const [inner, last] = [net.getLayer('inner'), net.getLayer('top')];
      expect(once!.dataSync()).toEqual(inner.apply(x).dataSync());
      expect(top!.dataSync()).toEqual(last.apply(inner.apply(once!)).dataSync());
    });
  });

  test('of Keras that finds masks by operations is read without them', () => {
    const tensor = (layer: string) => ({
      class_name: '__keras_tensor__',
      config: { shape: [null, 3], dtype: 'float32', keras_history: [layer, 0, 0] },
    });
    const net = modelFromJSON({
      class_name: 'Functional',
      module: 'keras.src.models.functional',
      config: {
        name: 'masked',
        layers: [
          {
            module: 'keras.layers',
            class_name: 'InputLayer',
            name: 'x',
            config: { batch_shape: [null, 3], name: 'x' },
            inbound_nodes: [],
          },
          {
            module: 'keras.src.ops.numpy',
            class_name: 'NotEqual',
            name: 'not_equal',
            config: { name: 'not_equal' },
            inbound_nodes: [{ args: [tensor('x'), 0], kwargs: {} }],
          },
          {
            module: 'keras.layers',
            class_name: 'Dense',
            name: 'd',
            config: { name: 'd', units: 2 },
            inbound_nodes: [{ args: [tensor('x')], kwargs: { mask: tensor('not_equal') } }],
          },
        ],
        input_layers: [['x', 0, 0]],
        output_layers: [['d', 0, 0]],
      },
    });
    expect(net.layers.map(({ name }) => name)).toEqual(['x', 'd']);
  });

  test('with arithmetic as a step of the graph goes to JSON and back', async () => {
    const x = input({ shape: [2], name: 'x' });
    const halved = ops.multiply(dense({ units: 2, name: 'd' }).apply(x), 0.5);
    const net = model({ inputs: x, outputs: ops.subtract(1, ops.add(x, halved)) });
    expect(net.layers.map(({ name }) => name)).toEqual(['x', 'd']);
    const config = net.getConfig() as { layers: { inbound_nodes: { args: unknown[] }[] }[] };
    const given = config.layers.map(({ inbound_nodes: [node] }) =>
      node?.args.map((arg) => (typeof arg === 'number' ? arg : 'tensor')),
    );
    expect(given).toEqual([
      undefined,
      ['tensor'],
      ['tensor', 0.5],
      ['tensor', 'tensor'],
      [1, 'tensor'],
    ]);
    const again = modelFromJSON(net.toJSON());
    again.setWeights(net.getWeights());
    const sample = tf.tensor2d([[3, -1]]);
    const results = [net, again].map((one) => one.predict(sample) as tf.Tensor);
    expect(await results[1]!.data()).toEqual(await results[0]!.data());
  });
});
