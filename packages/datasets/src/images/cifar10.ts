import { checkOptions } from '@ibexjs/core';
import type { NdArray } from '@ibexjs/formats';
import type * as tf from '@tensorflow/tfjs-core';

import { loadBytes, LOAD_OPTIONS, type LoadOptions, type Published } from '../load-options.js';
import { toTensors, type DataSplits } from '../splits.js';
import { readCifar, type CifarLayout } from './cifar.js';

const ARCHIVE: Published = {
  origin: 'https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz',
  fileHash: '6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce',
  mirrorPath: 'cifar10/cifar-10-python.tar.gz',
};

const LAYOUT: CifarLayout = {
  name: 'cifar10',
  folder: 'cifar-10-batches-py',
  train: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}`),
  test: 'test_batch',
  labels: 'labels',
};

/**
 * CIFAR-10: 50,000 colour pictures of ten kinds to learn from and 10,000 to test, 32x32, values 0 to
 * 255. A. Krizhevsky (2009).
 *
 * @param options `path`: the archive, or an npz file of your own in Keras' layout; `cacheDir`,
 *   `onProgress`, `signal`
 * @returns int32 tensors: images [n, 32, 32, 3] (or channels first, as configured), labels [n, 1]
 * @throws DownloadError when it is neither cached nor to be had
 */
export async function loadData(options: LoadOptions = {}): Promise<DataSplits<tf.Tensor>> {
  return toTensors(await loadArrays(options));
}

/** The same as arrays of bytes (uint8), a quarter of the memory. */
export async function loadArrays(options: LoadOptions = {}): Promise<DataSplits<NdArray>> {
  checkOptions('cifar10.loadData', options, LOAD_OPTIONS);
  return readCifar(LAYOUT, await loadBytes(ARCHIVE, options));
}

/** What the labels mean. */
export function getLabelNames(): string[] {
  return 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ');
}
