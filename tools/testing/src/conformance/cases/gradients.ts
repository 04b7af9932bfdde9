import * as tf from '@tensorflow/tfjs-core';

import { bools, floats, type GradientCase } from '../case.js';

type Shape4D = [number, number, number, number];
type F = (...inputs: tf.Tensor[]) => tf.Tensor;

const positive = (x: tf.Tensor) => tf.add(tf.abs(x), 0.3);
const inUnit = (x: tf.Tensor) => tf.mul(x, 0.8);
/** No value within 0.1 of zero, where these functions bend. */
const offZero = (x: tf.Tensor) => tf.add(x, tf.mul(tf.sign(x), 0.1));

const UNARY: [string, F, ((x: tf.Tensor) => tf.Tensor)?][] = [
  ['abs', (x) => tf.abs(x), offZero],
  ['acos', (x) => tf.acos(x), inUnit],
  ['acosh', (x) => tf.acosh(x), (x) => tf.add(tf.abs(x), 1.5)],
  ['asin', (x) => tf.asin(x), inUnit],
  ['asinh', (x) => tf.asinh(x)],
  ['atan', (x) => tf.atan(x)],
  ['atanh', (x) => tf.atanh(x), (x) => tf.mul(x, 0.6)],
  ['clip', (x) => tf.clipByValue(x, -0.55, 0.65)],
  ['cos', (x) => tf.cos(x)],
  ['cosh', (x) => tf.cosh(x)],
  ['elu', (x) => tf.elu(x), offZero],
  ['erf', (x) => tf.erf(x)],
  ['exp', (x) => tf.exp(x)],
  ['expm1', (x) => tf.expm1(x)],
  ['leakyRelu', (x) => tf.leakyRelu(x, 0.3), offZero],
  ['log', (x) => tf.log(x), positive],
  ['log1p', (x) => tf.log1p(x), positive],
  ['neg', (x) => tf.neg(x)],
  ['reciprocal', (x) => tf.reciprocal(x), positive],
  ['relu', (x) => tf.relu(x), offZero],
  ['relu6', (x) => tf.relu6(tf.mul(x, 5)), offZero],
  ['rsqrt', (x) => tf.rsqrt(x), positive],
  ['selu', (x) => tf.selu(x), offZero],
  ['sigmoid', (x) => tf.sigmoid(x)],
  ['sin', (x) => tf.sin(x)],
  ['sinh', (x) => tf.sinh(x)],
  ['softplus', (x) => tf.softplus(x)],
  ['sqrt', (x) => tf.sqrt(x), positive],
  ['square', (x) => tf.square(x)],
  ['tan', (x) => tf.tan(x), inUnit],
  ['tanh', (x) => tf.tanh(x)],
  ['softmax', (x) => tf.softmax(x)],
  ['logSoftmax', (x) => tf.logSoftmax(x)],
  ['cumsum', (x) => tf.cumsum(x, 1, true, true)],
];

const BINARY: [string, F, ((x: tf.Tensor) => tf.Tensor)?][] = [
  ['add', (a, b) => tf.add(a, b)],
  ['sub', (a, b) => tf.sub(a, b)],
  ['mul', (a, b) => tf.mul(a, b)],
  ['div', (a, b) => tf.div(a, b), positive],
  ['pow', (a, b) => tf.pow(a, b), positive],
  ['atan2', (a, b) => tf.atan2(a, b), positive],
  ['maximum', (a, b) => tf.maximum(a, b)],
  ['minimum', (a, b) => tf.minimum(a, b)],
  ['squaredDifference', (a, b) => tf.squaredDifference(a, b)],
];

const BROADCASTS: [number[], number[]][] = [
  [
    [3, 5],
    [3, 5],
  ],
  [[2, 3, 5], [5]],
  [
    [3, 1],
    [2, 3, 5],
  ],
  [[3, 5], []],
];

const AXES: (number | number[])[] = [0, 1, [0, 2], [0, 1, 2]];
const REDUCTIONS: [string, (x: tf.Tensor, axis: number | number[]) => tf.Tensor][] = [
  ['sum', (x, axis) => tf.sum(x, axis)],
  ['mean', (x, axis) => tf.mean(x, axis)],
  ['max', (x, axis) => tf.max(x, axis)],
  ['min', (x, axis) => tf.min(x, axis)],
  ['prod', (x, axis) => tf.prod(x, axis)],
  ['logSumExp', (x, axis) => tf.logSumExp(x, axis)],
];

const CONVOLUTIONS: [Shape4D, Shape4D, number, number][] = [
  [[2, 6, 7, 3], [3, 2, 3, 4], 1, 1],
  [[2, 6, 7, 3], [3, 2, 3, 4], 2, 1],
  [[1, 7, 8, 1], [3, 3, 1, 5], 1, 2],
  [[1, 5, 5, 4], [1, 1, 4, 3], 2, 1],
];
const PADS = ['valid', 'same'] as const;

const image = (x: tf.Tensor) => x as tf.Tensor4D;

const convolutions: GradientCase[] = CONVOLUTIONS.flatMap(([x, w, stride, dilation]) =>
  PADS.flatMap((pad) => [
    {
      name: `conv2d [${w.join()}] / ${stride}, dilation ${dilation}, ${pad}`,
      shapes: [x, w],
      run: (a, b) => tf.conv2d(image(a), image(b), stride, pad, 'NHWC', dilation),
    },
    {
      name: `depthwise [${w.join()}] / ${stride}, dilation ${dilation}, ${pad}`,
      shapes: [x, [w[0], w[1], x[3], 2]],
      run: (a, b) => tf.depthwiseConv2d(image(a), image(b), stride, pad, 'NHWC', dilation),
    },
  ]),
);

const pools: GradientCase[] = PADS.flatMap((pad) =>
  [1, 2].flatMap((stride): GradientCase[] => [
    {
      name: `maxPool / ${stride}, ${pad}, negative values`,
      shapes: [[2, 6, 7, 3]],
      run: (x) => tf.maxPool(image(tf.sub(x, 3)), 3, stride, pad),
      tolerance: 2e-2, // a step may change which value is largest
    },
    {
      name: `avgPool / ${stride}, ${pad}`,
      shapes: [[2, 6, 7, 3]],
      run: (x) => tf.avgPool(image(x), 3, stride, pad),
    },
  ]),
);

const ids = () => tf.tensor1d([2, 0, 2, 1], 'int32');

const rearrangements: [string, number[][], F][] = [
  ['transpose', [[2, 3, 4]], (x) => tf.transpose(x, [2, 0, 1])],
  ['slice', [[4, 5]], (x) => tf.slice(x, [1, 2], [2, 3])],
  ['stridedSlice', [[7, 5]], (x) => tf.stridedSlice(x, [1, 4], [7, 0], [2, -1])],
  [
    'concat',
    [
      [2, 3],
      [2, 4],
    ],
    (a, b) => tf.concat([a, b], 1),
  ],
  [
    'stack',
    [
      [2, 3],
      [2, 3],
    ],
    (a, b) => tf.stack([a, b], 1),
  ],
  ['split', [[2, 6]], (x) => tf.mul(...(tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor]))],
  ['unstack', [[3, 2]], (x) => tf.mul(tf.unstack(x)[0]!, tf.unstack(x)[2]!)],
  [
    'pad',
    [[3, 4]],
    (x) =>
      tf.pad(x, [
        [1, 2],
        [0, 3],
      ]),
  ],
  ['tile', [[2, 3]], (x) => tf.tile(x, [2, 3])],
  ['reverse', [[3, 4]], (x) => tf.reverse(x, 1)],
  ['gather', [[3, 4]], (x) => tf.gather(x, ids())],
  ['gather of axis 1', [[4, 3, 2]], (x) => tf.gather(x, ids(), 1)],
  [
    'where',
    [
      [3, 4],
      [3, 4],
    ],
    (a, b) => tf.where(bools([3, 4]), a, b),
  ],
  ['unsortedSegmentSum', [[4, 3]], (x) => tf.unsortedSegmentSum(x, ids(), 3)],
  ['reshape', [[3, 4]], (x) => tf.square(tf.reshape(x, [2, 6]))],
  ['broadcastTo', [[3, 1]], (x) => tf.broadcastTo(x, [2, 3, 4])],
  ['resizeBilinear', [[1, 3, 4, 2]], (x) => tf.image.resizeBilinear(image(x), [6, 8])],
  [
    'resizeNearestNeighbor',
    [[1, 3, 4, 2]],
    (x) => tf.image.resizeNearestNeighbor(image(x), [6, 8]),
  ],
  [
    'spaceToBatchND',
    [[1, 4, 4, 2]],
    (x) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [0, 0],
          [0, 0],
        ],
      ),
  ],
];

const products: [string, number[][], F][] = [
  ...[false, true].flatMap((ta) =>
    [false, true].map((tb): [string, number[][], F] => [
      `matMul, transposed ${ta} ${tb}`,
      [ta ? [2, 4, 3] : [2, 3, 4], tb ? [2, 5, 4] : [2, 4, 5]],
      (a, b) => tf.matMul(a, b, ta, tb),
    ]),
  ),
  [
    'einsum',
    [
      [2, 3, 2, 4],
      [2, 5, 2, 4],
    ],
    (a, b) => tf.einsum('bqhd,bkhd->bhqk', a, b),
  ],
  [
    'fused matMul with bias and relu',
    [[3, 4], [4, 5], [5]],
    (a, b, bias) => tf.fused.matMul({ a: a, b: b, bias: bias, activation: 'relu' }),
  ],
  [
    'conv2dTranspose',
    [
      [1, 3, 3, 2],
      [3, 3, 4, 2],
    ],
    (x, w) => tf.conv2dTranspose(image(x), image(w), [1, 6, 6, 4], 2, 'same'),
  ],
  [
    'batchNorm',
    [[2, 3, 2, 4], [4], [4], [4], [4]],
    (x, mean, variance, offset, scale) =>
      tf.batchNorm(
        image(x),
        ...([mean, tf.add(tf.abs(variance), 1), offset, scale] as [
          tf.Tensor1D,
          tf.Tensor1D,
          tf.Tensor1D,
          tf.Tensor1D,
        ]),
      ),
  ],
];

export const gradients: GradientCase[] = [
  ...UNARY.map(([name, run, domain]): GradientCase => ({ name, run, domain, shapes: [[3, 5]] })),
  ...BINARY.flatMap(([name, run, domain]) =>
    BROADCASTS.map((shapes): GradientCase => ({
      ...{ name: `${name} of ${JSON.stringify(shapes)}`, shapes, run, domain },
    })),
  ),
  ...REDUCTIONS.flatMap(([name, f]) =>
    AXES.map((axis): GradientCase => ({
      name: `${name} over ${JSON.stringify(axis)}`,
      shapes: [[3, 4, 2]],
      run: (x) => f(x, axis),
    })),
  ),
  ...convolutions,
  ...pools,
  ...[...rearrangements, ...products].map(([name, shapes, run]): GradientCase => ({
    ...{ name, shapes, run },
  })),
];

/** A direction in which to measure the derivative. */
export function direction(shape: number[], input: number): tf.Tensor {
  return floats(shape, 11 + input);
}
