import { gunzip, isGzip, readIdx, type NdArray } from '@ibexjs/formats';

import { loadBytes, type LoadOptions, type Published } from '../load-options.js';
import { dataSplits, type DataSplits } from '../splits.js';
import { checkSplits } from '../splits-from-npz.js';

const MAX_BYTES = 100_000_000;

/** The four files in which MNIST and its kin are published. */
export interface IdxFiles {
  trainImages: Published;
  trainLabels: Published;
  testImages: Published;
  testLabels: Published;
}

/** Downloads and reads the four files. @throws DownloadError, FormatError */
export async function loadIdxFiles(
  name: string,
  files: IdxFiles,
  options: LoadOptions,
): Promise<DataSplits<NdArray>> {
  const read = async (file: Published): Promise<NdArray> => {
    const bytes = await loadBytes(file, options);
    return readIdx(isGzip(bytes) ? gunzip(bytes, { maxBytes: MAX_BYTES }) : bytes);
  };
  const xTrain = await read(files.trainImages);
  const yTrain = await read(files.trainLabels);
  const xTest = await read(files.testImages);
  return checkSplits(name, dataSplits(xTrain, yTrain, xTest, await read(files.testLabels)));
}
