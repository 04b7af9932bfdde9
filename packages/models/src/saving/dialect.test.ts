import { FormatError } from '@ibexjs/core';
import { writeHdf5, type Hdf5Content } from '@ibexjs/formats';
import type { Layer } from '@ibexjs/layers';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { loadModel, modelFromJSON } from '../index.js';
import { toKeras3 } from './dialect.js';

beforeAll(() => useTestBackend('cpu'));

interface Description {
  class_name: string;
  config: Record<string, unknown>;
}

const translate = (className: string, config: object) =>
  toKeras3({ class_name: className, config }) as Description;

describe('Keras 1', () => {
  test.each<[string, object, string, object]>([
    [
      'Convolution2D',
      {
        nb_filter: 4,
        nb_row: 3,
        nb_col: 2,
        border_mode: 'same',
        subsample: [2, 2],
        dim_ordering: 'th',
        init: 'uniform',
        W_regularizer: { name: 'WeightRegularizer', l1: 0, l2: 0.5 },
        b_constraint: { name: 'MaxNorm', m: 3, axis: 0 },
        bias: false,
        input_dtype: 'float32',
      },
      'Conv2D',
      {
        filters: 4,
        kernel_size: [3, 2],
        padding: 'same',
        strides: [2, 2],
        data_format: 'channels_first',
        kernel_initializer: 'random_uniform',
        kernel_regularizer: { class_name: 'L1L2', config: { l1: 0, l2: 0.5 } },
        bias_constraint: { class_name: 'MaxNorm', config: { max_value: 3, axis: 0 } },
        use_bias: false,
      },
    ],
    [
      'Convolution1D',
      { nb_filter: 2, filter_length: 3, subsample_length: 1, border_mode: 'valid' },
      'Conv1D',
      { filters: 2, kernel_size: 3, strides: 1, padding: 'valid' },
    ],
    [
      'LSTM',
      {
        output_dim: 3,
        input_dim: 2,
        inner_activation: 'hard_sigmoid',
        inner_init: 'orthogonal',
        forget_bias_init: 'one',
        dropout_W: 0.1,
        dropout_U: 0.2,
        consume_less: 'cpu',
        return_sequences: true,
      },
      'LSTM',
      {
        units: 3,
        recurrent_activation: 'hard_sigmoid_keras2',
        recurrent_initializer: 'orthogonal',
        unit_forget_bias: true,
        dropout: 0.1,
        recurrent_dropout: 0.2,
        return_sequences: true,
      },
    ],
    ['Dense', { output_dim: 3, init: 'zero' }, 'Dense', { units: 3, kernel_initializer: 'zeros' }],
    ['Dropout', { p: 0.5 }, 'Dropout', { rate: 0.5 }],
    ['Merge', { name: 'm', mode: 'concat', concat_axis: 1 }, 'Concatenate', { name: 'm', axis: 1 }],
    ['Merge', { name: 'm', mode: 'sum' }, 'Add', { name: 'm' }],
    ['MaxPooling1D', { pool_length: 2, stride: 1 }, 'MaxPooling1D', { pool_size: 2, strides: 1 }],
    [
      'Embedding',
      { input_dim: 9, output_dim: 2, init: 'normal', input_length: 3 },
      'Embedding',
      { input_dim: 9, output_dim: 2, embeddings_initializer: 'random_normal' },
    ],
  ])('%s', (className, config, newName, newConfig) => {
    expect(translate(className, config)).toEqual({ class_name: newName, config: newConfig });
  });
});

describe('Keras 2', () => {
  test('writes types as policies, axes as lists, and leaves new options out', () => {
    const dtype = { class_name: 'Policy', config: { name: 'float32' } };
    expect(translate('BatchNormalization', { axis: [3], dtype, renorm: false }).config).toEqual({
      axis: 3,
      dtype: 'float32',
    });
    expect(translate('GRU', { units: 2 }).config).toEqual({ units: 2, reset_after: false });
    expect(translate('LeakyReLU', { alpha: 0.5 }).config).toEqual({ negative_slope: 0.5 });
  });

  test('Keras 3 is left as it is', () => {
    const layer = { module: 'keras.layers', class_name: 'GRU', config: { units: 2 } };
    expect(toKeras3(layer)).toEqual(layer);
  });

  test.each([[['4wE', null, null]], [{ class_name: '__lambda__', config: { code: '4wE' } }]])(
    'a Lambda with bytecode is refused',
    (body) => {
      expect(() => translate('Lambda', { name: 'crop', function: body })).toThrow(FormatError);
    },
  );
});

/** A whole-model file of one layer that Keras 1 might have written. */
function oldFile(layer: Description, weights: [name: string, shape: number[]][]): Uint8Array {
  const name = String(layer.config['name']);
  const model = { class_name: 'Sequential', config: [layer] };
  const datasets: Hdf5Content['datasets'] = Object.fromEntries(
    weights.map(([weight, shape], i) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return [`model_weights/${name}/${weight}`, { shape, data: formulaValues(size, i) }];
    }),
  );
  return writeHdf5({
    datasets,
    attributes: {
      '': { model_config: JSON.stringify(model) },
      model_weights: { layer_names: [name] },
      [`model_weights/${name}`]: { weight_names: weights.map(([weight]) => weight) },
    },
  });
}

const valuesOf = (layer: Layer, index: number) =>
  tf.tidy(() => layer.weights[index]!.read().arraySync()) as number[][];

describe('weights of Keras 1', () => {
  test('an LSTM: kernels gate by gate become one', async () => {
    const gates = ['i', 'c', 'f', 'o'];
    const weights = gates.flatMap((gate): [string, number[]][] => [
      [`W_${gate}`, [3, 2]],
      [`U_${gate}`, [2, 2]],
      [`b_${gate}`, [2]],
    ]);
    const config = { name: 'l', output_dim: 2, batch_input_shape: [null, 4, 3] };
    const net = await loadModel(oldFile({ class_name: 'LSTM', config }, weights));
    const kernel = valuesOf(net.layers[0]!, 0);
    // of today's order: input, forget, cell, output
    const first = [0, 6, 3, 9].flatMap((seed) => [...formulaValues(6, seed).slice(0, 2)]);
    expect(kernel[0]).toEqual(first);
    expect(net.layers[0]!.weights.map(({ shape }) => shape)).toEqual([[3, 8], [2, 8], [8]]);
  });

  test("a convolution of Theano: channels go last, and another's stays", async () => {
    const config = {
      name: 'c',
      nb_filter: 4,
      nb_row: 3,
      nb_col: 2,
      batch_input_shape: [null, 5, 5, 1],
      dim_ordering: 'tf',
    };
    const layer = { class_name: 'Convolution2D', config };
    const theano = await loadModel(
      oldFile(layer, [
        ['W', [4, 1, 3, 2]],
        ['b', [4]],
      ]),
    );
    const kernel = tf.tidy(() => [...theano.layers[0]!.weights[0]!.read().dataSync()]);
    const stored = formulaValues(24, 0);
    expect(kernel.slice(0, 4)).toEqual([0, 6, 12, 18].map((at) => stored[at]));
    const plain = await loadModel(
      oldFile(layer, [
        ['W', [3, 2, 1, 4]],
        ['b', [4]],
      ]),
    );
    expect(tf.tidy(() => [...plain.layers[0]!.weights[0]!.read().dataSync()])).toEqual([...stored]);
  });
});

test('a model of Keras 1 in JSON is drawn', () => {
  const net = modelFromJSON({
    class_name: 'Sequential',
    config: [
      {
        class_name: 'Convolution2D',
        config: {
          name: 'a',
          nb_filter: 2,
          nb_row: 3,
          nb_col: 3,
          batch_input_shape: [null, 8, 8, 1],
        },
      },
      {
        class_name: 'MaxPooling2D',
        config: { name: 'b', pool_size: [2, 2], border_mode: 'valid' },
      },
      { class_name: 'Flatten', config: { name: 'c' } },
      { class_name: 'Dense', config: { name: 'd', output_dim: 3, activation: 'softmax' } },
    ],
  });
  expect(net.outputShapes).toEqual([[null, 3]]);
});
