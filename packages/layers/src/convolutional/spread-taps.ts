import * as tf from '@tensorflow/tfjs-core';

/**
 * A kernel with zeros between its taps along the first axes, as far apart as the dilations say: an
 * ordinary convolution with it is the dilated one.
 */
export function spreadTaps(kernel: tf.Tensor, dilations: number[]): tf.Tensor {
  return dilations.reduce((taps, dilation, axis) => {
    if (dilation === 1) return taps;
    const rows = tf.unstack(taps, axis);
    const gap = tf.zerosLike(rows[0]!);
    const spread = rows.flatMap((row, i) =>
      i === 0 ? [row] : [...new Array<tf.Tensor>(dilation - 1).fill(gap), row],
    );
    return tf.stack(spread, axis);
  }, kernel);
}
