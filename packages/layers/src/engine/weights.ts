import * as tf from '@tensorflow/tfjs-core';
import { ShapeError, ValueError, type Variable } from '@ibexjs/core';

/** Number of numbers in the variables. */
export function countParams(variables: readonly Variable[]): number {
  return variables.reduce((sum, variable) => sum + tf.util.sizeFromShape(variable.shape), 0);
}

/**
 * Gives variables new values, all or none.
 * @throws ValueError or ShapeError naming `owner` and the first variable that does not fit
 */
export function assignWeights(
  owner: string,
  variables: readonly Variable[],
  values: readonly tf.Tensor[],
): void {
  if (variables.length !== values.length) {
    throw new ValueError(
      `${owner} has ${variables.length} weights (${variables.map((v) => v.path).join(', ')}); received ${values.length} values.`,
    );
  }
  for (const [i, variable] of variables.entries()) {
    const shape = values[i]!.shape;
    if (!tf.util.arraysEqual(variable.shape, shape)) {
      throw new ShapeError(
        `${owner}: weight ${variable.path} has shape [${variable.shape.join(', ')}]; received a value of shape [${shape.join(', ')}].`,
      );
    }
  }
  for (const [i, variable] of variables.entries()) variable.assign(values[i]!);
}
