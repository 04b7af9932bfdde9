import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { UnknownOptionError, ValueError } from '@ibexjs/core';
import { readFixture, testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { denseNet121, efficientNetB0, mobileNet, vgg16 } from './index.js';
import { preprocessInput, type PreprocessMode } from './preprocess-input.js';

interface Golden {
  mode: PreprocessMode;
  data_format: 'channels_last' | 'channels_first';
  shape: number[];
  pixels: number[];
  values: number[];
}

const fixture = readFixture<Golden[]>(import.meta.url, '../fixtures/preprocess.json');

const near = (values: readonly number[]) =>
  values.map((value): unknown => expect.closeTo(value, 4));

describe.each(testBackends)('preprocessInput on %s', (backend) => {
  let before: number;
  beforeEach(async () => {
    await useTestBackend(backend);
    before = tf.memory().numTensors;
  });
  afterEach(() => expect(tf.memory().numTensors).toBe(before));

  test.each(fixture)('$mode, $data_format equals Keras', async (golden) => {
    const { mode, data_format: dataFormat, shape, pixels, values } = golden;
    const x = tf.tensor(pixels, shape);
    const batch = preprocessInput(x, { mode, dataFormat });
    expect(batch.shape).toEqual(shape);
    expect(Array.from(await batch.data())).toEqual(near(values));
    const size = pixels.length / 2;
    const one = tf.tensor(pixels.slice(0, size), shape.slice(1), 'int32');
    const image = preprocessInput(one, { mode, dataFormat });
    expect([image.dtype, image.shape]).toEqual(['float32', shape.slice(1)]);
    expect(Array.from(await image.data())).toEqual(near(values.slice(0, size)));
    tf.dispose([x, batch, one, image]);
  });
});

test.each(fixture.filter((golden) => golden.data_format === 'channels_last'))(
  '$mode of pixels in an array equals Keras, and leaves them as they are',
  ({ mode, pixels, values }) => {
    const bytes = Uint8Array.from(pixels);
    expect(Array.from(preprocessInput(bytes, { mode }))).toEqual(near(values));
    expect(Array.from(preprocessInput(pixels, { mode }))).toEqual(near(values));
    expect(Array.from(bytes)).toEqual(pixels);
  },
);

test('every application knows its own', () => {
  const pixel = [255, 0, 127.5];
  expect(Array.from(mobileNet.preprocessInput(pixel))).toEqual([1, -1, 0]);
  expect(Array.from(efficientNetB0.preprocessInput(pixel))).toEqual(pixel);
  expect(Array.from(vgg16.preprocessInput(pixel))).toEqual(
    Array.from(preprocessInput(pixel, { mode: 'caffe' })),
  );
  expect(Array.from(denseNet121.preprocessInput(pixel))).toEqual(
    Array.from(preprocessInput(pixel, { mode: 'torch' })),
  );
});

test('what has no three channels, or an unknown option, is refused', async () => {
  await useTestBackend('cpu');
  const grey = tf.zeros([2, 2, 1]);
  expect(() => preprocessInput(grey)).toThrow(ValueError);
  expect(() => preprocessInput([1, 2])).toThrow(ValueError);
  expect(() => preprocessInput([1, 2, 3], { dataFormat: 'channelsFirst' })).toThrow(ValueError);
  expect(() => preprocessInput([1, 2, 3], { mode: 'keras' as PreprocessMode })).toThrow(ValueError);
  const wrong = { modus: 'tf' } as { mode?: PreprocessMode };
  expect(() => preprocessInput([1, 2, 3], wrong)).toThrow(UnknownOptionError);
  grey.dispose();
});
