import * as tf from '@tensorflow/tfjs-core';

import { copyBlock } from '../copy.js';
import { defineKernel } from '../kernel.js';

/** A block of a tensor; only the block is copied. */
export const slice = defineKernel<tf.SliceInputs, tf.SliceAttrs>(
  'Slice',
  ({ inputs: { x }, attrs, engine, original }) => {
    const params = tf.slice_util.parseSliceParams(x, attrs.begin, attrs.size);
    const [begin, size] = params as [number[], number[]];
    tf.slice_util.assertParamsValid(x, begin, size);
    return copyBlock(engine, x, begin, size) ?? original();
  },
);

/** Pieces along an axis. tfjs copies the whole input for each piece. */
export const splitV = defineKernel<tf.SplitVInputs, tf.SplitVAttrs>(
  'SplitV',
  ({ inputs: { x }, attrs, engine, original }) => {
    const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0]!;
    if (x.dtype === 'string' || x.shape.includes(0)) return original();
    const sizes = tf.backend_util.prepareSplitSize(x, attrs.numOrSizeSplits, axis);
    const begin = new Array<number>(x.shape.length).fill(0);
    return sizes.map((n) => {
      const size = x.shape.map((all, i) => (i === axis ? n : all));
      const piece = n === 0 ? engine.output(size, x.dtype) : copyBlock(engine, x, begin, size);
      begin[axis]! += n;
      return piece!;
    });
  },
);

/** One tensor for each index of an axis. tfjs copies the whole input for each. */
export const unpack = defineKernel<tf.UnpackInputs, tf.UnpackAttrs>(
  'Unpack',
  ({ inputs: { value }, attrs, engine, original }) => {
    const axis = tf.util.parseAxisParam(attrs.axis, value.shape)[0]!;
    if (value.dtype === 'string' || value.shape.includes(0)) return original();
    const size = value.shape.map((all, i) => (i === axis ? 1 : all));
    return Array.from({ length: value.shape[axis]! }, (_, index) => {
      const begin = value.shape.map((__, i) => (i === axis ? index : 0));
      const piece = copyBlock(engine, value, begin, size)!;
      piece.shape = size.filter((__, i) => i !== axis);
      return piece;
    });
  },
);
