import { toTensor, type NdArray } from '@ibexjs/formats';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * A data set in two parts. Read it by name, or take it apart as Keras' tuples:
 *
 * ```ts
 * const { xTrain, yTrain } = await mnist.loadData();
 * const [[xTrain, yTrain], [xTest, yTest]] = await mnist.loadData();
 * ```
 */
export type DataSplits<X, Y = X> = readonly [
  train: readonly [x: X, y: Y],
  test: readonly [x: X, y: Y],
] & {
  readonly xTrain: X;
  readonly yTrain: Y;
  readonly xTest: X;
  readonly yTest: Y;
};

/** The two parts under both names. */
export function dataSplits<X, Y>(xTrain: X, yTrain: Y, xTest: X, yTest: Y): DataSplits<X, Y> {
  const parts = [
    [xTrain, yTrain],
    [xTest, yTest],
  ] as const;
  return Object.assign(parts, { xTrain, yTrain, xTest, yTest });
}

/** The same data as tensors: whole numbers become int32, others float32. */
export function toTensors(splits: DataSplits<NdArray>): DataSplits<tf.Tensor> {
  const { xTrain, yTrain, xTest, yTest } = splits;
  return dataSplits(toTensor(xTrain), toTensor(yTrain), toTensor(xTest), toTensor(yTest));
}
