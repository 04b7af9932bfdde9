import * as tf from '@tensorflow/tfjs-core';

import { bools, type Case, floats, ints, of } from '../case.js';

const PERMUTATIONS: [number[], number[]][] = [
  [
    [5, 7],
    [1, 0],
  ],
  [
    [3, 5, 7],
    [0, 2, 1],
  ],
  [
    [3, 5, 7],
    [2, 0, 1],
  ],
  [
    [3, 5, 7],
    [1, 0, 2],
  ],
  [
    [3, 5, 7],
    [2, 1, 0],
  ],
  [
    [2, 3, 4, 5],
    [0, 2, 1, 3],
  ],
  [
    [2, 3, 4, 5],
    [3, 1, 2, 0],
  ],
  [
    [2, 3, 4, 5, 3],
    [4, 2, 0, 3, 1],
  ],
  [
    [2, 3, 1, 2, 3, 2],
    [5, 3, 1, 4, 2, 0],
  ],
  [
    [1, 130, 67],
    [0, 2, 1],
  ],
  [
    [0, 3],
    [1, 0],
  ],
];

const MAKERS = { float32: floats, int32: ints, bool: bools };

const transposes: Case[] = PERMUTATIONS.flatMap(([shape, perm]) =>
  Object.entries(MAKERS).map(([dtype, make]) =>
    of(`transpose ${dtype} [${shape.join()}] by [${perm.join()}]`, () =>
      tf.transpose(make(shape), perm),
    ),
  ),
);

const pieces: Case[] = Object.entries(MAKERS).flatMap(([dtype, make]) => [
  of(`slice ${dtype}`, () => [
    tf.slice(make([5, 7]), [1, 2], [3, 4]),
    tf.slice(make([5, 7, 3]), [1, 0, 0], [2, 7, 3]),
    tf.slice(make([4, 3, 5, 2]), [1, 1, 2, 0], [2, 2, 3, 1]),
    tf.slice(make([7]), 2),
    tf.slice(make([5, 7]), [1, 2], [0, 4]),
    tf.slice(make([2, 3, 2, 3, 2]), [0, 1, 0, 1, 0], [2, 2, 1, 2, 2]),
  ]),
  of(`split ${dtype}`, () => [
    ...tf.split(make([6, 5]), 3, 0),
    ...tf.split(make([3, 6, 2]), [1, 3, 2], 1),
    ...tf.split(make([3, 6]), [2, -1], 1),
  ]),
  of(`unstack ${dtype}`, () => [
    ...tf.unstack(make([3, 5]), 0),
    ...tf.unstack(make([3, 5, 2]), 1),
    ...tf.unstack(make([3, 2, 4]), 2),
  ]),
  of(`reverse ${dtype}`, () => [
    tf.reverse(make([7]), 0),
    tf.reverse(make([3, 5]), 1),
    tf.reverse(make([3, 5, 4]), [0, 2]),
    tf.reverse(make([3, 5, 4]), [1]),
  ]),
  of(`tile ${dtype}`, () => [
    tf.tile(make([7]), [3]),
    tf.tile(make([3, 5]), [2, 1]),
    tf.tile(make([3, 2, 4]), [2, 3, 2]),
    tf.tile(make([2, 1, 2, 3]), [1, 3, 2, 2]),
  ]),
  of(`concat ${dtype}`, () => [
    tf.concat([make([2, 3]), make([4, 3], 2)], 0),
    tf.concat([make([2, 3, 2]), make([2, 1, 2], 2), make([2, 0, 2], 3)], 1),
    tf.stack([make([2, 3]), make([2, 3], 2)], 1),
  ]),
  of(`gather ${dtype}`, () => {
    const indices = tf.tensor2d([2, 0, 1, 1, 2, 2], [3, 2], 'int32');
    return [
      tf.gather(make([3, 5]), indices),
      tf.gather(make([4, 3, 5]), indices, 1),
      tf.gather(make([2, 4, 3]), tf.tensor1d([2, 2, 0], 'int32'), 2),
      tf.gather(make([3, 4, 5]), indices, 1, 1),
      tf.gather(make([5]), tf.tensor1d([], 'int32')),
    ];
  }),
  of(`expand, squeeze, reshape ${dtype}`, () => [
    tf.expandDims(make([3, 5]), 1),
    tf.squeeze(make([3, 1, 5])),
    tf.reshape(make([3, 4]), [2, 6]),
  ]),
  of(`broadcastTo ${dtype}`, () => tf.broadcastTo(make([3, 1]), [2, 3, 4])),
]);

const padded: Case[] = (['float32', 'int32'] as const).flatMap((dtype) => [
  of(`pad ${dtype}`, () => [
    tf.pad(MAKERS[dtype]([3, 5]), [
      [1, 2],
      [0, 3],
    ]),
    tf.pad(MAKERS[dtype]([7]), [[2, 1]], 4),
  ]),
  of(`mirrorPad ${dtype}`, () => [
    tf.mirrorPad(
      MAKERS[dtype]([3, 5]),
      [
        [1, 2],
        [0, 3],
      ],
      'reflect',
    ),
    tf.mirrorPad(
      MAKERS[dtype]([3, 5]),
      [
        [1, 2],
        [0, 3],
      ],
      'symmetric',
    ),
  ]),
]);

const indices = () => tf.tensor2d([4, 3, 1, 7], [4, 1], 'int32');

const others: Case[] = [
  of('stridedSlice', () => [
    tf.stridedSlice(floats([7, 5]), [0, 4], [7, 0], [2, -1]),
    tf.stridedSlice(floats([5, 6]), [1, 0], [4, 6], [1, 2]),
  ]),
  of('gatherND', () => tf.gatherND(floats([3, 5]), tf.tensor2d([0, 1, 2, 4], [2, 2], 'int32'))),
  of('scatterND', () => tf.scatterND(indices(), floats([4, 3]), [8, 3])),
  of('tensorScatterUpdate', () =>
    tf.tensorScatterUpdate(floats([8, 3], 1), indices(), floats([4, 3], 2)),
  ),
  of('sparseToDense', () =>
    tf.sparseToDense(tf.tensor1d([4, 3, 1], 'int32'), tf.tensor1d([5, 6, 7]), [8], tf.scalar(0)),
  ),
  of('oneHot', () => tf.oneHot(tf.tensor1d([0, 2, 5, -1], 'int32'), 4, 3, -1)),
  of('unsortedSegmentSum', () => [
    tf.unsortedSegmentSum(floats([5, 3]), tf.tensor1d([0, 2, 0, -1, 7], 'int32'), 4),
    // the cpu backend makes float32 of int32 sums
    tf.cast(tf.unsortedSegmentSum(ints([5, 3]), tf.tensor1d([0, 2, 0, 3, 2], 'int32'), 4), 'int32'),
    tf.unsortedSegmentSum(floats([70, 37]), tf.abs(ints([70])) as tf.Tensor1D, 11),
  ]),
  of('fills', () => [
    ...[tf.fill([2, 3], 4), tf.zeros([3]), tf.ones([3], 'int32'), tf.eye(4), tf.fill([0], 1)],
    ...[tf.linspace(0, 1, 7), tf.range(0, 10, 3), tf.range(5, 0, -2, 'int32')],
  ]),
  of('diag', () => tf.diag(floats([4]))),
  of('space and batch', () => [
    tf.spaceToBatchND(
      floats([1, 4, 6, 3]),
      [2, 3],
      [
        [0, 0],
        [0, 0],
      ],
    ),
    tf.batchToSpaceND(
      floats([6, 2, 2, 3]),
      [2, 3],
      [
        [0, 0],
        [0, 0],
      ],
    ),
    tf.depthToSpace(floats([1, 2, 3, 8]) as tf.Tensor4D, 2, 'NHWC'),
  ]),
  of('broadcastArgs', () =>
    tf.engine().runKernel('BroadcastArgs', {
      s0: tf.tensor1d([3, 1], 'int32'),
      s1: tf.tensor1d([2, 3, 4], 'int32'),
    }),
  ),
];

export const arrangement: Case[] = [...transposes, ...pieces, ...padded, ...others];
