import { checkOptions, DownloadError, FormatError } from '@ibexjs/core';
import { gunzip, isGzip, readPickle, showShape, type NdArray } from '@ibexjs/formats';
import type * as tf from '@tensorflow/tfjs-core';

import {
  KERAS_DATASETS,
  loadBytes,
  LOAD_OPTIONS,
  type LoadOptions,
  type Published,
} from '../load-options.js';
import { dataSplits, toTensors, type DataSplits } from '../splits.js';
import { checkSplits, splitsFromNpz } from '../splits-from-npz.js';
import { loadIdxFiles, type IdxFiles } from './idx-files.js';

const NPZ: Published = {
  origin: `${KERAS_DATASETS}/mnist.npz`,
  fileHash: [
    '731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1', // Keras' file
    '88eaf78b3cf8a302b5c253212171853934f34bb083759fe893a3554a84c56f0a', // the same arrays, zipped anew
  ],
  mirrorPath: 'mnist/mnist.npz',
};

/** The files of the authors; each has several published copies that unpack to the same bytes. */
const IDX: IdxFiles = {
  trainImages: idx('train-images-idx3-ubyte.gz', [
    '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
    'ae46c4f260ac4905871204038b01a6c0a113631ad2d5a23f68961fc8b88747cb',
  ]),
  trainLabels: idx('train-labels-idx1-ubyte.gz', [
    '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c',
  ]),
  testImages: idx('t10k-images-idx3-ubyte.gz', [
    '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
  ]),
  testLabels: idx('t10k-labels-idx1-ubyte.gz', [
    'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6',
  ]),
};

function idx(fname: string, fileHash: string[]): Published {
  const origin = [
    `https://ossci-datasets.s3.amazonaws.com/mnist/${fname}`,
    `https://storage.googleapis.com/cvdf-datasets/mnist/${fname}`,
  ];
  return { origin, fname, fileHash, mirrorPath: `mnist/${fname}` };
}

/**
 * MNIST: 60,000 handwritten digits to learn from and 10,000 to test, 28x28, grey values 0 to 255.
 * Y. LeCun, C. Cortes and C. Burges; CC BY-SA 3.0.
 *
 * @param options `path`: a file of your own, npz or pickle (`mnist.pkl.gz`) in Keras' layout;
 *   `cacheDir`, `onProgress`, `signal`
 * @returns int32 tensors: images [n, 28, 28], labels [n]
 * @throws DownloadError when it is neither cached nor to be had
 */
export async function loadData(options: LoadOptions = {}): Promise<DataSplits<tf.Tensor>> {
  return toTensors(await loadArrays(options));
}

/** The same as arrays of bytes (uint8), a quarter of the memory. */
export async function loadArrays(options: LoadOptions = {}): Promise<DataSplits<NdArray>> {
  checkOptions('mnist.loadData', options, LOAD_OPTIONS);
  try {
    return checkImages(readSplits(await loadBytes(NPZ, options)));
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    // the authors' own files are published elsewhere; where they fail too, the first reason counts
    const splits = await loadIdxFiles('mnist', IDX, options).catch(() => undefined);
    if (!splits) throw error;
    return checkImages(splits);
  }
}

function readSplits(bytes: Uint8Array): DataSplits<NdArray> {
  if (!isGzip(bytes)) return splitsFromNpz('mnist', bytes);
  const value = readPickle(gunzip(bytes), { encoding: 'latin1' });
  const parts = Array.isArray(value) ? value.flat() : [];
  if (parts.length !== 4 || !parts.every(isNdArray)) {
    throw new FormatError(
      'mnist: the pickle must hold ((x_train, y_train), (x_test, y_test)), as NumPy arrays.',
    );
  }
  return checkSplits('mnist', dataSplits(...(parts as [NdArray, NdArray, NdArray, NdArray])));
}

function isNdArray(value: unknown): value is NdArray {
  return typeof value === 'object' && value !== null && 'dtype' in value && 'shape' in value;
}

function checkImages(splits: DataSplits<NdArray>): DataSplits<NdArray> {
  const [, height, width] = splits.xTrain.shape;
  if (height === 28 && width === 28) return splits;
  throw new FormatError(
    `mnist: images of shape [n, 28, 28] were expected; the file has ${showShape(splits.xTrain.shape)}.`,
  );
}
