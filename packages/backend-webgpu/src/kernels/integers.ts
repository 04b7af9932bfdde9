import * as tf from '@tensorflow/tfjs-core';

import { elementwiseProgram, flat } from './elementwise-program.js';
import { setKernel } from './replace.js';

/** WGSL of `a` and `b`, both i32, by kernel. */
const ARITHMETIC: Record<string, string> = {
  Add: 'a + b',
  Sub: 'a - b',
  Multiply: 'a * b',
  Maximum: 'max(a, b)',
  Minimum: 'min(a, b)',
  SquaredDifference: '(a - b) * (a - b)',
};

const COMPARISONS: Record<string, string> = {
  Equal: 'i32(a == b)',
  NotEqual: 'i32(a != b)',
  Less: 'i32(a < b)',
  LessEqual: 'i32(a <= b)',
  Greater: 'i32(a > b)',
  GreaterEqual: 'i32(a >= b)',
};

/**
 * Arithmetic and comparisons of int32 as integers. The shaders of tfjs read them as floats, which
 * rounds what is larger than 2^24: random states, for one, which then repeat.
 */
export function installIntegerKernels(): void {
  const all = { ...ARITHMETIC, ...COMPARISONS };
  for (const [name, expression] of Object.entries(all)) {
    const dtype = name in COMPARISONS ? 'bool' : 'int32';
    setKernel(name, ({ inputs, backend, original }) => {
      const [a, b] = [inputs['a']!, inputs['b']!];
      if (a.dtype !== 'int32' || b.dtype !== 'int32') return original();
      // few numbers that are still here are computed here
      if (backend.shouldExecuteOnCPU([a, b])) return original();
      const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
      const [ofA, ofB] = [elementOf(a.shape, shape), elementOf(b.shape, shape)];
      const program = elementwiseProgram(tf.util.sizeFromShape(shape), {
        shaderKey: `ibexInteger_${name}_${ofA}_${ofB}`,
        variableNames: ['A', 'B'],
        integers: true,
        code: `fn element(index: i32) -> i32 {
          let a = A[${ofA}];
          let b = B[${ofB}];
          return ${expression};
        }`,
      });
      return { ...backend.runWebGPUProgram(program, [flat(a), flat(b)], dtype), shape };
    });
  }
}

/** WGSL of the place in an input that goes into place `index` of the broadcast output. */
function elementOf(shape: number[], output: number[]): string {
  if (tf.util.arraysEqual(shape, output)) return 'index';
  const terms: string[] = [];
  let stride = 1;
  let outputStride = 1;
  for (let axis = 1; axis <= output.length; axis++) {
    const size = axis <= shape.length ? shape.at(-axis)! : 1;
    const outputSize = output.at(-axis)!;
    if (size > 1) {
      terms.push(`index / ${outputStride} % ${outputSize} * ${stride}`);
    }
    stride *= size;
    outputStride *= outputSize;
  }
  return terms.join(' + ') || '0';
}
