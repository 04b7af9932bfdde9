import * as tf from '@tensorflow/tfjs-core';

import { setKernel } from './replace.js';

type Paddings = [number, number][];

/** Ranks of 5 and 6 are padded one axis at a time: the shader of tfjs ends at 4. */
export function installPad(): void {
  setKernel('PadV2', ({ inputs, attrs, backend, original }) => {
    const x = inputs['x']!;
    if (x.shape.length <= 4) return original();
    const pad = tf.getKernel('PadV2', 'webgpu').kernelFunc;
    const { paddings, constantValue } = attrs as { paddings: Paddings; constantValue: number };

    let shape = x.shape;
    let result = x;
    paddings.forEach((padding, axis) => {
      if (padding[0] + padding[1] === 0) return;
      const before = tf.util.sizeFromShape(shape.slice(0, axis));
      const after = tf.util.sizeFromShape(shape.slice(axis + 1));
      const folded = { ...result, shape: [before, shape[axis]!, after] };
      const padded = pad({
        inputs: { x: folded },
        attrs: { paddings: [[0, 0], padding, [0, 0]], constantValue },
        backend,
      }) as tf.TensorInfo;
      if (result !== x) backend.disposeData(result.dataId);
      shape = shape.map((size, i) => (i === axis ? size + padding[0] + padding[1] : size));
      result = padded;
    });
    if (result === x) backend.incRef(x.dataId);
    return { ...result, shape };
  });
}
