import * as tf from '@tensorflow/tfjs-core';

import { ELEMENT_BLOCK, runElements } from '../elementwise.js';
import { defineKernel } from '../kernel.js';

/** Numbers of the conversions in assembly/unary.ts. */
const CONVERSIONS: Readonly<Record<string, number>> = {
  'float32 int32': 0,
  'int32 float32': 1,
  'bool float32': 2,
  'bool int32': 3,
  'float32 bool': 4,
  'int32 bool': 5,
};

/** Conversion between float32, int32 (truncating) and bool (not zero). */
export const cast = defineKernel<tf.CastInputs, tf.CastAttrs>(
  'Cast',
  ({ inputs: { x }, attrs: { dtype }, engine, original }) => {
    if (x.dtype === dtype && dtype !== 'string') return engine.share(x);
    const kind = CONVERSIONS[`${x.dtype} ${dtype}`];
    if (kind === undefined) return original();
    const output = engine.output(x.shape, dtype);
    const count = tf.util.sizeFromShape(x.shape);
    const ints = [engine.address(x), engine.address(output), count, kind, ELEMENT_BLOCK];
    runElements(engine, 'castTo', count, ints);
    return output;
  },
);
