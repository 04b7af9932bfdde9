import * as tf from '@tensorflow/tfjs-core';

import { ELEMENT_BLOCK } from '../elementwise.js';
import { defineKernel } from '../kernel.js';

/** condition ? t : e, element by element, or row by row when the condition is a vector. tfjs's reads beyond bool tensors. */
export const select = defineKernel<tf.SelectInputs>(
  'Select',
  ({ inputs: { condition, t, e }, engine, original }) => {
    const count = tf.util.sizeFromShape(condition.shape);
    if (t.dtype === 'string' || e.dtype !== t.dtype || count === 0) return original();
    const output = engine.output(t.shape, t.dtype);
    const elements = tf.util.sizeFromShape(t.shape) / count;
    const inner = elements * tf.util.bytesPerElement(t.dtype);
    const block = Math.max(1, Math.floor(ELEMENT_BLOCK / Math.max(1, elements)));
    engine.run('select', Math.ceil(count / block), [
      ...[engine.address(condition), engine.address(t), engine.address(e)],
      ...[engine.address(output), count, inner, block],
    ]);
    return output;
  },
);
