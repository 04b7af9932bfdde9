import * as tf from '@tensorflow/tfjs-core';

import { type Case, floats, ints, of } from '../case.js';

const SIZES: [number, number, number][] = [
  [1, 1, 1],
  [5, 7, 3],
  [33, 17, 65],
  [70, 350, 530],
  [1, 40, 9],
  [4, 1, 4],
  [3, 0, 4],
  [3, 30, 1100],
  [2, 7, 70],
];
const BATCHES: [number[], number[]][] = [
  [[], []],
  [[3], [3]],
  [[1], [3]],
  [
    [2, 3],
    [2, 3],
  ],
  [
    [2, 3],
    [1, 1],
  ],
];

const matMuls: Case[] = SIZES.flatMap(([m, k, n]) =>
  BATCHES.filter(([a]) => a.length === 0 || m * n < 5000).flatMap(([a, b]) =>
    [false, true].flatMap((ta) =>
      [false, true].map((tb) =>
        of(`matMul [${a.join()}] ${m} x ${k} x ${n}, transposed ${ta} ${tb}`, () =>
          tf.matMul(
            floats([...a, ...(ta ? [k, m] : [m, k])], 1),
            floats([...b, ...(tb ? [n, k] : [k, n])], 2),
            ta,
            tb,
          ),
        ),
      ),
    ),
  ),
);

const ACTIVATIONS = ['linear', 'relu', 'relu6', 'elu', 'leakyrelu', 'sigmoid', 'prelu'] as const;

const fused: Case[] = ACTIVATIONS.flatMap((activation) => [
  of(`fused matMul, ${activation}`, () => {
    const slopes = activation === 'prelu' ? floats([9], 4) : undefined;
    return tf.fused.matMul({
      ...{ a: floats([6, 5], 1), b: floats([5, 9], 2), bias: floats([9], 3), activation },
      preluActivationWeights: slopes,
      leakyreluAlpha: 0.3,
    });
  }),
  of(`fused conv2d, ${activation}`, () => {
    const slopes = activation === 'prelu' ? floats([7], 4) : undefined;
    return tf.fused.conv2d({
      x: floats([2, 6, 5, 3], 1) as tf.Tensor4D,
      filter: floats([3, 3, 3, 7], 2) as tf.Tensor4D,
      ...{ strides: 1, pad: 'same', bias: floats([7], 3), activation, leakyreluAlpha: 0.3 },
      preluActivationWeights: slopes,
    });
  }),
  of(`fused depthwise, ${activation}`, () => {
    const slopes = activation === 'prelu' ? floats([3], 4) : undefined;
    return tf.fused.depthwiseConv2d({
      x: floats([2, 6, 5, 3], 1) as tf.Tensor4D,
      filter: floats([3, 3, 3, 1], 2) as tf.Tensor4D,
      ...{ strides: 1, pad: 'same', bias: floats([3], 3), activation, leakyreluAlpha: 0.3 },
      preluActivationWeights: slopes,
    });
  }),
]);

const EQUATIONS: [string, number[][]][] = [
  [
    'ij,jk->ik',
    [
      [3, 4],
      [4, 5],
    ],
  ],
  [
    'bij,bjk->bik',
    [
      [2, 3, 4],
      [2, 4, 5],
    ],
  ],
  [
    'bqhd,bkhd->bhqk',
    [
      [2, 3, 4, 5],
      [2, 6, 4, 5],
    ],
  ],
  [
    'bhqk,bkhd->bqhd',
    [
      [2, 4, 3, 6],
      [2, 6, 4, 5],
    ],
  ],
  ['ij->ji', [[3, 4]]],
  ['ij->', [[3, 4]]],
  [
    'abc,cde->abde',
    [
      [2, 3, 4],
      [4, 2, 3],
    ],
  ],
];

const others: Case[] = [
  of('matMul of int32', () => tf.matMul(ints([3, 4], 1), ints([4, 5], 2))),
  of('dot', () => tf.dot(floats([5], 1), floats([5], 2))),
  of('outerProduct', () =>
    tf.outerProduct(floats([5], 1) as tf.Tensor1D, floats([3], 2) as tf.Tensor1D),
  ),
  ...EQUATIONS.map(([equation, shapes]) =>
    of(`einsum ${equation}`, () => tf.einsum(equation, ...shapes.map((s, i) => floats(s, i)))),
  ),
];

export const products: Case[] = [...matMuls, ...fused, ...others];
