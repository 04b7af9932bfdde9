import * as tf from '@tensorflow/tfjs-core';

import { Constraint } from './constraint.js';

/** Weights from 0 on: negative ones become 0. */
export class NonNeg extends Constraint {
  static readonly className = 'NonNeg';

  override apply(w: tf.Tensor): tf.Tensor {
    return tf.relu(w);
  }
}

export function nonNeg(): NonNeg {
  return new NonNeg();
}
