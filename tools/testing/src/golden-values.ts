import * as tf from '@tensorflow/tfjs-core';

import { formulaValues } from './formula.js';

/** How a tensor of a golden case is made; tools/goldens/losses_inputs.py makes the same. */
export interface GoldenSpec {
  kind:
    | 'given'
    | 'signed'
    | 'large'
    | 'unit'
    | 'probabilities'
    | 'normalized'
    | 'binary'
    | 'sign'
    | 'classes'
    | 'onehot';
  shape: number[];
  seed: number;
  classes?: number;
  values?: number[];
}

/** Labels, predictions or weights of a golden case. The caller owns the tensor. */
export function goldenTensor({ kind, shape, seed, classes = 1, values }: GoldenSpec): tf.Tensor {
  if (kind === 'given') return tf.tensor(values ?? [], shape);
  const x = formulaValues(tf.util.sizeFromShape(shape), seed);
  const map = (f: (v: number) => number) => tf.tensor(x.map(f), shape);
  const numbers = Int32Array.from(x, (v) => Math.round((v + 1) * 1000) % classes);
  switch (kind) {
    case 'signed':
      return tf.tensor(x, shape);
    case 'large':
      return map((v) => v * 30);
    case 'unit':
      return map((v) => (v + 1) * 0.49 + 0.01);
    case 'probabilities':
      return tf.tidy(() => {
        const p = map((v) => v + 1.05);
        return tf.div(p, tf.sum(p, -1, true));
      });
    case 'normalized':
      return tf.tidy(() => {
        const raw = tf.tensor(x, shape);
        return tf.div(raw, tf.sqrt(tf.sum(tf.square(raw), -1, true)));
      });
    case 'binary':
      return map((v) => Number(v > 0));
    case 'sign':
      return map((v) => (v > 0 ? 1 : -1));
    case 'classes':
      return tf.tensor(numbers, shape, 'int32');
    case 'onehot':
      return tf.tidy(() => {
        const rows = tf.oneHot(tf.tensor(numbers, shape, 'int32'), classes);
        return tf.cast(rows, 'float32');
      });
  }
}
