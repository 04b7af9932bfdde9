import { FormatError, imageDataFormat } from '@ibexjs/core';
import { gunzip, isGzip, readPickle, readTar, type NdArray } from '@ibexjs/formats';

import { dataSplits, type DataSplits } from '../splits.js';
import { splitsFromNpz } from '../splits-from-npz.js';

const SIDE = 32;
const CHANNELS = 3;
const PIXELS = SIDE * SIDE;

/** Which files of the archive hold what. */
export interface CifarLayout {
  name: string;
  folder: string;
  train: readonly string[];
  test: string;
  /** Key of the labels in each batch. */
  labels: string;
}

/**
 * Reads CIFAR's archive of pickled batches, or an npz file in Keras' layout.
 * @returns images in the configured data format, labels [n, 1]
 * @throws FormatError
 */
export function readCifar(layout: CifarLayout, bytes: Uint8Array): DataSplits<NdArray> {
  if (!isGzip(bytes)) return splitsFromNpz(layout.name, bytes);
  const files = readTar(gunzip(bytes, { maxBytes: 1_000_000_000 }));
  const batch = (file: string) => readBatch(layout, files.get(`${layout.folder}/${file}`), file);
  const [xTrain, yTrain] = joined(layout.train.map(batch));
  const [xTest, yTest] = joined([batch(layout.test)]);
  return dataSplits(xTrain, yTrain, xTest, yTest);
}

interface Batch {
  images: Uint8Array;
  labels: readonly number[];
}

function readBatch(layout: CifarLayout, bytes: Uint8Array | undefined, file: string): Batch {
  const fail = () =>
    new FormatError(
      `${layout.name}: ${file} is missing from the archive, or holds something else.`,
    );
  if (!bytes) throw fail();
  const dict = readPickle(bytes, { encoding: 'latin1' });
  if (!(dict instanceof Map)) throw fail();
  const data = dict.get('data') as Partial<NdArray> | undefined;
  const labels: unknown = dict.get(layout.labels);
  const valid =
    data?.data instanceof Uint8Array &&
    Array.isArray(labels) &&
    labels.every(Number.isInteger) &&
    data.data.length === labels.length * CHANNELS * PIXELS;
  if (!valid) throw fail();
  return { images: data.data as Uint8Array, labels: labels as number[] };
}

function joined(batches: readonly Batch[]): [x: NdArray, y: NdArray] {
  const count = batches.reduce((sum, { labels }) => sum + labels.length, 0);
  const planes = new Uint8Array(count * CHANNELS * PIXELS);
  let at = 0;
  for (const { images } of batches) {
    planes.set(images, at);
    at += images.length;
  }
  const last = imageDataFormat() === 'channels_last';
  const x: NdArray = {
    shape: last ? [count, SIDE, SIDE, CHANNELS] : [count, CHANNELS, SIDE, SIDE],
    dtype: 'uint8',
    data: last ? channelsLast(planes) : planes,
  };
  const labels = Uint8Array.from(batches.flatMap((batch) => [...batch.labels]));
  return [x, { shape: [count, 1], dtype: 'uint8', data: labels }];
}

/** The files have a plane of 32x32 for each colour. */
function channelsLast(planes: Uint8Array): Uint8Array {
  const out = new Uint8Array(planes.length);
  for (let image = 0; image < planes.length; image += CHANNELS * PIXELS) {
    for (let channel = 0; channel < CHANNELS; channel++) {
      const from = image + channel * PIXELS;
      for (let pixel = 0; pixel < PIXELS; pixel++) {
        out[image + pixel * CHANNELS + channel] = planes[from + pixel]!;
      }
    }
  }
  return out;
}
