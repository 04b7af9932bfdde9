import type * as tf from '@tensorflow/tfjs-core';

import { binary, BINARY_FUNCTIONS, unary, UNARY_FUNCTIONS } from '../elementwise.js';
import { defineKernel, type WasmKernel } from '../kernel.js';

interface UnaryAttrs {
  alpha?: number;
  clipValueMin?: number;
  clipValueMax?: number;
}

const unaryKernels = Object.entries(UNARY_FUNCTIONS).map(([name, op]) =>
  defineKernel<{ x: tf.TensorInfo }, UnaryAttrs>(
    name,
    ({ inputs: { x }, attrs, engine, original }) => {
      if (x.dtype !== 'float32') return original();
      const floats = [attrs.alpha ?? attrs.clipValueMin ?? 0, attrs.clipValueMax ?? 0];
      return unary(engine, op, x, floats);
    },
  ),
);

interface BinaryInputs {
  a: tf.TensorInfo;
  b: tf.TensorInfo;
}

const binaryKernels = Object.entries(BINARY_FUNCTIONS).map(([name, op]) =>
  defineKernel<BinaryInputs & Partial<Record<'dy' | 'y' | 'x' | 'alpha', tf.TensorInfo>>>(
    name,
    ({ inputs, engine, original, onCpu }) => {
      // EluGrad, IbexReluGrad and Prelu name their arguments otherwise
      const a = inputs.dy ?? inputs.x ?? inputs.a;
      const b = inputs.y ?? inputs.alpha ?? inputs.b;
      if (a.dtype !== 'float32' || b.dtype !== 'float32') return original();
      return binary(engine, op, a, b) ?? (name === 'Prelu' ? onCpu() : original());
    },
  ),
);

/**
 * Element-wise functions on float32. tfjs's of tanh, exp, log, softplus, erf, maximum and comparisons
 * are 5 to 30 times slower; its Prelu repeats slopes along the wrong axes; the others gain by threads.
 */
export const elementwise: readonly WasmKernel[] = [...unaryKernels, ...binaryKernels];
