import type * as tf from '@tensorflow/tfjs-core';

import type { Value } from '../runtime/executor.js';
import type { Ops } from '../runtime/ops.js';
import { defineKernel, type Kernel } from './kernel.js';

/** Kernels that are TensorFlow's operation of the same name on floats. */
const FLOAT_UNARY = [
  ...['Acos', 'Acosh', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Cos', 'Cosh', 'Elu', 'Erf', 'Exp'],
  ...['Expm1', 'IsFinite', 'IsInf', 'IsNan', 'Log', 'Log1p', 'Reciprocal', 'Rsqrt', 'Selu'],
  ...['Sigmoid', 'Sin', 'Sinh', 'Softplus', 'Sqrt', 'Tan', 'Tanh'],
];

/** Kernels that are TensorFlow's operation of the same name on any numbers. */
const UNARY = ['Abs', 'LogicalNot', 'Neg', 'Relu', 'Sign', 'Square'];

/** Kernels that leave whole numbers as they are. */
const ROUNDING = ['Ceil', 'Floor', 'Round'];

/** Kernels of two tensors that broadcast, by TensorFlow's operation. */
const BINARY: Readonly<Record<string, string>> = {
  Add: 'AddV2',
  Atan2: 'Atan2',
  BitwiseAnd: 'BitwiseAnd',
  Equal: 'Equal',
  FloorDiv: 'FloorDiv',
  Greater: 'Greater',
  GreaterEqual: 'GreaterEqual',
  Less: 'Less',
  LessEqual: 'LessEqual',
  LogicalAnd: 'LogicalAnd',
  LogicalOr: 'LogicalOr',
  Maximum: 'Maximum',
  Minimum: 'Minimum',
  Mod: 'FloorMod',
  Multiply: 'Mul',
  NotEqual: 'NotEqual',
  Pow: 'Pow',
  RealDiv: 'RealDiv',
  SquaredDifference: 'SquaredDifference',
  Sub: 'Sub',
};

const ON_BOOLS = ['LogicalAnd', 'LogicalOr', 'Equal', 'NotEqual'];

/** As floats, unless they are that or complex. */
export function floating(ops: Ops, x: Value): Value {
  return x.dtype === 'complex64' ? x : ops.cast(x, 'float32');
}

/** TensorFlow does not count with truth values. */
function counting(ops: Ops, x: Value): Value {
  return x.dtype === 'bool' ? ops.cast(x, 'int32') : x;
}

const unary = (name: string, run: (ops: Ops, x: Value) => Value): Kernel =>
  defineKernel<tf.UnaryInputs>(name, ({ inputs, ops }) => run(ops, inputs.x));

export const elementwise: readonly Kernel[] = [
  ...FLOAT_UNARY.map((name) => unary(name, (ops, x) => ops.run(name, [floating(ops, x)]))),
  ...UNARY.map((name) =>
    unary(name, (ops, x) => ops.run(name, [name === 'LogicalNot' ? x : counting(ops, x)])),
  ),
  ...ROUNDING.map((name) =>
    unary(name, (ops, x) => (x.dtype === 'int32' ? x : ops.run(name, [x]))),
  ),
  unary('ComplexAbs', (ops, x) => ops.run('ComplexAbs', [x])),
  unary('Relu6', (ops, x) => ops.run('Relu6', [x])),
  ...Object.entries(BINARY).map(([name, op]) =>
    defineKernel<tf.BinaryInputs>(name, ({ inputs: { a, b }, ops }) =>
      ON_BOOLS.includes(name)
        ? ops.run(op, [a, b])
        : ops.run(op, [counting(ops, a), counting(ops, b)]),
    ),
  ),
  defineKernel<tf.StepInputs, tf.StepAttrs>('Step', ({ inputs: { x }, attrs, ops }) => {
    const number = floating(ops, x);
    const positive = ops.run('Greater', [number, ops.scalar(0)]);
    const isNumber = ops.run('Equal', [number, number]);
    const step = ops.run('SelectV2', [positive, ops.scalar(1), ops.scalar(attrs.alpha)]);
    return ops.cast(ops.run('SelectV2', [isNumber, step, number]), x.dtype);
  }),
  defineKernel<tf.LeakyReluInputs, tf.LeakyReluAttrs>(
    'LeakyRelu',
    ({ inputs: { x }, attrs: { alpha }, ops }) =>
      // TensorFlow's own takes slopes of at most 1
      ops.run('SelectV2', [
        ops.run('Less', [floating(ops, x), ops.scalar(0)]),
        ops.run('Mul', [floating(ops, x), ops.scalar(alpha)]),
        floating(ops, x),
      ]),
  ),
  defineKernel<tf.PreluInputs>('Prelu', ({ inputs: { x, alpha }, ops }) =>
    ops.run('SelectV2', [
      ops.run('Less', [x, ops.scalar(0, x.dtype)]),
      ops.run('Mul', [x, ops.cast(alpha, x.dtype)]),
      x,
    ]),
  ),
  defineKernel<tf.ClipByValueInputs, tf.ClipByValueAttrs>(
    'ClipByValue',
    ({ inputs: { x }, attrs: { clipValueMin, clipValueMax }, ops }) => {
      const number = floating(ops, x);
      const low = ops.run('Maximum', [number, ops.scalar(clipValueMin)]);
      return ops.cast(ops.run('Minimum', [low, ops.scalar(clipValueMax)]), x.dtype);
    },
  ),
  defineKernel<tf.SelectInputs>('Select', ({ inputs: { condition, t, e }, ops }) => {
    const isRows = condition.shape.length === 1 && t.shape.length > 1;
    const wide = isRows
      ? ops.reshape(condition, [condition.shape[0]!, ...t.shape.slice(1).map(() => 1)])
      : condition;
    return ops.run('SelectV2', [wide, t, e]);
  }),
  defineKernel<tf.AddNInputs>('AddN', ({ inputs, ops }) =>
    ops.run('AddN', [Object.values(inputs)]),
  ),
  defineKernel<tf.CastInputs, tf.CastAttrs>('Cast', ({ inputs: { x }, attrs: { dtype }, ops }) =>
    ops.cast(x, dtype),
  ),
  defineKernel<tf.ComplexInputs>('Complex', ({ inputs: { real, imag }, ops }) =>
    ops.run('Complex', [real, imag]),
  ),
  defineKernel<tf.RealInputs>('Real', ({ inputs: { input }, ops }) => ops.run('Real', [input])),
  defineKernel<tf.ImagInputs>('Imag', ({ inputs: { input }, ops }) => ops.run('Imag', [input])),
  defineKernel<tf.EluGradInputs>('EluGrad', ({ inputs: { dy, y }, ops }) =>
    ops.run('EluGrad', [dy, y]),
  ),
  defineKernel<{ dy: Value; y: Value }>('IbexReluGrad', ({ inputs: { dy, y }, ops }) =>
    ops.run('ReluGrad', [dy, y]),
  ),
  defineKernel<tf.OnesLikeInputs>('OnesLike', ({ inputs: { x }, ops }) => ops.run('OnesLike', [x])),
  defineKernel<tf.ZerosLikeInputs>('ZerosLike', ({ inputs: { x }, ops }) =>
    ops.run('ZerosLike', [x]),
  ),
];
