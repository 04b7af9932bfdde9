import * as tf from '@tensorflow/tfjs-core';

import type { Value } from '../runtime/executor.js';
import { defineKernel, type Kernel } from './kernel.js';

/** Tensors from numbers alone. */
export const creation: readonly Kernel[] = [
  defineKernel<object, tf.FillAttrs>('Fill', ({ attrs: { shape, value, dtype }, ops }) =>
    typeof value === 'string'
      ? ops.run('Fill', [ops.ints(shape), ops.text(value)])
      : ops.fill(shape, value, dtype ?? tf.util.inferDtype(value)),
  ),
  defineKernel<object, tf.LinSpaceAttrs>('LinSpace', ({ attrs: { start, stop, num }, ops }) => {
    const step = num > 1 ? (stop - start) / (num - 1) : 0;
    return ops.numbers(Float32Array.from({ length: num }, (_, i) => start + i * step));
  }),
  defineKernel<object, tf.RangeAttrs>('Range', ({ attrs: { start, stop, step, dtype }, ops }) => {
    const count = Math.max(Math.ceil((stop - start) / step), 0);
    const isDownhill = start === stop || !Number.isFinite(count);
    const list = Array.from({ length: isDownhill ? 0 : count }, (_, i) => start + i * step);
    return dtype === 'int32' ? ops.ints(list) : ops.numbers(Float32Array.from(list));
  }),
  defineKernel<tf.OneHotInputs, tf.OneHotAttrs>(
    'OneHot',
    ({ inputs: { indices }, attrs: { depth, onValue, offValue, dtype }, ops }) => {
      const [on, off] = [onValue, offValue].map((value): Value => ops.scalar(value, dtype));
      return ops.run('OneHot', [indices, ops.int(depth), on!, off!], { axis: -1 });
    },
  ),
];
