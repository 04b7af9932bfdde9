import { FormatError, ValueError } from '@ibexjs/core';
import { NpzFile, type NdArray } from '@ibexjs/formats';

import { loadBytes, type LoadOptions, type Published } from '../load-options.js';
import { NumpyRandomState } from '../random/numpy-random.js';
import { takeRows } from '../rows.js';
import { dataSplits, type DataSplits } from '../splits.js';
import { checkSplits } from '../splits-from-npz.js';

/** What both housing data sets take besides where the file is. */
export interface HousingOptions extends LoadOptions {
  /** Part of the samples to test. Default: 0.2. */
  testSplit?: number;
  /** Order of the samples, as NumPy's RandomState gives it. Default: 113. */
  seed?: number;
}

/** Arrays x and y of a file, its first `limit` samples, in the order of the seed and split. */
export async function loadHousing(
  where: string,
  published: Published,
  options: HousingOptions,
  limit = Infinity,
): Promise<DataSplits<NdArray>> {
  const { testSplit = 0.2, seed = 113 } = options;
  if (!(testSplit >= 0 && testSplit < 1)) {
    throw new ValueError(
      `${where}: option "testSplit" must be at least 0 and below 1; received ${testSplit}.`,
    );
  }
  const file = new NpzFile(await loadBytes(published, options));
  if (!file.has('x') || !file.has('y')) {
    throw new FormatError(`${where}: the file must have arrays "x" and "y".`);
  }
  const [x, y] = [file.get('x'), file.get('y')];
  checkSplits(where, dataSplits(x, y, x, y));
  const count = Math.min(x.shape[0]!, limit);
  const order = new NumpyRandomState(seed).permutation(count);
  const end = Math.trunc(count * (1 - testSplit));
  const [train, test] = [order.slice(0, end), order.slice(end)];
  return dataSplits(takeRows(x, train), takeRows(y, train), takeRows(x, test), takeRows(y, test));
}
