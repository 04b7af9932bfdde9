import { beforeAll, describe, expect, test } from '@jest/globals';
import * as layers from '@ibexjs/layers';
import { sequential } from '@ibexjs/models';
import { useTestBackend } from '@ibexjs/testing';

import { exportDifference, fillWeights } from '../testing/check-export.js';

beforeAll(() => useTestBackend('cpu'));

type Case = [name: string, layer: () => layers.Layer, shape: (number | null)[], given?: number[]];

const images: (number | null)[] = [7, 6, 3];
const steps: (number | null)[] = [7, 4];
const volumes: (number | null)[] = [5, 4, 6, 2];
const conv = { kernelSize: 3, filters: 4 } as const;
const odd = { kernelSize: [3, 2], filters: 4 };

const FAMILIES: Record<string, Case[]> = {
  core: [
    ['Dense', () => layers.dense({ units: 3, activation: 'relu' }), [4]],
    ['Dense of sequences', () => layers.dense({ units: 3, useBias: false }), [null, 4], [5, 4]],
    [
      'EinsumDense',
      () =>
        layers.einsumDense({
          equation: 'abc,cde->abde',
          outputShape: [null, 2, 3],
          biasAxes: 'de',
        }),
      steps,
    ],
    ['LayerScale', () => layers.layerScale({ initValues: 0.5, projectionDim: 4 }), steps],
  ],
  activation: [
    ...['celu', 'elu', 'exponential', 'gelu', 'glu', 'hard_shrink', 'hard_sigmoid'],
    ...['hard_silu', 'hard_tanh', 'leaky_relu', 'log_sigmoid', 'log_softmax', 'mish', 'relu6'],
    ...['selu', 'sigmoid', 'silu', 'softmax', 'softplus', 'soft_shrink', 'softsign', 'sparse_plus'],
    ...['sparse_sigmoid', 'squareplus', 'tanh', 'tanh_shrink', 'hard_sigmoid_keras2'],
  ]
    .map((name): Case => [name, () => layers.activation({ activation: name }), steps])
    .concat([
      ['ELU', () => layers.elu({ alpha: 0.7 }), steps],
      ['LeakyReLU', () => layers.leakyReLU(), steps],
      ['PReLU', () => layers.prelu({ sharedAxes: [1] }), steps],
      ['ReLU', () => layers.reLU({ maxValue: 0.6, negativeSlope: 0.1, threshold: 0.2 }), steps],
      ['Softmax', () => layers.softmax({ axis: 1 }), steps],
      ['Softmax over two axes', () => layers.softmax({ axis: [1, 2] }), steps],
      ['ThresholdedReLU', () => layers.thresholdedReLU({ theta: 0.3 }), steps],
    ]),
  convolutional: [
    ['Conv1D', () => layers.conv1d({ ...conv, strides: 2, padding: 'same' }), steps],
    ['Conv1D causal', () => layers.conv1d({ ...conv, padding: 'causal', dilationRate: 2 }), steps],
    ['Conv2D', () => layers.conv2d({ ...odd, activation: 'relu' }), images],
    ['Conv2D same', () => layers.conv2d({ ...odd, strides: 2, padding: 'same' }), images],
    [
      'Conv2D of any size',
      () => layers.conv2d({ ...odd, strides: 2, padding: 'same' }),
      [null, null, 3],
      [7, 6, 3],
    ],
    ['Conv2D dilated', () => layers.conv2d({ ...conv, dilationRate: 2, padding: 'same' }), images],
    ['Conv2D in groups', () => layers.conv2d({ ...conv, filters: 6, groups: 3 }), images],
    [
      'Conv2D channels first',
      () => layers.conv2d({ ...conv, dataFormat: 'channelsFirst' }),
      [3, 7, 6],
    ],
    ['Conv2D with softmax', () => layers.conv2d({ ...conv, activation: 'softmax' }), images],
    [
      'Conv3D',
      () => layers.conv3d({ filters: 3, kernelSize: 2, strides: 2, padding: 'same' }),
      volumes,
    ],
    ['Conv1DTranspose', () => layers.conv1dTranspose({ ...conv, strides: 2 }), steps],
    [
      'Conv2DTranspose',
      () => layers.conv2dTranspose({ ...odd, strides: 2, padding: 'same' }),
      images,
    ],
    ['Conv2DTranspose valid', () => layers.conv2dTranspose({ ...odd, strides: 3 }), images],
    [
      'Conv2DTranspose with output padding',
      () => layers.conv2dTranspose({ ...conv, strides: 2, padding: 'same', outputPadding: 1 }),
      images,
    ],
    [
      'Conv3DTranspose',
      () => layers.conv3dTranspose({ filters: 2, kernelSize: 3, strides: 2 }),
      volumes,
    ],
    ['DepthwiseConv1D', () => layers.depthwiseConv1d({ kernelSize: 3, depthMultiplier: 2 }), steps],
    [
      'DepthwiseConv2D',
      () =>
        layers.depthwiseConv2d({ kernelSize: 3, strides: 2, padding: 'same', depthMultiplier: 2 }),
      images,
    ],
    ['SeparableConv1D', () => layers.separableConv1d({ ...conv, depthMultiplier: 2 }), steps],
    ['SeparableConv2D', () => layers.separableConv2d({ ...conv, padding: 'same' }), images],
  ],
  pooling: [
    [
      'MaxPooling1D',
      () => layers.maxPooling1d({ poolSize: 3, strides: 2, padding: 'same' }),
      steps,
    ],
    ['MaxPooling2D', () => layers.maxPooling2d(), images],
    ['MaxPooling3D', () => layers.maxPooling3d(), volumes],
    ['AveragePooling1D', () => layers.averagePooling1d(), steps],
    ['AveragePooling2D', () => layers.averagePooling2d({ poolSize: 3, padding: 'same' }), images],
    ['AveragePooling3D', () => layers.averagePooling3d({ padding: 'same' }), volumes],
    ['GlobalAveragePooling1D', () => layers.globalAveragePooling1d(), steps],
    ['GlobalAveragePooling2D', () => layers.globalAveragePooling2d({ keepdims: true }), images],
    ['GlobalAveragePooling3D', () => layers.globalAveragePooling3d(), volumes],
    ['GlobalMaxPooling1D', () => layers.globalMaxPooling1d(), steps],
    [
      'GlobalMaxPooling2D',
      () => layers.globalMaxPooling2d({ dataFormat: 'channelsFirst' }),
      images,
    ],
    ['GlobalMaxPooling3D', () => layers.globalMaxPooling3d(), volumes],
  ],
  normalization: [
    ['BatchNormalization', () => layers.batchNormalization(), images],
    [
      'BatchNormalization of axis 1',
      () => layers.batchNormalization({ axis: 1, scale: false }),
      images,
    ],
    ['BatchNormalization of rows', () => layers.batchNormalization({ center: false }), [4]],
    ['GroupNormalization', () => layers.groupNormalization({ groups: 2 }), [5, 6, 4]],
    ['LayerNormalization', () => layers.layerNormalization(), steps],
    ['LayerNormalization of axis 1', () => layers.layerNormalization({ axis: 1 }), steps],
    ['LayerNormalization, rms', () => layers.layerNormalization({ rmsScaling: true }), steps],
    [
      'LayerNormalization of two axes',
      () => layers.layerNormalization({ axis: [1, 2], scale: false }),
      steps,
    ],
    ['RMSNormalization', () => layers.rmsNormalization(), steps],
    ['UnitNormalization', () => layers.unitNormalization({ axis: [1, 2] }), steps],
    ['Rescaling', () => layers.rescaling({ scale: [1, 2, 3], offset: 0.5 }), images],
    ['Normalization', () => layers.normalization(), images],
    [
      'Normalization, given',
      () => layers.normalization({ mean: 1, variance: 4, invert: true }),
      images,
    ],
  ],
  reshaping: [
    ['Flatten', () => layers.flatten(), images],
    ['Flatten channels first', () => layers.flatten({ dataFormat: 'channelsFirst' }), images],
    ['Reshape', () => layers.reshape({ targetShape: [2, -1] }), steps],
    ['Permute', () => layers.permute({ dims: [2, 1] }), steps],
    ['RepeatVector', () => layers.repeatVector({ n: 3 }), [4]],
    ['ZeroPadding1D', () => layers.zeroPadding1d({ padding: 2 }), steps],
    [
      'ZeroPadding2D',
      () =>
        layers.zeroPadding2d({
          padding: [
            [1, 0],
            [2, 1],
          ],
        }),
      images,
    ],
    ['ZeroPadding3D', () => layers.zeroPadding3d(), volumes],
    ['Cropping1D', () => layers.cropping1d({ cropping: [1, 0] }), steps],
    [
      'Cropping2D',
      () =>
        layers.cropping2d({
          cropping: [
            [0, 1],
            [2, 0],
          ],
        }),
      images,
    ],
    ['Cropping3D', () => layers.cropping3d({ cropping: 1 }), volumes],
    ['UpSampling1D', () => layers.upSampling1d({ size: 3 }), steps],
    ['UpSampling2D', () => layers.upSampling2d({ size: [2, 3] }), images],
    ['UpSampling2D, bilinear', () => layers.upSampling2d({ interpolation: 'bilinear' }), images],
    ['UpSampling3D', () => layers.upSampling3d(), volumes],
    ['CenterCrop', () => layers.centerCrop({ height: 4, width: 3 }), images],
    ['Resizing', () => layers.resizing({ height: 4, width: 9 }), images],
    [
      'Resizing, nearest',
      () => layers.resizing({ height: 5, width: 4, interpolation: 'nearest' }),
      images,
    ],
    [
      'Resizing, cropped',
      () => layers.resizing({ height: 4, width: 8, cropToAspectRatio: true }),
      images,
    ],
    [
      'Resizing, padded',
      () => layers.resizing({ height: 4, width: 8, padToAspectRatio: true }),
      images,
    ],
  ],
  regularization: [
    ['Dropout', () => layers.dropout({ rate: 0.5 }), steps],
    ['GaussianNoise', () => layers.gaussianNoise({ stddev: 1 }), steps],
    ['StochasticDepth', () => layers.stochasticDepth({ dropPathRate: 0.5 }), steps],
  ],
  wrappers: [
    [
      'TimeDistributed',
      () => layers.timeDistributed({ layer: layers.conv1d({ filters: 2, kernelSize: 2 }) }),
      [null, 5, 3],
      [4, 5, 3],
    ],
  ],
};

describe.each(Object.entries(FAMILIES))('%s', (_family, cases) => {
  test.each(cases)('%s', async (_name, make, shape, given = shape as number[]) => {
    // a layer on either side, so that shapes around it are seen too
    const net = sequential({ layers: [layers.identity({ inputShape: shape }), make()] });
    fillWeights(net);
    for (const batch of [1, 3])
      expect(await exportDifference(net, [{ shape: [batch, ...given] }])).toBeLessThan(1e-4);
  });
});
