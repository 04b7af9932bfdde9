import { checkOptions, ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

export interface GluOptions {
  /** Axis that is cut in two halves. Default: -1. */
  axis?: number;
}

/**
 * Gated linear unit: `a * sigmoid(b)`, where a and b are the halves of x along an axis.
 *
 * @throws ShapeError when the axis has an odd size
 * @see Dauphin et al., "Language modeling with gated convolutional networks" (2016)
 */
export function glu(x: tf.Tensor, options: GluOptions = {}): tf.Tensor {
  checkOptions('glu', options, ['axis']);
  const axis = (options.axis ?? -1) < 0 ? x.rank + (options.axis ?? -1) : options.axis!;
  const size = x.shape[axis];
  if (size === undefined || size % 2 !== 0) {
    throw new ShapeError(
      `glu: axis ${options.axis ?? -1} must have an even size; received shape [${x.shape.join(', ')}].`,
    );
  }
  return tf.tidy(() => {
    const [a, b] = tf.split(x, 2, axis) as [tf.Tensor, tf.Tensor];
    return tf.mul(a, tf.sigmoid(b));
  });
}
