import { checkOptions } from '@ibexjs/core';
import type { NdArray } from '@ibexjs/formats';
import type * as tf from '@tensorflow/tfjs-core';

import { KERAS_DATASETS, LOAD_OPTIONS, type Published } from '../load-options.js';
import { toTensors, type DataSplits } from '../splits.js';
import { loadHousing, type HousingOptions } from './housing.js';

const NPZ: Published = {
  origin: `${KERAS_DATASETS}/boston_housing.npz`,
  fileHash: [
    'f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5', // Keras' file
    '0c1bbf0b79b8c2996afa31b259ca6cff56f5a6f72501358901ae5aa8fadd6e2f', // the same arrays, zipped anew
  ],
  mirrorPath: 'housing/boston_housing.npz',
};

/**
 * 506 districts of Boston with 13 features and the median price of a house in thousands of dollars.
 * D. Harrison and D. Rubinfeld (1978). One of the features, "B", assumes that segregation moves
 * prices: use the set to show that problem, and `californiaHousing` for everything else.
 *
 * @param options `testSplit` (default 0.2), `seed` (default 113): the same give Keras' split;
 *   `path`, `cacheDir`, `onProgress`, `signal`
 * @returns float32 tensors: features [n, 13], prices [n]
 */
export async function loadData(options: HousingOptions = {}): Promise<DataSplits<tf.Tensor>> {
  return toTensors(await loadArrays(options));
}

/** The same as arrays of float64. */
export async function loadArrays(options: HousingOptions = {}): Promise<DataSplits<NdArray>> {
  checkOptions('bostonHousing.loadData', options, [...LOAD_OPTIONS, 'testSplit', 'seed']);
  return loadHousing('bostonHousing.loadData', NPZ, options);
}
