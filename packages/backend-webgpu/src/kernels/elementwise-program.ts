import { webgpu_util } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

import type { Program } from '../programs.js';

/** What an element-wise program needs beyond its shape. */
export interface ElementwiseOptions {
  /** Kept pipelines are found by it: it must name all that the code depends on. */
  shaderKey: string;
  variableNames: string[];
  /** WGSL functions, with one `fn element(index: i32)` that gives the value of an element. */
  code: string;
  /** Whether `element` gives an i32, not an f32. */
  integers?: boolean;
}

/** A program with one invocation for each element of a flat output. */
export function elementwiseProgram(size: number, options: ElementwiseOptions): Program {
  const outputShape = [size];
  const workgroupSize: [number, number, number] = [64, 1, 1];
  const dispatchLayout = webgpu_util.flatDispatchLayout(outputShape);
  const set = options.integers ? 'setOutputAtIndexI32' : 'setOutputAtIndex';
  return {
    outputShape,
    workgroupSize,
    dispatchLayout,
    dispatch: webgpu_util.computeDispatch(dispatchLayout, outputShape, workgroupSize),
    shaderKey: options.shaderKey,
    variableNames: options.variableNames,
    size: true,
    getUserCode: () => `
      ${options.code}
      fn main(index: i32) {
        if (index < uniforms.size) { ${set}(index, element(index)); }
      }`,
  };
}

/** A tensor's data under another shape of the same size. */
export function flat(t: tf.TensorInfo): tf.TensorInfo {
  return { ...t, shape: [tf.util.sizeFromShape(t.shape)] };
}
