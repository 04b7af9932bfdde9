import { checkOptions, fromBase64 } from '@ibexjs/core';
import { gunzip, toTensor, type NdArray } from '@ibexjs/formats';
import type * as tf from '@tensorflow/tfjs-core';

import { dataSplits, toTensors, type DataSplits } from '../splits.js';
import { trainTestSplit } from '../preprocessing/train-test-split.js';
import { DIGITS } from './digits-data.js';

const SAMPLES = 1797;
const PIXELS = 64;

/** Images and labels of the whole set, in scikit-learn's order. */
export interface Digits<T> {
  /** [1797, 8, 8], 0 to 16. */
  images: T;
  /** [1797], 0 to 9. */
  target: T;
}

export interface DigitsOptions {
  /** Samples to test, a number or a part of all. Default: 0.2. */
  testSize?: number;
  /** Which samples these are. Default: 0, the same at every call. */
  seed?: number;
}

/** scikit-learn's `load_digits`: all samples in their order, as arrays of bytes. */
export function loadDigits(): Digits<NdArray<Uint8Array>> {
  const planes = gunzip(fromBase64(DIGITS));
  const pixels = new Uint8Array(SAMPLES * PIXELS);
  for (let pixel = 0; pixel < PIXELS; pixel++) {
    for (let sample = 0; sample < SAMPLES; sample++) {
      pixels[sample * PIXELS + pixel] = planes[pixel * SAMPLES + sample]!;
    }
  }
  const labels = planes.slice(SAMPLES * PIXELS);
  return {
    images: { shape: [SAMPLES, 8, 8], dtype: 'uint8', data: pixels },
    target: { shape: [SAMPLES], dtype: 'uint8', data: labels },
  };
}

/** The same as int32 tensors. */
export function loadDigitsTensors(): Digits<tf.Tensor> {
  const { images, target } = loadDigits();
  return { images: toTensor(images), target: toTensor(target) };
}

/**
 * 1,797 real handwritten digits, 8x8, grey values 0 to 16, shipped inside this package: what demos
 * run on without network. The split keeps the share of every digit.
 *
 * E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits, UCI Machine Learning
 * Repository, https://doi.org/10.24432/C50P49; CC BY 4.0.
 *
 * @param options `testSize` (default 0.2), `seed` (default 0)
 * @returns int32 tensors: images [n, 8, 8], labels [n]
 */
export async function loadData(options: DigitsOptions = {}): Promise<DataSplits<tf.Tensor>> {
  return toTensors(await loadArrays(options));
}

/** The same as arrays of bytes (uint8). */
export async function loadArrays(options: DigitsOptions = {}): Promise<DataSplits<NdArray>> {
  checkOptions('digits.loadData', options, ['testSize', 'seed']);
  const { images, target } = loadDigits();
  const samples = Array.from({ length: SAMPLES }, (_, i) => i);
  const [train, test] = trainTestSplit(samples, {
    testSize: options.testSize ?? 0.2,
    seed: options.seed ?? 0,
    stratify: target.data,
  });
  const take = (array: NdArray<Uint8Array>, rows: number[]): NdArray => {
    const width = array.data.length / SAMPLES;
    const data = new Uint8Array(rows.length * width);
    rows.forEach((row, i) =>
      data.set(array.data.subarray(row * width, (row + 1) * width), i * width),
    );
    return { shape: [rows.length, ...array.shape.slice(1)], dtype: 'uint8', data };
  };
  return dataSplits(
    take(images, train),
    take(target, train),
    take(images, test),
    take(target, test),
  );
}
