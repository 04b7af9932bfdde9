import { UnknownOptionError, ValueError } from '@ibexjs/core';
import { describe, expect, test } from '@jest/globals';

import { InputLayer, input, inputLayer, type InputOptions } from './input-layer.js';
import { deserializeLayer, serializeLayer } from './serialization.js';

test('inputLayer makes the layer that begins a Sequential model', () => {
  const layer = inputLayer({ inputShape: [28, 28], batchSize: 3 });
  expect(layer).toBeInstanceOf(InputLayer);
  expect(layer.batchShape).toEqual([3, 28, 28]);
});

describe('input', () => {
  test('has the batch first', () => {
    expect(input({ shape: [28, 28] }).shape).toEqual([null, 28, 28]);
    expect(input({ shape: [null, 3], batchSize: 7 }).shape).toEqual([7, null, 3]);
    expect(input({ batchShape: [2, 3], dtype: 'int32' })).toMatchObject({
      shape: [2, 3],
      dtype: 'int32',
    });
  });

  test.each<[unknown, new (message: string) => Error]>([
    [{}, ValueError],
    [{ shape: [3], batchShape: [null, 3] }, ValueError],
    [{ batchShape: [null, 3], batchSize: 3 }, ValueError],
    [{ shape: [-1] }, ValueError],
    [{ shape: [2.5] }, ValueError],
    [{ shape: [3], dtype: 'float13' }, ValueError],
    [{ shape: [3], sparse: true }, ValueError],
    [{ shapes: [3] }, UnknownOptionError],
  ])('refuses %j', (options, error) => {
    expect(() => input(options as InputOptions)).toThrow(error);
  });

  test('is written as Keras writes it, and read from Keras 2 and tfjs-layers too', () => {
    const layer = new InputLayer({ shape: [4], name: 'x', dtype: 'int32' });
    const serialized = serializeLayer(layer);
    expect(serialized).toEqual({
      module: 'keras.layers',
      class_name: 'InputLayer',
      config: {
        batch_shape: [null, 4],
        dtype: 'int32',
        sparse: false,
        ragged: false,
        name: 'x',
        optional: false,
      },
      registered_name: null,
    });
    expect(serializeLayer(deserializeLayer(serialized))).toEqual(serialized);
    const old = {
      class_name: 'InputLayer',
      config: { batch_input_shape: [null, 4], dtype: 'float32', sparse: false, name: 'y' },
    };
    expect((deserializeLayer(old) as InputLayer).symbol.shape).toEqual([null, 4]);
  });
});
