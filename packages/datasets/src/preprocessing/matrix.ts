import { ShapeError, ValueError } from '@ibexjs/core';
import { toTensor, type NdArray } from '@ibexjs/formats';
import * as tf from '@tensorflow/tfjs-core';

/** Samples by features, in any of the forms that scalers take. */
export type MatrixInput = tf.Tensor2D | tf.Tensor | NdArray | readonly (readonly number[])[];

/** Numbers of samples by features, in rows. */
export interface Matrix {
  rows: number;
  columns: number;
  values: ArrayLike<number>;
}

/** Reads the numbers. @throws ShapeError unless it has two axes, ValueError for NaN and no rows */
export async function readMatrix(where: string, input: MatrixInput): Promise<Matrix> {
  const matrix = await read(where, input);
  if (matrix.rows === 0) throw new ValueError(`${where}: there are no samples to fit to.`);
  for (let i = 0; i < matrix.values.length; i++) {
    if (Number.isFinite(matrix.values[i])) continue;
    throw new ValueError(
      `${where}: sample ${Math.floor(i / matrix.columns)}, feature ${i % matrix.columns} is ${matrix.values[i]}.`,
    );
  }
  return matrix;
}

async function read(where: string, input: MatrixInput): Promise<Matrix> {
  if (input instanceof tf.Tensor) {
    const [rows, columns] = twoAxes(where, input.shape);
    return { rows, columns, values: await input.data() };
  }
  if ('shape' in input) {
    const [rows, columns] = twoAxes(where, input.shape);
    return { rows, columns, values: Array.from(input.data as ArrayLike<number | bigint>, Number) };
  }
  const columns = input[0]?.length ?? 0;
  input.forEach((row, i) => {
    if (row.length !== columns) {
      throw new ShapeError(`${where}: row ${i} has ${row.length} features, row 0 has ${columns}.`);
    }
  });
  return { rows: input.length, columns, values: input.flat() };
}

/** A new tensor of the input with the number of columns it was fitted to. */
export function matrixTensor(where: string, input: MatrixInput, columns: number): tf.Tensor2D {
  const tensor =
    input instanceof tf.Tensor
      ? tf.cast(input, 'float32')
      : 'shape' in input
        ? toTensor(input, 'float32')
        : tf.tensor2d(input.map((row) => [...row]));
  const [, found] = twoAxes(where, tensor.shape);
  if (found === columns) return tensor as tf.Tensor2D;
  tensor.dispose();
  throw new ShapeError(`${where}: it was fitted to ${columns} features; received ${found}.`);
}

function twoAxes(where: string, shape: readonly number[]): [number, number] {
  const [rows, columns] = shape;
  if (rows !== undefined && columns !== undefined && shape.length === 2) return [rows, columns];
  throw new ShapeError(
    `${where}: a matrix of samples by features is needed; received shape [${shape.join(', ')}].`,
  );
}
