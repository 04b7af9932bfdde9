import { FormatError } from '@ibexjs/core';
import { NpzFile, showShape, type NdArray } from '@ibexjs/formats';

import { dataSplits, type DataSplits } from './splits.js';

/**
 * The four arrays of an npz file as Keras publishes data sets: x_train, y_train, x_test, y_test.
 * @param name of the data set, for messages
 * @throws FormatError when one is missing, or lengths differ
 */
export function splitsFromNpz(name: string, bytes: Uint8Array): DataSplits<NdArray> {
  const file = new NpzFile(bytes);
  const get = (key: string): NdArray => {
    if (file.has(key)) return file.get(key);
    throw new FormatError(
      `${name}: the file has no array "${key}"; it has ${file.names.join(', ') || 'none'}.`,
    );
  };
  return checkSplits(
    name,
    dataSplits(get('x_train'), get('y_train'), get('x_test'), get('y_test')),
  );
}

/** Checks that there is a label for every sample. @throws FormatError */
export function checkSplits(name: string, splits: DataSplits<NdArray>): DataSplits<NdArray> {
  for (const [x, y] of splits) {
    if (x.shape.length === 0 || x.shape[0] !== y.shape[0]) {
      throw new FormatError(
        `${name}: inputs of shape ${showShape(x.shape)} and labels of shape ${showShape(y.shape)} do not fit.`,
      );
    }
  }
  return splits;
}
