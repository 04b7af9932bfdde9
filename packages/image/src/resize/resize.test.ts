import { readFixture, testBackends, useTestBackend } from '@ibexjs/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { bytesOf, fromBase64, largestGap, picture, pictureArray } from '../testing.js';
import type { Interpolation } from './kernels.js';
import type { PilInterpolation } from './pil-filters.js';
import { resizeArray } from './resize-array.js';
import { resizeImg, type Box } from './resize-img.js';
import { resize } from './resize.js';
import { smartResize } from './smart-resize.js';

type Size = [number, number];
type Shape = [number, number, number];

interface Case {
  shape: Shape;
  seed: number;
  size: Size;
}

const golden = readFixture<{
  pil: (Case & { interpolation: PilInterpolation; box?: Box; pixels: string })[];
  float: (Case & { interpolation: Interpolation; antialias: boolean; values: number[] })[];
  fit: (Case & { options: Record<string, string | number | boolean>; values: number[] })[];
  smart: (Case & { interpolation: Interpolation; values: number[] })[];
}>(import.meta.url, '../../fixtures/resize.json');

/** Numbers reach 250; 1e-5 of that. */
const NEAR = 2.5e-3;

const tensorOf = ({ shape, seed }: Case) =>
  tf.tensor3d(Float32Array.from(bytesOf(shape[0] * shape[1] * shape[2], seed)), shape);

describe('resizeImg: the bytes of PIL', () => {
  test.each([...new Set(golden.pil.map((one) => one.interpolation))])('%s', (interpolation) => {
    for (const { shape, seed, size, box, pixels } of golden.pil.filter(
      (one) => one.interpolation === interpolation,
    )) {
      const resized = resizeImg(picture(shape, seed), size, { interpolation, ...(box && { box }) });
      expect([resized.height, resized.width, resized.channels]).toEqual([...size, shape[2]]);
      expect([...resized.data]).toEqual([...fromBase64(pixels)]);
    }
  });

  test('refuses what cannot be', () => {
    const img = picture([4, 4, 3], 1);
    expect(() => resizeImg(img, [0, 3])).toThrow(/"height" must be a positive whole number/);
    expect(() => resizeImg(img, 2, { box: [0, 0, 5, 4] })).toThrow(/not within 4x4/);
    expect(() => resizeImg(img, 2, { box: [2, 0, 2, 4] })).toThrow(/is empty/);
    const area = { interpolation: 'area' as PilInterpolation };
    expect(() => resizeImg(img, 2, area)).toThrow(/one of 'nearest', 'bilinear'/);
  });
});

test.each(golden.float)('an array: $interpolation, $shape to $size', (one) => {
  const { shape, seed, size, interpolation, antialias, values } = one;
  const { data } = resizeArray(pictureArray(shape, seed), size, interpolation, antialias);
  expect(largestGap(data, values)).toBeLessThan(NEAR);
});

describe.each(testBackends)('tensors on %s', (backend) => {
  let before: number;
  beforeEach(async () => {
    await useTestBackend(backend);
    before = tf.memory().numTensors;
  });
  afterEach(() => expect(tf.memory().numTensors).toBe(before));

  async function check(x: tf.Tensor3D, y: tf.Tensor3D, size: Size, values: number[]) {
    expect(y.shape).toEqual([...size, x.shape[2]]);
    expect(largestGap(await y.data(), values)).toBeLessThan(NEAR);
    tf.dispose([x, y]);
  }

  test('the numbers of tf.image.resize', async () => {
    for (const one of golden.float) {
      const { interpolation, antialias } = one;
      const x = tensorOf(one);
      await check(x, resize(x, one.size, { interpolation, antialias }), one.size, one.values);
    }
  });

  test('cut or padded to the aspect ratio, as keras.ops.image.resize', async () => {
    for (const one of golden.fit) {
      const { options } = one;
      const x = tensorOf(one);
      const y = resize(x, one.size, {
        cropToAspectRatio: options['crop_to_aspect_ratio'] === true,
        padToAspectRatio: options['pad_to_aspect_ratio'] === true,
        interpolation: (options['interpolation'] ?? 'bilinear') as Interpolation,
        fillValue: Number(options['fill_value'] ?? 0),
      });
      await check(x, y, one.size, one.values);
    }
  });

  test('smartResize', async () => {
    for (const one of golden.smart) {
      const x = tensorOf(one);
      await check(
        x,
        smartResize(x, one.size, { interpolation: one.interpolation }),
        one.size,
        one.values,
      );
    }
  });

  test('batches, and channels first', async () => {
    const one = golden.float.find(({ interpolation }) => interpolation === 'bilinear')!;
    const [x, y] = tf.tidy(() => {
      const image = tensorOf(one);
      const batch = tf.stack([image, tf.mul(image, 2)]) as tf.Tensor4D;
      const first = tf.transpose(batch, [0, 3, 1, 2]);
      const resized = resize(first, one.size, { dataFormat: 'channelsFirst' });
      return [resize(batch, one.size), tf.transpose(resized, [0, 2, 3, 1])];
    });
    expect(x.shape).toEqual([2, ...one.size, 2]);
    expect(largestGap(await x.data(), await y.data())).toBeLessThan(NEAR);
    const twice = one.values.map((value) => 2 * value);
    expect(largestGap(await x.data(), [...one.values, ...twice])).toBeLessThan(2 * NEAR);
    tf.dispose([x, y]);
  });

  test('a gradient: each old pixel counts as much as it was weighted', async () => {
    const x = tf.ones([4, 4, 1]);
    const gradient = tf.grad((image) => resize(image as tf.Tensor3D, 2, { interpolation: 'area' }));
    const dx = gradient(x);
    expect(largestGap(await dx.data(), new Float32Array(16).fill(0.25))).toBeLessThan(1e-6);
    tf.dispose([x, dx]);
  });
});

test('refuses what cannot be', async () => {
  await useTestBackend('cpu');
  const x: tf.Tensor3D = tf.zeros([4, 4, 1]);
  const both = { cropToAspectRatio: true, padToAspectRatio: true };
  expect(() => resize(x, 2, both)).toThrow(/either cropToAspectRatio or padToAspectRatio/);
  expect(() => resize(x, 2, { antiAlias: true } as object)).toThrow(/Did you mean "antialias"/);
  const flat: tf.Tensor = tf.zeros([4, 4]);
  expect(() => resize(flat as tf.Tensor3D, 2)).toThrow(/received \[4, 4\]/);
});
