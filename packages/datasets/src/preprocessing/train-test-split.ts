import { checkOptions, nextSeed, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { NumpyRandomState } from '../random/numpy-random.js';
import { rowCount, takeRows, type Rows } from '../rows.js';
import { encodeClasses } from './classes.js';

export interface TrainTestSplitOptions {
  /** Samples to test: below 1 a part of all, else a number. Default: what `trainSize` leaves, or 0.25. */
  testSize?: number;
  /** Samples to learn from. Default: what `testSize` leaves. */
  trainSize?: number;
  /** scikit-learn's `random_state`: the same seed gives its split. Default: the next process-wide seed. */
  seed?: number;
  /** Default: true. */
  shuffle?: boolean;
  /** One label per sample; both parts get their share of every class. */
  stratify?: ArrayLike<number | string>;
}

const OPTIONS = ['testSize', 'trainSize', 'seed', 'shuffle', 'stratify'];
const WHERE = 'trainTestSplit';

/**
 * Splits samples into a part to learn from and a part to test, as scikit-learn's
 * `train_test_split`, which the same seed splits alike.
 *
 * ```ts
 * const [xTrain, xTest, yTrain, yTest] = trainTestSplit(x, y, { testSize: 0.2, seed: 42, stratify: y });
 * ```
 *
 * Takes arrays, typed arrays, arrays read from files, tensors (which give new tensors), all of one
 * length.
 *
 * @throws ValueError when lengths differ, or a part or a class would be empty
 */
export function trainTestSplit<A extends Rows>(a: A, options?: TrainTestSplitOptions): [A, A];
export function trainTestSplit<A extends Rows, B extends Rows>(
  a: A,
  b: B,
  options?: TrainTestSplitOptions,
): [A, A, B, B];
export function trainTestSplit<A extends Rows, B extends Rows, C extends Rows>(
  a: A,
  b: B,
  c: C,
  options?: TrainTestSplitOptions,
): [A, A, B, B, C, C];
export function trainTestSplit(...input: (Rows | TrainTestSplitOptions | undefined)[]): Rows[] {
  const last = input.at(-1);
  const options = isRows(last) ? {} : (last ?? {});
  const arrays = input.filter(isRows);
  checkOptions(WHERE, options, OPTIONS);
  const counts = arrays.map(rowCount);
  const count = counts[0] ?? 0;
  if (counts.some((other) => other !== count)) {
    throw new ValueError(`${WHERE}: the arrays have different lengths: ${counts.join(', ')}.`);
  }
  const sizes = partSizes(count, options);
  const [train, test] = chooseRows(count, sizes, options);
  return arrays.flatMap((array) => [takeRows(array, train), takeRows(array, test)]);
}

function isRows(value: Rows | TrainTestSplitOptions | undefined): value is Rows {
  return (
    Array.isArray(value) ||
    ArrayBuffer.isView(value) ||
    value instanceof tf.Tensor ||
    (typeof value === 'object' && 'data' in value && 'shape' in value)
  );
}

interface Sizes {
  train: number;
  test: number;
}

function partSizes(count: number, options: TrainTestSplitOptions): Sizes {
  const { trainSize } = options;
  const testSize = options.testSize ?? (trainSize === undefined ? 0.25 : undefined);
  const given = {
    test: size('testSize', testSize, count, Math.ceil),
    train: size('trainSize', trainSize, count, Math.floor),
  };
  const test = given.test ?? count - given.train!;
  const train = given.train ?? count - test;
  if (train < 1 || test < 1 || train + test > count) {
    throw new ValueError(
      `${WHERE}: ${count} samples cannot be split into ${train} to learn from and ${test} to test.`,
    );
  }
  return { train, test };
}

function size(
  option: string,
  value: number | undefined,
  count: number,
  round: (value: number) => number,
): number | undefined {
  if (value === undefined) return undefined;
  if (value > 0 && value < 1) return round(value * count);
  if (Number.isInteger(value) && value > 0 && value < count) return value;
  throw new ValueError(
    `${WHERE}: option "${option}" must lie between 0 and 1, or be a whole number below the ${count} samples; received ${value}.`,
  );
}

function chooseRows(
  count: number,
  { train, test }: Sizes,
  options: TrainTestSplitOptions,
): [train: number[], test: number[]] {
  if (options.shuffle === false) {
    if (options.stratify) {
      throw new ValueError(`${WHERE}: options "stratify" and "shuffle: false" exclude each other.`);
    }
    const order = Array.from({ length: count }, (_, i) => i);
    return [order.slice(0, train), order.slice(train, train + test)];
  }
  const random = new NumpyRandomState(options.seed ?? nextSeed());
  if (options.stratify) return stratified(options.stratify, count, { train, test }, random);
  const order = random.permutation(count);
  return [order.slice(test, test + train), order.slice(0, test)];
}

function stratified(
  labels: ArrayLike<number | string>,
  count: number,
  sizes: Sizes,
  random: NumpyRandomState,
): [number[], number[]] {
  if (labels.length !== count) {
    throw new ValueError(`${WHERE}: ${labels.length} labels to stratify by, ${count} samples.`);
  }
  const { classes, codes } = encodeClasses(labels);
  const members = classes.map((): number[] => []);
  codes.forEach((code, row) => members[code]!.push(row));
  members.forEach((rows, code) => {
    if (rows.length < 2) {
      throw new ValueError(`${WHERE}: class ${classes[code]} has only one sample to stratify by.`);
    }
  });
  if (Math.min(sizes.train, sizes.test) < classes.length) {
    throw new ValueError(
      `${WHERE}: parts of ${sizes.train} and ${sizes.test} samples cannot hold ${classes.length} classes each.`,
    );
  }
  const counts = members.map((rows) => rows.length);
  const trainCounts = share(counts, sizes.train, random);
  const testCounts = share(
    counts.map((total, code) => total - trainCounts[code]!),
    sizes.test,
    random,
  );
  const train: number[] = [];
  const test: number[] = [];
  members.forEach((rows, code) => {
    const order = random.permutation(rows.length).map((i) => rows[i]!);
    const end = trainCounts[code]!;
    train.push(...order.slice(0, end));
    test.push(...order.slice(end, end + testCounts[code]!));
  });
  return [random.shuffle(train), random.shuffle(test)];
}

/** How many of each class make up `draws` in proportion; ties for the rest are drawn. */
function share(counts: readonly number[], draws: number, random: NumpyRandomState): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (count / total) * draws);
  const shares = exact.map(Math.floor);
  const rest = exact.map((value, code) => value - shares[code]!);
  let missing = draws - shares.reduce((sum, value) => sum + value, 0);
  for (const value of [...new Set(rest)].sort((a, b) => b - a)) {
    if (missing === 0) break;
    const tied = rest.flatMap((other, code) => (other === value ? [code] : []));
    const chosen = random.choice(tied, Math.min(tied.length, missing));
    for (const code of chosen) shares[code]!++;
    missing -= chosen.length;
  }
  return shares;
}
