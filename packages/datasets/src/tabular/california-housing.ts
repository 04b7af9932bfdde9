import { checkChoice, checkOptions } from '@ibexjs/core';
import type { NdArray } from '@ibexjs/formats';
import type * as tf from '@tensorflow/tfjs-core';

import { KERAS_DATASETS, LOAD_OPTIONS, type Published } from '../load-options.js';
import { toTensors, type DataSplits } from '../splits.js';
import { loadHousing, type HousingOptions } from './housing.js';

const NPZ: Published = {
  origin: `${KERAS_DATASETS}/california_housing.npz`,
  fileHash: [
    '1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f', // Keras' file
    'b8eeec7c54afc7c38002d854dfc343d7a11d1c865578b753957752c00e8574cf', // the same arrays, zipped anew
  ],
  mirrorPath: 'housing/california_housing.npz',
};

export interface CaliforniaHousingOptions extends HousingOptions {
  /** All 20,640 districts, or the first 600. Default: 'large'. */
  version?: 'large' | 'small';
}

const WHERE = 'californiaHousing.loadData';

/**
 * 20,640 districts of California with 8 features (longitude, latitude, age, rooms, bedrooms,
 * population, households, income) and the median price of a house in dollars. R. Pace and R. Barry
 * (1997).
 *
 * @param options `version` (default 'large'), `testSplit` (default 0.2), `seed` (default 113): the
 *   same give Keras' split; `path`, `cacheDir`, `onProgress`, `signal`
 * @returns float32 tensors: features [n, 8], prices [n]
 */
export async function loadData(
  options: CaliforniaHousingOptions = {},
): Promise<DataSplits<tf.Tensor>> {
  return toTensors(await loadArrays(options));
}

/** The same as arrays of float32. */
export async function loadArrays(
  options: CaliforniaHousingOptions = {},
): Promise<DataSplits<NdArray>> {
  checkOptions(WHERE, options, [...LOAD_OPTIONS, 'testSplit', 'seed', 'version']);
  const version = checkChoice(WHERE, 'version', options.version ?? 'large', ['large', 'small']);
  return loadHousing(WHERE, NPZ, options, version === 'small' ? 600 : Infinity);
}
