import * as tf from '@tensorflow/tfjs-core';

import { filled, setKernel } from './replace.js';

/** What a reduction of nothing gives. */
const NEUTRAL: Record<string, number> = { Sum: 0, Prod: 1, Mean: NaN };

/** tfjs makes buffers of no bytes for tensors of no elements, which WebGPU refuses. */
export function installEmptyKernels(): void {
  for (const [name, value] of Object.entries(NEUTRAL)) {
    setKernel(name, ({ inputs, attrs, backend, original }) => {
      const x = inputs['x']!;
      if (tf.util.sizeFromShape(x.shape) > 0) return original();
      const axes = tf.util.parseAxisParam(attrs['axis'] as number | number[], x.shape);
      const dims = attrs['keepDims'] ? 1 : undefined;
      const shape = x.shape.map((size, i) => (axes.includes(i) ? dims : size));
      const rest = shape.filter((size) => size !== undefined);
      return filled(backend, rest, value, name === 'Mean' ? 'float32' : tf.sumOutType(x.dtype));
    });
  }

  setKernel('BatchMatMul', ({ inputs, attrs, backend, original }) => {
    const [a, b] = [inputs['a']!, inputs['b']!];
    const rows = a.shape.at(attrs['transposeA'] ? -1 : -2)!;
    const inner = a.shape.at(attrs['transposeA'] ? -2 : -1);
    const columns = b.shape.at(attrs['transposeB'] ? -2 : -1)!;
    if (inner !== 0) return original();
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(
      a.shape.slice(0, -2),
      b.shape.slice(0, -2),
    );
    return filled(backend, [...batch, rows, columns], 0, a.dtype);
  });
}
