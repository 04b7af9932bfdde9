import * as tf from '@tensorflow/tfjs-core';

import { type Case, floats, of } from '../case.js';

type Shape = [number, number, number, number];
type Pad = 'valid' | 'same' | number;

const IMAGES: [Shape, Shape][] = [
  [
    [2, 9, 11, 8],
    [3, 3, 8, 16],
  ],
  [
    [2, 7, 6, 1],
    [3, 2, 1, 5],
  ],
  [
    [1, 8, 9, 3],
    [5, 3, 3, 7],
  ],
  [
    [2, 6, 6, 5],
    [1, 1, 5, 9],
  ],
  [
    [2, 9, 12, 16],
    [3, 3, 16, 24],
  ],
];
/** Stride, dilation: tfjs has convolutions with one of them only. */
const STEPS: [number, number][] = [
  [1, 1],
  [2, 1],
  [3, 1],
  [1, 2],
];
const PADS: Pad[] = ['valid', 'same', 1];

const conv2d: Case[] = IMAGES.flatMap(([x, filter]) =>
  STEPS.flatMap(([stride, dilation]) =>
    PADS.filter((pad) => pad !== 1 || filter[0] > 1).map((pad) =>
      of(`conv2d [${x.join()}] [${filter.join()}] / ${stride}, dilation ${dilation}, ${pad}`, () =>
        tf.conv2d(
          floats(x, 1) as tf.Tensor4D,
          floats(filter, 2) as tf.Tensor4D,
          stride,
          pad,
          'NHWC',
          dilation,
        ),
      ),
    ),
  ),
);

const depthwise: Case[] = STEPS.flatMap(([stride, dilation]) =>
  (['valid', 'same'] as const).flatMap((pad) =>
    [1, 2].map((multiplier) =>
      of(`depthwise / ${stride}, dilation ${dilation}, ${pad}, multiplier ${multiplier}`, () =>
        tf.depthwiseConv2d(
          floats([2, 9, 8, 5], 1) as tf.Tensor4D,
          floats([3, 3, 5, multiplier], 2) as tf.Tensor4D,
          ...([stride, pad, 'NHWC', dilation] as const),
        ),
      ),
    ),
  ),
);

const POOLS: [Shape, [number, number], number][] = [
  [[2, 8, 8, 8], [2, 2], 2],
  [[2, 9, 9, 3], [3, 3], 2],
  [[1, 7, 6, 5], [3, 2], 1],
];

const pools: Case[] = POOLS.flatMap(([shape, window, stride]) =>
  (['valid', 'same'] as const).flatMap((pad) => [
    ...(['max', 'avg'] as const).map((kind) =>
      of(`${kind} pool [${shape.join()}], ${window.join()} / ${stride}, ${pad}`, () =>
        tf.pool(tf.sub<tf.Tensor4D>(floats(shape), 2), window, kind, pad, 1, stride),
      ),
    ),
    of(`max pool with argmax [${shape.join()}], ${window.join()} / ${stride}, ${pad}`, () => {
      const { result, indexes } = tf.maxPoolWithArgmax(
        floats(shape) as tf.Tensor4D,
        ...([window, stride, pad] as const),
      );
      return [result!, indexes!];
    }),
  ]),
);

const volumes: Case[] = (['valid', 'same'] as const).flatMap((pad) => [
  of(`conv3d, ${pad}`, () =>
    tf.conv3d(
      floats([1, 5, 6, 4, 3], 1) as tf.Tensor5D,
      floats([2, 3, 2, 3, 4], 2) as tf.Tensor5D,
      1,
      pad,
    ),
  ),
  of(`maxPool3d and avgPool3d, ${pad}`, () => [
    tf.maxPool3d(floats([1, 5, 6, 4, 3]) as tf.Tensor5D, 2, 2, pad),
    tf.avgPool3d(floats([1, 5, 6, 4, 3]) as tf.Tensor5D, 2, 2, pad),
  ]),
]);

const others: Case[] = [
  of('dilated pool', () =>
    tf.pool(floats([1, 9, 9, 3]) as tf.Tensor4D, [2, 2], 'max', 'valid', 2, 1),
  ),
  of('conv1d', () =>
    tf.conv1d(floats([2, 9, 3], 1) as tf.Tensor3D, floats([3, 3, 5], 2) as tf.Tensor3D, 2, 'same'),
  ),
  ...[1, 2].map((stride) =>
    of(`conv2dTranspose / ${stride}`, () =>
      tf.conv2dTranspose(
        floats([2, 4, 5, 3], 1) as tf.Tensor4D,
        floats([3, 3, 6, 3], 2) as tf.Tensor4D,
        [2, 4 * stride, 5 * stride, 6],
        stride,
        'same',
      ),
    ),
  ),
  of('conv3dTranspose', () =>
    tf.conv3dTranspose(
      floats([1, 2, 3, 2, 3], 1) as tf.Tensor5D,
      floats([2, 2, 2, 4, 3], 2) as tf.Tensor5D,
      [1, 4, 6, 4, 4],
      2,
      'same',
    ),
  ),
  of('separableConv2d', () =>
    tf.separableConv2d(
      floats([2, 6, 5, 3], 1) as tf.Tensor4D,
      floats([3, 3, 3, 2], 2) as tf.Tensor4D,
      floats([1, 1, 6, 4], 3) as tf.Tensor4D,
      ...([1, 'same'] as const),
    ),
  ),
  of('dilation2d', () =>
    tf.dilation2d(
      floats([1, 6, 5, 3], 1) as tf.Tensor4D,
      floats([2, 3, 3], 2) as tf.Tensor3D,
      ...([1, 'same'] as const),
    ),
  ),
  of('localResponseNormalization', () =>
    tf.localResponseNormalization(floats([1, 3, 4, 7]) as tf.Tensor4D, 2, 1, 0.5, 0.75),
  ),
  of('batchNorm', () =>
    tf.batchNorm(
      floats([2, 3, 4, 5], 1) as tf.Tensor4D,
      floats([5], 2) as tf.Tensor1D,
      tf.add<tf.Tensor1D>(floats([5], 3), 1.5),
      floats([5], 4) as tf.Tensor1D,
      floats([5], 5) as tf.Tensor1D,
    ),
  ),
];

export const convolutions: Case[] = [...conv2d, ...depthwise, ...pools, ...volumes, ...others];
