import { describe, expect, test } from '@jest/globals';
import { computeOn, formulaValues, largestDifference } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

type Shape = [number, number, number, number];
type Pad = 'valid' | 'same' | number | [[0, 0], [number, number], [number, number], [0, 0]];

const CASES: [string, Shape, Shape, number | [number, number], Pad][] = [
  ['vector channels', [2, 9, 11, 8], [3, 3, 8, 16], 1, 'valid'],
  ['same padding', [2, 7, 6, 4], [3, 3, 4, 8], 1, 'same'],
  ['stride 2', [2, 9, 11, 8], [3, 3, 8, 16], 2, 'same'],
  ['strides that differ', [1, 10, 13, 5], [2, 4, 5, 3], [3, 2], 'valid'],
  ['odd channels, tall filter', [3, 10, 10, 3], [5, 3, 3, 6], 1, 'same'],
  ['one channel', [2, 12, 12, 1], [3, 3, 1, 32], 1, 'valid'],
  ['one channel, same, stride 2', [2, 11, 9, 1], [3, 3, 1, 7], 2, 'same'],
  ['three channels, stride 3', [2, 13, 9, 5], [2, 4, 5, 12], 3, 'same'],
  ['1x1', [2, 5, 7, 6], [1, 1, 6, 9], 1, 'valid'],
  ['1x1, stride 2', [2, 5, 7, 6], [1, 1, 6, 9], 2, 'valid'],
  ['number as padding', [2, 6, 6, 2], [3, 3, 2, 4], 1, 2],
  [
    'padding of each side',
    [2, 6, 7, 2],
    [3, 3, 2, 4],
    2,
    [
      [0, 0],
      [2, 1],
      [0, 3],
      [0, 0],
    ],
  ],
  ['deep: several blocks of depth', [1, 5, 5, 80], [3, 3, 80, 17], 1, 'same'],
  ['wide: several blocks of columns', [1, 3, 3, 2], [2, 2, 2, 530], 1, 'same'],
  ['wide image', [1, 2, 300, 1], [1, 5, 1, 2], 1, 'valid'],
  ['filter larger than the image', [1, 3, 3, 2], [5, 5, 2, 3], 1, 'same'],
  ['Winograd', [2, 9, 12, 16], [3, 3, 16, 24], 1, 'valid'],
  ['Winograd, same, odd, several groups of images', [19, 7, 5, 24], [3, 3, 24, 16], 1, 'same'],
  ['Winograd, padding 2', [1, 4, 3, 16], [3, 3, 16, 16], 1, 2],
  ['Winograd, several bands', [1, 31, 40, 16], [3, 3, 16, 16], 1, 'same'],
  ['Winograd, several blocks of columns', [1, 5, 4, 136], [3, 3, 136, 72], 1, 'same'],
  ['Winograd, a large filter', [5, 4, 3, 72], [3, 3, 72, 64], 1, 'valid'],
  ['Winograd, one pixel', [1, 1, 1, 16], [3, 3, 16, 16], 1, 'same'],
];

const tensor = (shape: number[], seed: number) =>
  tf.tensor(formulaValues(tf.util.sizeFromShape(shape), seed), shape);

describe.each(CASES)('convolution, %s', (_name, xShape, filterShape, strides, pad) => {
  const outShape = tf.backend_util.computeConv2DInfo(
    ...([xShape, filterShape, strides, 1, pad] as const),
  ).outShape;
  const common = { strides, pad, dataFormat: 'NHWC', dimRoundingMode: undefined, dilations: 1 };
  const kernels: Record<string, () => tf.Tensor> = {
    Conv2D: () =>
      run('Conv2D', { x: tensor(xShape, 1), filter: tensor(filterShape, 2) }, { ...common }),
    Conv2DBackpropFilter: () =>
      run(
        'Conv2DBackpropFilter',
        { x: tensor(xShape, 1), dy: tensor(outShape, 3) },
        { ...common, filterShape },
      ),
    Conv2DBackpropInput: () =>
      run(
        'Conv2DBackpropInput',
        { dy: tensor(outShape, 3), filter: tensor(filterShape, 2) },
        { ...common, inputShape: xShape },
      ),
  };

  test.each(Object.keys(kernels))('%s equals the cpu backend', async (name) => {
    const [wasm] = await computeOn('wasm', kernels[name]!);
    const [cpu] = await computeOn('cpu', kernels[name]!);
    expect(largestDifference(wasm!, cpu!)).toBeLessThan(1e-5);
  });
});

test('Winograd convolutions take bias and activation along', async () => {
  const fused = () =>
    tf.fused.conv2d({
      x: tensor([2, 7, 6, 16], 1) as tf.Tensor4D,
      filter: tensor([3, 3, 16, 24], 2) as tf.Tensor4D,
      bias: tensor([24], 3),
      strides: 1,
      pad: 'same',
      activation: 'relu',
    });
  const [wasm] = await computeOn('wasm', fused);
  const [cpu] = await computeOn('cpu', fused);
  expect(largestDifference(wasm!, cpu!)).toBeLessThan(1e-5);
  expect(Array.from(wasm!.values)).toContain(0);
});

test('a NaN in an image reaches every result that reads it', async () => {
  const [wasm] = await computeOn('wasm', () => {
    const pixels = formulaValues(6 * 6 * 16, 1);
    pixels[(2 * 6 + 3) * 16 + 5] = NaN;
    const image = tf.tensor4d(pixels, [1, 6, 6, 16]);
    const result = tf.conv2d(image, tensor([3, 3, 16, 16], 2) as tf.Tensor4D, 1, 'same');
    return tf.slice(result, [0, 1, 2, 0], [1, 3, 3, 16]);
  });
  expect(Array.from(wasm!.values).every(Number.isNaN)).toBe(true);
});

function run(name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attrs as tf.NamedAttrMap);
}

const DEPTHWISE: [string, Shape, Shape, number | [number, number], Pad][] = [
  ['vector channels', [2, 9, 11, 8], [3, 3, 8, 1], 1, 'valid'],
  ['odd channels, stride 2', [2, 9, 8, 5], [3, 3, 5, 1], 2, 'same'],
  ['multiplier 2', [2, 7, 7, 3], [3, 2, 3, 2], 1, 'same'],
  ['many channels', [1, 6, 6, 37], [3, 3, 37, 1], [2, 1], 'same'],
];

describe.each(DEPTHWISE)('depthwise, %s', (_name, xShape, filterShape, strides, pad) => {
  const outShape = tf.backend_util.computeConv2DInfo(
    ...([xShape, filterShape, strides, 1, pad, undefined, true] as const),
  ).outShape;
  const common = { strides, pad, dimRoundingMode: undefined, dilations: 1 };

  test('gradients equal the cpu backend', async () => {
    const body = () => [
      run(
        'DepthwiseConv2dNativeBackpropInput',
        { dy: tensor(outShape, 3), filter: tensor(filterShape, 2) },
        { ...common, inputShape: xShape },
      ),
      run(
        'DepthwiseConv2dNativeBackpropFilter',
        { x: tensor(xShape, 1), dy: tensor(outShape, 3) },
        { ...common, filterShape },
      ),
    ];
    const wasm = await computeOn('wasm', body);
    const cpu = await computeOn('cpu', body);
    expect(largestDifference(wasm[0]!, cpu[0]!)).toBeLessThan(1e-5);
    expect(largestDifference(wasm[1]!, cpu[1]!)).toBeLessThan(1e-5);
  });
});

test('gradients of a convolution equal finite differences', async () => {
  const [difference] = await computeOn('wasm', () => {
    const x = tensor([1, 5, 4, 3], 1);
    const direction = tensor([1, 5, 4, 3], 5);
    const filter = tensor([3, 2, 3, 2], 2);
    const loss = (v: tf.Tensor) =>
      tf.sum(tf.square(tf.conv2d(v as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same')));
    const analytic = tf.sum(tf.mul(tf.grad(loss)(x), direction));
    const step = tf.mul(direction, 1e-2);
    const numeric = tf.div(tf.sub(loss(tf.add(x, step)), loss(tf.sub(x, step))), 2e-2);
    return tf.div(tf.abs(tf.sub(analytic, numeric)), tf.abs(numeric));
  });
  expect(difference!.values[0]).toBeLessThan(1e-3); // float32 differences of a quadratic
});
