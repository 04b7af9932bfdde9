import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  deferValues,
  FileError,
  FormatError,
  setDatasetsMirror,
  setImageDataFormat,
  ShapeError,
  UnknownOptionError,
  ValueError,
} from '@ibexjs/core';
import { dense, flatten, input, rescaling } from '@ibexjs/layers';
import { model } from '@ibexjs/models';
import { useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import {
  convNeXtTiny,
  mobileNet,
  mobileNetV2,
  mobileNetV3Small,
  nasNetLarge,
  resNet50,
  vgg16,
  type ApplicationOptions,
} from './index.js';

const SMALL = { weights: null, alpha: 0.25, inputShape: [32, 32, 3] };

/** Whether two lists of tensors hold the same bits. */
async function areSame(a: readonly tf.Tensor[], b: readonly tf.Tensor[]): Promise<boolean> {
  const bytesOf = async (x: tf.Tensor) => Buffer.from((await x.data()).slice().buffer);
  const pairs = await Promise.all(a.map(async (x, i) => [await bytesOf(x), await bytesOf(b[i]!)]));
  return pairs.every(([x, y]) => x!.equals(y!));
}

let folder: string;
let before: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-'));
  await useTestBackend('wasm');
  before = tf.memory().numTensors;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  expect(tf.memory().numTensors).toBe(before);
});

describe('weights', () => {
  test('come from a file; the model is then as the one that was saved', async () => {
    const trained = await mobileNet({ ...SMALL, includeTop: false });
    const file = join(folder, 'mobilenet.weights.h5');
    await trained.saveWeights(file);
    const loaded = await mobileNet({ ...SMALL, includeTop: false, weights: file });
    const images = tf.randomUniform([1, 32, 32, 3], -1, 1, 'float32', 7);
    const outputs = [trained, loaded].map((net) => net.predict(images) as tf.Tensor);
    expect(await areSame([outputs[1]!], [outputs[0]!])).toBe(true);
    tf.dispose([images, outputs]);
    trained.dispose();
    loaded.dispose();
  });

  test('of ImageNet are taken from a mirror, under the name that Keras gives them', async () => {
    const options = { alpha: 0.25, inputShape: [128, 128, 3] };
    const trained = await mobileNet({ ...options, weights: null });
    const { file } = mobileNet.publishedWeights(options);
    expect(file).toBe('mobilenet_2_5_128_tf.h5');
    mkdirSync(join(folder, 'weights'));
    await trained.saveWeights(join(folder, 'weights', file));
    setDatasetsMirror(folder);
    const loaded = await mobileNet(options).finally(() => setDatasetsMirror(undefined));
    const [theirs, ours] = [trained, loaded].map((net) => net.getWeights());
    expect(await areSame(theirs!, ours!)).toBe(true);
    tf.dispose([theirs, ours]);
    trained.dispose();
    loaded.dispose();
  });

  test('that cannot be had or do not fit leave nothing behind', async () => {
    const absent = join(folder, 'absent.h5');
    await expect(mobileNet({ ...SMALL, weights: absent })).rejects.toThrow(FileError);
    const damaged = join(folder, 'damaged.h5');
    writeFileSync(damaged, 'no weights');
    await expect(mobileNet({ ...SMALL, weights: damaged })).rejects.toThrow(FormatError);
    const other = await mobileNet({ ...SMALL, alpha: 0.5 });
    const file = join(folder, 'other.weights.h5');
    await other.saveWeights(file);
    other.dispose();
    await expect(mobileNet({ ...SMALL, weights: file })).rejects.toThrow(ShapeError);
  });
});

describe('a network of one’s own', () => {
  test('begins at inputTensor, which may be any step of a graph', async () => {
    const photo = input({ shape: [32, 32, 3], name: 'photo' });
    const inputTensor = rescaling({ scale: 1 / 127.5, offset: -1 }).apply(photo);
    const base = await mobileNet({ ...SMALL, includeTop: false, pooling: 'avg', inputTensor });
    expect(base.inputNames).toEqual(['photo']);
    expect(base.layers[1]!.getClassName()).toBe('Rescaling');
    const head = dense({ units: 2, activation: 'softmax' }).apply(base.outputs[0]!);
    const net = model({ inputs: base.inputs, outputs: head });
    expect(net.outputShapes).toEqual([[null, 2]]);
    net.dispose();
  });

  test('trains a new head on frozen features', async () => {
    const base = await mobileNet({ ...SMALL, includeTop: false });
    base.trainable = false;
    const x = input({ shape: [32, 32, 3] });
    const y = dense({ units: 1, activation: 'sigmoid' }).apply(flatten().apply(base.apply(x)));
    const net = model({ inputs: x, outputs: y });
    net.compile({ optimizer: 'adam', loss: 'binaryCrossentropy' });
    const [images, labels] = [tf.randomUniform([4, 32, 32, 3]), tf.tensor2d([[0], [1], [0], [1]])];
    const frozen = base.getWeights();
    await net.fit(images, labels, { epochs: 1, verbose: 0 });
    const after = base.getWeights();
    expect(await areSame(frozen, after)).toBe(true);
    tf.dispose([images, labels, frozen, after]);
    net.optimizer!.dispose();
    net.dispose();
  });

  test('has names that come from its own, where Keras does so', async () => {
    const options = {
      weights: null,
      includeTop: false,
      inputShape: [32, 32, 3],
      name: 'mine',
    };
    const net = await deferValues(() => convNeXtTiny(options));
    expect(net.layers.map(({ name }) => name)).toContain('mine_stage_0_block_0_gelu');
    net.dispose();
  });
});

describe('options', () => {
  const refused: [string, () => Promise<unknown>, new (...args: never[]) => Error][] = [
    [
      'an unknown one',
      () => vgg16({ include_top: true } as ApplicationOptions),
      UnknownOptionError,
    ],
    ['another family’s', () => vgg16({ alpha: 1 } as ApplicationOptions), UnknownOptionError],
    ['pooling', () => vgg16({ weights: null, pooling: 'sum' as 'avg' }), ValueError],
    ['classes of ImageNet', () => vgg16({ classes: 10 }), ValueError],
    ['no classes', () => vgg16({ weights: null, classes: 0 }), ValueError],
    ['activation of a trained top', () => vgg16({ classifierActivation: 'relu' }), ValueError],
    ['size of a trained top', () => resNet50({ inputShape: [64, 64, 3] }), ShapeError],
    ['small images', () => resNet50({ weights: null, inputShape: [31, 64, 3] }), ShapeError],
    [
      'unknown size with top',
      () => vgg16({ weights: null, inputShape: [null, 64, 3] }),
      ShapeError,
    ],
    ['no image', () => vgg16({ weights: null, inputShape: [64, 64] }), ShapeError],
    [
      'grey images for trained weights',
      () => vgg16({ includeTop: false, inputShape: [64, 64, 1] }),
      ShapeError,
    ],
    ['an untrained width', () => mobileNet({ alpha: 0.3 }), ValueError],
    ['an untrained multiplier', () => mobileNet({ depthMultiplier: 2 }), ValueError],
    ['an untrained width of V2', () => mobileNetV2({ alpha: 0.3 }), ValueError],
    [
      'an untrained width of V3',
      () => mobileNetV3Small({ alpha: 0.75, minimalistic: true }),
      ValueError,
    ],
    [
      'unknown size of NASNet',
      () => nasNetLarge({ includeTop: false, inputShape: [null, null, 3] }),
      ShapeError,
    ],
    [
      'a tensor of another width',
      () => mobileNetV2({ ...SMALL, inputTensor: input({ shape: [32, 48, 3] }) }),
      ShapeError,
    ],
  ];
  test.each(refused)('%s: refused', async (_what, make, error) => {
    await expect(make()).rejects.toThrow(error);
  });

  test('images with channels first are refused', async () => {
    setImageDataFormat('channelsFirst');
    await expect(vgg16({ weights: null })).rejects.toThrow(/channels last/);
    setImageDataFormat('channelsLast');
  });

  test('weights for another size are taken, and said so', () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { file } = mobileNet.publishedWeights({ includeTop: false, inputShape: [100, 100, 3] });
    expect(file).toBe('mobilenet_1_0_224_tf_no_top.h5');
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });
});
