import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';

export type Program = Parameters<WebGPUBackend['runWebGPUProgram']>[0];

/** `unary_N` of the functions that do not give NaN for NaN: isFinite, isInf, isNaN, not, sign, to int. */
const NAN_IS_NO_NAN = ['unary_15', 'unary_16', 'unary_17', 'unary_21', 'unary_31', 'unary_40'];

/** What tfjs leaves to the driver, which may say -88 for the log of 0: asinh, log, log1p. */
const LIMITS: Record<string, string> = {
  unary_4: 'if (isinf(a)) { return a; }',
  unary_19: 'if (a == 0.0) { return -uniforms.INFINITY; }',
  unary_20: `if (a < -1.0) { return uniforms.NAN; }
             if (a == -1.0) { return -uniforms.INFINITY; }`,
};

/**
 * A program of tfjs without its known fault. Mended here, and not by another kernel, where kernels
 * of tfjs use the program among themselves.
 */
export function mended(program: Program, dtypes: readonly tf.DataType[]): Program {
  const { shaderKey } = program;
  if (program.outputShape.length > 4) namingCoordinates(program);
  if (shaderKey.startsWith('transpose_') && dtypes[0] !== 'float32') {
    // writes integers through the function for floats, which the compiler refuses (tfjs issue 8638);
    // reductions over other than the last axes are built on it
    return rewritten(program, 'integers', { 'setOutputAtIndex(': 'setOutputAtIndexI32(' });
  }
  if (shaderKey.startsWith('cum_')) {
    // the length is part of the shader, and not of the name under which it is kept
    program.shaderKey += `_${program.outputShape.at(-1)}`;
  }
  if (shaderKey === 'unsortedSegmentSum') {
    return rewritten(program, dtypes[0]!, {
      // an id that is too large is dropped, not taken round
      '(segmentId >= 0)': '(segmentId >= 0 && segmentId < uniforms.numSegments)',
      // a value of int32 was read as a float
      'bitcast<i32>(value)': 'i32(value)',
    });
  }
  if (shaderKey === 'transform') {
    // a half is rounded up, not to the even neighbour
    return rewritten(program, 'half', { 'round(map': 'floor(0.5 + map' });
  }
  if (shaderKey.startsWith('unary_') && !NAN_IS_NO_NAN.includes(shaderKey)) {
    return keepingNaN(program);
  }
  return program;
}

/** A driver may take numbers for finite, so that NaN becomes 0 or infinity: here it stays NaN. */
function keepingNaN(program: Program): Program {
  return rewritten(program, 'nan', {
    'fn unaryOperation(a : f32) -> f32 {': `fn unaryOperation(a : f32) -> f32 {
      if (isnan(a)) { return a; }
      ${LIMITS[program.shaderKey] ?? ''}`,
  });
}

/** Coordinates of ranks 5 and 6 are structs, whose fields have names and no numbers. */
function namingCoordinates(program: Program): void {
  const original = program.getUserCode.bind(program);
  program.getUserCode = () =>
    original().replace(/(\w*[cC]oords)\[(\d)\]/g, (_, name: string, axis: string) => {
      return `${name}.${'xyzwuv'[Number(axis)]}`;
    });
}

function rewritten(program: Program, key: string, changes: Record<string, string>): Program {
  // only when the program is new: its key finds the compiled one else
  const original = program.getUserCode.bind(program);
  program.getUserCode = () =>
    Object.entries(changes).reduce((text, [from, to]) => text.replaceAll(from, to), original());
  program.shaderKey += `_${key}`;
  return program;
}
