import { checkChoice, checkOptions } from '@ibexjs/core';
import type { NdArray } from '@ibexjs/formats';
import type * as tf from '@tensorflow/tfjs-core';

import { loadBytes, LOAD_OPTIONS, type LoadOptions, type Published } from '../load-options.js';
import { toTensors, type DataSplits } from '../splits.js';
import { readCifar } from './cifar.js';

const ARCHIVE: Published = {
  origin: 'https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz',
  fileHash: '85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7',
  mirrorPath: 'cifar100/cifar-100-python.tar.gz',
};

export interface Cifar100Options extends LoadOptions {
  /** 100 kinds, or the 20 groups that they form. Default: 'fine'. */
  labelMode?: 'fine' | 'coarse';
}

/**
 * CIFAR-100: 50,000 colour pictures of a hundred kinds to learn from and 10,000 to test, 32x32,
 * values 0 to 255. A. Krizhevsky (2009).
 *
 * @param options `labelMode`; otherwise as `cifar10.loadData`
 * @returns int32 tensors: images [n, 32, 32, 3] (or channels first, as configured), labels [n, 1]
 * @throws DownloadError when it is neither cached nor to be had
 */
export async function loadData(options: Cifar100Options = {}): Promise<DataSplits<tf.Tensor>> {
  return toTensors(await loadArrays(options));
}

/** The same as arrays of bytes (uint8). */
export async function loadArrays(options: Cifar100Options = {}): Promise<DataSplits<NdArray>> {
  checkOptions('cifar100.loadData', options, [...LOAD_OPTIONS, 'labelMode']);
  const mode = checkChoice('cifar100.loadData', 'labelMode', options.labelMode ?? 'fine', [
    'fine',
    'coarse',
  ]);
  const layout = {
    name: 'cifar100',
    folder: 'cifar-100-python',
    train: ['train'],
    test: 'test',
    labels: `${mode}_labels`,
  };
  return readCifar(layout, await loadBytes(ARCHIVE, options));
}
