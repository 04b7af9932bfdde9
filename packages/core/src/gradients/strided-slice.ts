import * as tf from '@tensorflow/tfjs-core';

interface StridedSliceAttrs {
  begin: number[];
  end: number[];
  strides: number[];
  beginMask: number;
  endMask: number;
  ellipsisMask: number;
  newAxisMask: number;
  shrinkAxisMask: number;
}

/** Puts `step - 1` zeros after every element of an axis. */
export function spread(x: tf.Tensor, axis: number, step: number): tf.Tensor {
  if (step === 1) return x;
  const wide = tf.expandDims(x, axis + 1);
  const paddings = wide.shape.map((_, i): [number, number] => [0, i === axis + 1 ? step - 1 : 0]);
  const shape = x.shape.slice();
  shape[axis] = x.shape[axis]! * step;
  return tf.reshape(tf.pad(wide, paddings), shape);
}

/**
 * tfjs has no gradient of stridedSlice. It is the input's shape in zeros, with dy where the slice
 * was taken: dy spread by the strides, turned round where they are negative, padded.
 */
tf.registerGradient({
  kernelName: 'StridedSlice',
  inputsToSave: ['x'],
  gradFunc: (dy, saved, attrs) => {
    const a = attrs as unknown as StridedSliceAttrs;
    const shape = saved[0]!.shape;
    return {
      x: () => {
        const { begin, end, strides } = tf.slice_util.sliceInfo(
          shape,
          a.begin,
          a.end,
          a.strides,
          a.beginMask,
          a.endMask,
          a.ellipsisMask,
          a.newAxisMask,
          a.shrinkAxisMask,
        );
        if (tf.util.sizeFromShape((dy as tf.Tensor).shape) === 0) return tf.zeros(shape);
        const counts = tf.slice_util.computeOutShape(begin, end, strides);
        let gradient = tf.reshape(dy as tf.Tensor, counts);
        shape.forEach((size, axis) => {
          const step = Math.abs(strides[axis]!);
          const covered = (counts[axis]! - 1) * step + 1;
          const first =
            strides[axis]! > 0 ? begin[axis]! : begin[axis]! - (counts[axis]! - 1) * step;
          if (strides[axis]! < 0) gradient = tf.reverse(gradient, axis);
          gradient = spread(gradient, axis, step);
          const width = gradient.shape[axis]!;
          const paddings = shape.map((): [number, number] => [0, 0]);
          // what spread put behind the last element may reach beyond the input: cut it off first
          if (width > covered) {
            const sizes = gradient.shape.slice();
            sizes[axis] = covered;
            gradient = tf.slice(
              gradient,
              shape.map(() => 0),
              sizes,
            );
          }
          paddings[axis] = [first, size - first - covered];
          if (first > 0 || size > first + covered) gradient = tf.pad(gradient, paddings);
        });
        return gradient;
      },
    };
  },
});
