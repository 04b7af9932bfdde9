import * as tf from '@tensorflow/tfjs-core';

import { type Case, floats, ints, of } from '../case.js';

const run = (name: string, inputs: tf.NamedTensorMap, attrs: object = {}) =>
  tf.engine().runKernel<tf.Tensor>(name, inputs, attrs as tf.NamedAttrMap);

const complex = (shape: number[]) => tf.complex(floats(shape, 1), floats(shape, 2));
const parts = (z: tf.Tensor) => [tf.real(z), tf.imag(z)];

const complexNumbers: Case[] = [
  of('complex parts and magnitude', () => [...parts(complex([3, 5])), tf.abs(complex([3, 5]))]),
  of('complex arithmetic', () => [
    ...parts(tf.mul(complex([5]), complex([5]))),
    ...parts(tf.add(complex([5]), complex([5]))),
    ...parts(tf.sub(complex([5]), tf.complex(floats([5], 3), floats([5], 4)))),
  ]),
  of('complex shapes', () => [
    ...parts(tf.concat([complex([2, 3]), complex([2, 3])], 0)),
    ...parts(tf.reshape(complex([2, 3]), [6])),
    ...parts(tf.clone(complex([2, 3]))),
  ]),
  ...[8, 7].flatMap((n) => [
    of(`fft and ifft of ${n}`, () => [
      ...parts(tf.spectral.fft(complex([2, n]))),
      ...parts(tf.spectral.ifft(complex([2, n]))),
    ]),
    of(`rfft and irfft of ${n}`, () => [
      ...parts(tf.spectral.rfft(floats([2, n]))),
      tf.spectral.irfft(complex([2, 5])),
    ]),
  ]),
  of('stft', () => parts(tf.signal.stft(floats([32]) as tf.Tensor1D, 8, 4))),
];

const boxes = () => tf.tensor2d([0, 0, 1, 1, 0, 0.1, 1, 1.1, 0, 2, 1, 3], [3, 4]);
const scores = () => tf.tensor1d([0.9, 0.75, 0.6]);
const image = (channels = 3) => floats([2, 5, 6, channels]) as tf.Tensor4D;

const images: Case[] = [
  ...[false, true].flatMap((alignCorners) => [
    of(`resizeBilinear, alignCorners ${alignCorners}`, () => [
      tf.image.resizeBilinear(image(), [9, 4], alignCorners),
      tf.image.resizeBilinear(image(), [10, 12], alignCorners, !alignCorners),
    ]),
    of(`resizeNearestNeighbor, alignCorners ${alignCorners}`, () => [
      tf.image.resizeNearestNeighbor(image(), [9, 4], alignCorners),
      tf.image.resizeNearestNeighbor(image(), [10, 12], alignCorners, !alignCorners),
    ]),
  ]),
  of('cropAndResize', () =>
    tf.image.cropAndResize(
      image(),
      tf.tensor2d([0, 0, 0.5, 0.7, 0.1, 0.2, 1, 1], [2, 4]),
      tf.tensor1d([0, 1], 'int32'),
      [3, 4],
    ),
  ),
  of('flipLeftRight', () => tf.image.flipLeftRight(image())),
  of('rotateWithOffset', () => tf.image.rotateWithOffset(image(), 0.4, 0.25)),
  of('transform', () =>
    // one image: the cpu backend transforms only the first of a batch
    tf.image.transform(
      floats([1, 5, 6, 3]) as tf.Tensor4D,
      tf.tensor2d([1, 0.1, 0, 0.1, 1, 0, 0, 0], [1, 8]),
    ),
  ),
  of('nonMaxSuppression', () => [
    tf.image.nonMaxSuppression(boxes(), scores(), 3, 0.5, 0.1),
    ...Object.values(tf.image.nonMaxSuppressionWithScore(boxes(), scores(), 3, 0.5, 0.1, 0)),
    ...Object.values(tf.image.nonMaxSuppressionPadded(boxes(), scores(), 3, 0.5, 0.1, true)),
  ]),
  of('nonMaxSuppression that lowers scores', () =>
    Object.values(tf.image.nonMaxSuppressionWithScore(boxes(), scores(), 3, 0.5, 0.1, 0.5)),
  ),
];

const sparse: Case[] = [
  of('sparse reshape', () =>
    Object.values<tf.Tensor>(
      tf.sparse.sparseReshape(
        tf.tensor2d([0, 0, 0, 0, 0, 1, 1, 2, 3], [3, 3], 'int32'),
        tf.tensor1d([2, 3, 6], 'int32'),
        tf.tensor1d([9, -1], 'int32'),
      ),
    ),
  ),
  of('sparse empty rows', () =>
    Object.values<tf.Tensor>(
      tf.sparse.sparseFillEmptyRows(
        tf.tensor2d([0, 0, 1, 0, 3, 2], [3, 2], 'int32'),
        tf.tensor1d([1, 10, 13]),
        tf.tensor1d([5, 6], 'int32'),
        tf.scalar(-1),
      ),
    ),
  ),
  of('sparse segments', () => {
    const ids = [tf.tensor1d([0, 2, 1], 'int32'), tf.tensor1d([0, 0, 1], 'int32')] as const;
    return [
      tf.sparse.sparseSegmentSum(floats([4, 3]), ...ids),
      tf.sparse.sparseSegmentMean(floats([4, 3]), ...ids),
    ];
  }),
];

const ragged: Case[] = [
  of('ragged tensors', () => [
    ...Object.values(
      tf.raggedRange(
        tf.tensor1d([0, 5, 8], 'int32'),
        tf.tensor1d([3, 7, 2], 'int32'),
        tf.tensor1d([1, 1, -3], 'int32'),
      ),
    ),
    tf.raggedTensorToTensor(
      tf.tensor1d([2, -1], 'int32'),
      tf.tensor1d([0.1, 0.2, 0.3]),
      tf.scalar(1.5),
      [tf.tensor1d([2], 'int32'), tf.tensor1d([0, 0, 1], 'int32')],
      ['FIRST_DIM_SIZE', 'VALUE_ROWIDS'],
    ),
    ...tf.raggedGather(
      [tf.tensor1d([0, 3, 3, 5], 'int32')],
      tf.tensor1d([0.1, 0.2, 0.3, 0.4, 0.5]),
      tf.tensor1d([2, 1, 0], 'int32'),
      1,
    ).outputNestedSplits,
  ]),
];

const strings: Case[] = [
  of('string hashing', () => tf.string.stringToHashBucketFast(tf.tensor1d(['a', 'bc', '']), 10)),
  of('string splitting', () => {
    const { indices, shape } = tf.string.stringSplit(tf.tensor1d(['a b', ' c']), tf.scalar(' '));
    return [indices!, shape!];
  }),
  of('string n-grams', () => {
    const { nGramsSplits } = tf.string.stringNGrams(
      tf.tensor1d(['a', 'b', 'c']),
      tf.tensor1d([0, 3], 'int32'),
      '|',
      [1, 2],
      ...(['L', 'R', -1, false] as const),
    );
    return [nGramsSplits!];
  }),
  of('string replacement', () =>
    tf.string.stringToHashBucketFast(
      tf.string.staticRegexReplace(tf.tensor1d(['abc', 'xbz']), 'b', 'Q'),
      1000,
    ),
  ),
];

/** Gradients' own kernels, where no gradient of the other cases runs them. */
const gradientKernels: Case[] = [
  of('gradients of resizing', () => [
    run(
      'ResizeBilinearGrad',
      { images: floats([1, 4, 4, 2]), dy: floats([1, 8, 8, 2], 2) },
      { alignCorners: false, size: [4, 4] },
    ),
    run(
      'ResizeNearestNeighborGrad',
      { images: floats([1, 4, 4, 2]), dy: floats([1, 8, 8, 2], 2) },
      { alignCorners: false, size: [4, 4] },
    ),
  ]),
  of('gradient of local response normalization', () =>
    run(
      'LRNGrad',
      { x: floats([1, 3, 4, 5], 1), y: floats([1, 3, 4, 5], 2), dy: floats([1, 3, 4, 5], 3) },
      { depthRadius: 2, bias: 1, alpha: 0.5, beta: 0.75 },
    ),
  ),
  of('gradients of 3D convolution and pooling', () => {
    const [x, w] = [floats([1, 4, 5, 4, 2], 1), floats([2, 2, 2, 2, 3], 2)];
    const [dx, dw] = tf.grads((a, b) => tf.conv3d(a as tf.Tensor5D, b as tf.Tensor5D, 1, 'same'))(
      [x, w],
      floats([1, 4, 5, 4, 3], 3),
    );
    const pooled = tf.grad((a) => tf.maxPool3d(a as tf.Tensor5D, 2, 2, 'valid'))(x);
    const averaged = tf.grad((a) => tf.avgPool3d(a as tf.Tensor5D, 2, 2, 'valid'))(x);
    return [dx!, dw!, pooled, averaged];
  }),
  of('gradients of 2D convolution, depthwise convolution and pooling', () => {
    const [x, w] = [floats([2, 6, 7, 3], 1) as tf.Tensor4D, floats([3, 2, 3, 4], 2) as tf.Tensor4D];
    const d = floats([3, 2, 3, 2], 3) as tf.Tensor4D;
    return [
      ...tf.grads((a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 2, 'same'))([x, w]),
      ...tf.grads((a, b) => tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, 'same'))([
        x,
        d,
      ]),
      tf.grad((a) => tf.maxPool(a as tf.Tensor4D, 2, 2, 'valid'))(tf.sub(x, 3)),
      tf.grad((a) => tf.avgPool(a as tf.Tensor4D, 2, 2, 'valid'))(x),
    ];
  }),
  of('gradients of dilation', () => {
    const [x, w] = [floats([1, 5, 4, 2], 1), floats([2, 2, 2], 2)];
    return tf.grads((a, b) => tf.dilation2d(a as tf.Tensor4D, b as tf.Tensor3D, 1, 'valid'))([
      x,
      w,
    ]);
  }),
];

export const specialCases: Case[] = [
  ...complexNumbers,
  ...images,
  ...sparse,
  ...ragged,
  ...strings,
  ...gradientKernels,
  of('range of int32', () => ints([3])),
];
