import * as tf from '@tensorflow/tfjs-core';

import { bools, type Case, floats, ints, of, special } from '../case.js';

type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const UNARY: Record<string, Unary> = {
  ...{ abs: tf.abs, acos: tf.acos, acosh: tf.acosh, asin: tf.asin, asinh: tf.asinh, atan: tf.atan },
  ...{ atanh: tf.atanh, ceil: tf.ceil, cos: tf.cos, cosh: tf.cosh, elu: tf.elu, erf: tf.erf },
  ...{ exp: tf.exp, expm1: tf.expm1, floor: tf.floor, isFinite: tf.isFinite, isInf: tf.isInf },
  ...{ isNaN: tf.isNaN, leakyRelu: tf.leakyRelu, log: tf.log, log1p: tf.log1p, neg: tf.neg },
  ...{ reciprocal: tf.reciprocal, relu: tf.relu, relu6: tf.relu6, round: tf.round },
  ...{ rsqrt: tf.rsqrt, selu: tf.selu, sigmoid: tf.sigmoid, sign: tf.sign, sin: tf.sin },
  ...{ sinh: tf.sinh, softplus: tf.softplus, sqrt: tf.sqrt, square: tf.square, step: tf.step },
  ...{ tan: tf.tan, tanh: tf.tanh, zerosLike: tf.zerosLike, onesLike: tf.onesLike },
  clone: tf.clone,
  clip: (x) => tf.clipByValue(x, -0.5, 0.75),
  'step with slope': (x) => tf.step(x, 0.25),
  'to int32': (x) => tf.cast(tf.clipByValue(x, -100, 100), 'int32'),
  'to bool': (x) => tf.cast(x, 'bool'),
};

/** Of int32 too. */
const UNARY_INT = ['abs', 'neg', 'relu', 'square', 'clone', 'zerosLike', 'onesLike', 'sign'];

const BINARY: Record<string, Binary> = {
  ...{ add: tf.add, sub: tf.sub, mul: tf.mul, div: tf.div, maximum: tf.maximum },
  ...{ minimum: tf.minimum, squaredDifference: tf.squaredDifference, atan2: tf.atan2 },
  ...{ mod: tf.mod, pow: tf.pow, greater: tf.greater, less: tf.less },
  ...{ greaterEqual: tf.greaterEqual, lessEqual: tf.lessEqual, equal: tf.equal },
  ...{ notEqual: tf.notEqual, divNoNan: tf.divNoNan },
  // the dtype is int32 on the cpu backend, float32 on wasm as in TensorFlow
  floorDiv: (a, b) => tf.cast(tf.floorDiv(a, b), 'int32'),
  'prelu by slope': (a, b) => tf.prelu(a, b),
};

const INT_BINARY = [
  ...['add', 'sub', 'mul', 'maximum', 'minimum', 'greater', 'less', 'equal', 'notEqual'],
  ...['floorDiv', 'squaredDifference'],
];

const SHAPES: [number[], number[]][] = [
  [
    [3, 5],
    [3, 5],
  ],
  [[2, 3, 5], [5]],
  [[5], [2, 3, 5]],
  [
    [2, 3, 5],
    [2, 3, 1],
  ],
  [
    [2, 1],
    [2, 7],
  ],
  [
    [2, 1, 5],
    [1, 3, 1],
  ],
  [[], [3, 3]],
  [[2, 3, 2, 3, 4], [4]],
  [[9, 2], [1]],
  [[4, 4097], [4097]],
  [
    [0, 3],
    [1, 3],
  ],
];

const unary: Case[] = Object.entries(UNARY).flatMap(([name, f]) => [
  of(`${name} of special values`, () => f(name.startsWith('to ') ? floats([13]) : special())),
  of(`${name} of 5 x 7`, () => f(floats([5, 7]))),
  of(`${name} of nothing`, () => f(floats([0, 3]))),
  ...(UNARY_INT.includes(name) ? [of(`${name} of int32`, () => f(ints([3, 5])))] : []),
]);

const binary: Case[] = Object.entries(BINARY).flatMap(([name, f]) => [
  // a quotient next to a whole number may be rounded to either side
  ...SHAPES.filter(([a]) => name !== 'floorDiv' || tf.util.sizeFromShape(a) < 1000)
    .filter(([a, b]) => name !== 'prelu by slope' || a.length >= b.length)
    .filter(
      ([a, b]) => name !== 'prelu by slope' || tf.util.sizeFromShape(a) >= tf.util.sizeFromShape(b),
    )
    .map(([a, b]) =>
      of(`${name} of [${a.join()}] and [${b.join()}]`, () => {
        // a negative base has no real power
        const left = name === 'pow' ? tf.abs(floats(a, 1)) : floats(a, 1);
        return f(left, floats(b, 2));
      }),
    ),
  ...(INT_BINARY.includes(name)
    ? [
        of(`${name} of int32`, () =>
          f(ints([3, 5], 1), tf.add(tf.abs(ints([5], 2)), tf.scalar(1, 'int32'))),
        ),
      ]
    : []),
]);

/** Whole numbers near 2^30, which float32 cannot tell from their neighbours. */
const large = (shape: number[]) => tf.add(ints(shape), tf.scalar(2 ** 30 - 7, 'int32'));

const COMPARISONS: Binary[] = [
  tf.greater,
  tf.lessEqual,
  tf.equal,
  tf.notEqual,
  tf.maximum,
  tf.minimum,
];

const others: Case[] = [
  ...COMPARISONS.map((f) =>
    of(`${f.name} of special values with each other`, () =>
      f(special(), tf.reverse(special(), [0])),
    ),
  ),
  of('logical operations', () => {
    const [a, b] = [bools([3, 5], 1), bools([3, 5], 2)];
    return [tf.logicalAnd(a, b), tf.logicalOr(a, b), tf.logicalXor(a, b), tf.logicalNot(a)];
  }),
  of('arithmetic of large int32', () => {
    const [a, b] = [large([2, 3, 5]), large([3, 1])];
    return [
      ...[tf.add(a, b), tf.sub(a, b), tf.maximum(a, b), tf.minimum(a, b)],
      ...[tf.equal(a, tf.add(a, tf.scalar(1, 'int32'))), tf.less(a, b), tf.greaterEqual(a, b)],
    ];
  }),
  of('bitwiseAnd', () => tf.bitwiseAnd(ints([5, 3], 1), ints([5, 3], 2))),
  of('addN', () => [
    tf.addN([floats([3, 5], 1), floats([3, 5], 2), floats([3, 5], 3)]),
    tf.addN(Array.from({ length: 20 }, (_, i) => floats([3, 5], i))),
  ]),
  of('where with a condition of the same shape', () =>
    tf.where(bools([3, 7], 1), floats([3, 7], 2), floats([3, 7], 3)),
  ),
  of('where of int32', () => tf.where(bools([3, 7], 1), ints([3, 7], 2), ints([3, 7], 3))),
  of('where of bool', () => tf.where(bools([3, 7], 1), bools([3, 7], 2), bools([3, 7], 3))),
  of('casts', () => [
    ...[tf.cast(bools([7]), 'float32'), tf.cast(bools([7]), 'int32'), tf.cast(ints([7]), 'bool')],
    ...[tf.cast(ints([7]), 'float32'), tf.cast(floats([7]), 'float32')],
  ]),
  of('softmax', () => tf.softmax(tf.mul(floats([5, 7]), 30))),
  of('logSoftmax', () => tf.logSoftmax(tf.mul(floats([5, 7]), 30))),
  of('eluGrad', () =>
    tf.engine().runKernel('EluGrad', { dy: floats([3, 5], 1), y: floats([3, 5], 2) }),
  ),
];

export const elementwise: Case[] = [...unary, ...binary, ...others];
