import { checkOptions } from '@ibexjs/core';
import type { NdArray } from '@ibexjs/formats';
import type * as tf from '@tensorflow/tfjs-core';

import {
  KERAS_DATASETS,
  loadBytes,
  LOAD_OPTIONS,
  type LoadOptions,
  type Published,
} from '../load-options.js';
import { toTensors, type DataSplits } from '../splits.js';
import { splitsFromNpz } from '../splits-from-npz.js';
import { loadIdxFiles, type IdxFiles } from './idx-files.js';

/** The published names are MNIST's; in the cache they are told apart. */
function idx(fname: string, fileHash: string): Published {
  const origin = [
    `${KERAS_DATASETS}/${fname}`,
    `https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/${fname}`,
  ];
  return {
    origin,
    fname: `fashion-${fname}`,
    fileHash,
    mirrorPath: `fashion-mnist/${fname}`,
  };
}

const IDX: IdxFiles = {
  trainImages: idx('train-images-idx3-ubyte.gz', '8d4fb7e6c68d591d4c3dfef9ec88bf0d'),
  trainLabels: idx('train-labels-idx1-ubyte.gz', '25c81989df183df01b3e8a0aad5dffbe'),
  testImages: idx('t10k-images-idx3-ubyte.gz', 'bef4ecab320f06d8554ea6380940ec79'),
  testLabels: idx('t10k-labels-idx1-ubyte.gz', 'bb300cfdad3c16e7a12a480ee83cd310'),
};

/**
 * Fashion-MNIST: 60,000 pictures of clothes to learn from and 10,000 to test, 28x28, grey values 0 to
 * 255, ten kinds. H. Xiao, K. Rasul and R. Vollgraf (2017), MIT licence.
 *
 * @param options `path`: an npz file of your own in Keras' layout; `cacheDir`, `onProgress`, `signal`
 * @returns int32 tensors: images [n, 28, 28], labels [n]
 * @throws DownloadError when it is neither cached nor to be had
 */
export async function loadData(options: LoadOptions = {}): Promise<DataSplits<tf.Tensor>> {
  return toTensors(await loadArrays(options));
}

/** The same as arrays of bytes (uint8). */
export async function loadArrays(options: LoadOptions = {}): Promise<DataSplits<NdArray>> {
  checkOptions('fashionMnist.loadData', options, LOAD_OPTIONS);
  if (options.path === undefined) return loadIdxFiles('fashionMnist', IDX, options);
  return splitsFromNpz('fashionMnist', await loadBytes(IDX.trainImages, options));
}

/** What the labels mean. */
export function getLabelNames(): string[] {
  return [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ];
}
