import * as tf from '@tensorflow/tfjs-core';

export type Interpolation = 'bilinear' | 'nearest';

/**
 * An axis with another number of points, the ends at the same places: new point i lies at
 * (i + 0.5) · old / new - 0.5. A product with a matrix, because tfjs's gradients of resized images
 * are not those of this rule.
 */
export function resample(
  x: tf.Tensor,
  axis: number,
  points: number,
  interpolation: Interpolation,
): tf.Tensor {
  const size = x.shape[axis]!;
  if (size === points) return x;
  const matrix = interpolation === 'nearest' ? nearestWeights : linearWeights;
  const weights = tf.tensor2d(matrix(size, points), [points, size]);
  const order = x.shape.map((_, i) => i).filter((i) => i !== axis);
  order.push(axis);
  const last = tf.transpose(x, order);
  const rows = tf.reshape<tf.Rank.R2>(last, [-1, size]);
  const product = tf.matMul(rows, weights, false, true);
  const shaped = tf.reshape(product, [...last.shape.slice(0, -1), points]);
  return tf.transpose(
    shaped,
    order.map((_, i) => order.indexOf(i)),
  );
}

/** Row i: how much of each old point is in new point i. */
function linearWeights(size: number, points: number): Float32Array {
  const weights = new Float32Array(points * size);
  for (let i = 0; i < points; i++) {
    const centre = ((i + 0.5) * size) / points - 0.5;
    const place = Math.min(Math.max(centre, 0), size - 1);
    const left = Math.floor(place);
    const share = place - left;
    weights[i * size + left] = 1 - share;
    if (share > 0) weights[i * size + left + 1] = share;
  }
  return weights;
}

/** Row i: a 1 at the old point that is nearest to new point i. */
function nearestWeights(size: number, points: number): Float32Array {
  const weights = new Float32Array(points * size);
  for (let i = 0; i < points; i++) {
    weights[i * size + Math.min(Math.floor(((i + 0.5) * size) / points), size - 1)] = 1;
  }
  return weights;
}
