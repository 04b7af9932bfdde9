import * as tf from '@tensorflow/tfjs-core';
import { ValueError } from '@ibexjs/core';

/** Weight of each class; 1 for those it leaves out. */
export type ClassWeight = Readonly<Record<number, number>>;

/** @throws ValueError unless keys are class numbers and values are numbers */
export function checkClassWeight(classWeight: ClassWeight): void {
  for (const [label, weight] of Object.entries(classWeight)) {
    if (!/^\d+$/.test(label) || typeof weight !== 'number' || !Number.isFinite(weight)) {
      throw new ValueError(
        `classWeight maps class numbers to weights, { 0: 1, 1: 2.5 }; received ${JSON.stringify(classWeight)}.`,
      );
    }
  }
}

/**
 * The weight of each sample by its class, [batch]: labels are class numbers, or one-hot along a
 * last axis of more than one.
 */
export function weightsOfClasses(labels: tf.Tensor, classWeight: ClassWeight): tf.Tensor {
  return tf.tidy(() => {
    const classes = Object.keys(classWeight).map(Number);
    const rest = Math.max(-1, ...classes) + 1;
    const table = new Float32Array(rest + 1).fill(1);
    for (const label of classes) table[label] = classWeight[label]!;
    const numbers = classNumbers(labels);
    // what is not in the table takes its last entry, 1
    const known = tf.logicalAnd(tf.greaterEqual(numbers, 0), tf.less(numbers, rest));
    const indices = tf.where(known, numbers, tf.fill(numbers.shape, rest, 'int32'));
    return tf.gather(tf.tensor1d(table), tf.cast(indices, 'int32'));
  });
}

function classNumbers(labels: tf.Tensor): tf.Tensor {
  if (labels.rank > 1 && labels.shape.at(-1) !== 1) return tf.argMax(labels, -1);
  const flat = labels.rank > 1 ? tf.squeeze(labels, [labels.rank - 1]) : labels;
  return tf.cast(tf.round(tf.cast(flat, 'float32')), 'int32');
}
