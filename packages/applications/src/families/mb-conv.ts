import {
  activation,
  add,
  batchNormalization,
  conv2d,
  depthwiseConv2d,
  dropout,
  globalAveragePooling2d,
  initializers,
  multiply,
  reshape,
  zeroPadding2d,
  type SymbolicTensor,
} from '@ibexjs/layers';

import { channelsOf, correctPad } from '../graph.js';

/** First values of EfficientNet's convolutions. */
export function convInitializer(): initializers.Initializer {
  return initializers.varianceScaling({
    scale: 2,
    mode: 'fanOut',
    distribution: 'truncatedNormal',
  });
}

/** First values of EfficientNet's classifier. */
export function denseInitializer(): initializers.Initializer {
  return initializers.varianceScaling({ scale: 1 / 3, mode: 'fanOut', distribution: 'uniform' });
}

/** A block of EfficientNet's, as its tables give it. */
export interface BlockShape {
  filters: number;
  kernelSize: number;
  stride: number;
  /** How much wider it is inside. */
  expand: number;
  /** Width of squeeze and excite, relative to the input; 0 for none. */
  squeeze: number;
}

/** What the two versions do differently. */
export interface BlockStyle {
  /** Of batch normalization. */
  momentum: number;
  /** Name of the convolution by channel. */
  depthwiseName: string;
  /** Whether an image is padded by a layer of its own before it is halved. */
  padsFirst: boolean;
}

export function norm(x: SymbolicTensor, name: string, momentum: number): SymbolicTensor {
  return batchNormalization({ axis: 3, momentum, name }).apply(x);
}

export function swish(x: SymbolicTensor, name: string): SymbolicTensor {
  return activation({ activation: 'swish', name }).apply(x);
}

interface Conv {
  filters: number;
  kernelSize: number;
  strides?: number;
  padding?: 'same' | 'valid';
  name: string;
}

/** A convolution without a bias. */
export function conv(x: SymbolicTensor, options: Conv): SymbolicTensor {
  const kernelInitializer = convInitializer();
  return conv2d({ padding: 'same', ...options, useBias: false, kernelInitializer }).apply(x);
}

/** Each channel times a number that all channels' means decide. */
export function excite(x: SymbolicTensor, narrow: number, prefix: string): SymbolicTensor {
  const filters = channelsOf(x);
  const point = { kernelSize: 1, padding: 'same' } as const;
  let y = globalAveragePooling2d({ name: `${prefix}se_squeeze` }).apply(x);
  y = reshape({ targetShape: [1, 1, filters], name: `${prefix}se_reshape` }).apply(y);
  y = conv2d({
    ...point,
    filters: narrow,
    activation: 'swish',
    kernelInitializer: convInitializer(),
    name: `${prefix}se_reduce`,
  }).apply(y);
  y = conv2d({
    ...point,
    filters,
    activation: 'sigmoid',
    kernelInitializer: convInitializer(),
    name: `${prefix}se_expand`,
  }).apply(y);
  return multiply({ name: `${prefix}se_excite` }).apply([x, y]);
}

/** Joins a branch with what it began from, where the shapes allow it; training drops it now and then. */
export function joinShortcut(
  branch: SymbolicTensor,
  x: SymbolicTensor,
  { filters, stride }: BlockShape,
  dropRate: number,
  prefix: string,
): SymbolicTensor {
  if (stride !== 1 || channelsOf(x) !== filters) return branch;
  let y = branch;
  if (dropRate > 0) {
    const noiseShape = [null, 1, 1, 1];
    y = dropout({ rate: dropRate, noiseShape, name: `${prefix}drop` }).apply(y);
  }
  return add({ name: `${prefix}add` }).apply([y, x]);
}

/** Widens, convolves each channel by itself, squeezes and excites, narrows. */
export function mbConv(
  x: SymbolicTensor,
  shape: BlockShape,
  { momentum, depthwiseName, padsFirst }: BlockStyle,
  dropRate: number,
  prefix: string,
): SymbolicTensor {
  const { filters, kernelSize, stride, expand, squeeze } = shape;
  let y = x;
  if (expand !== 1) {
    const inner = channelsOf(x) * expand;
    y = conv(y, { filters: inner, kernelSize: 1, name: `${prefix}expand_conv` });
    y = swish(norm(y, `${prefix}expand_bn`, momentum), `${prefix}expand_activation`);
  }
  const isPadded = padsFirst && stride === 2;
  if (isPadded) {
    const padding = correctPad(y, kernelSize);
    y = zeroPadding2d({ padding, name: `${prefix}dwconv_pad` }).apply(y);
  }
  y = depthwiseConv2d({
    kernelSize,
    strides: stride,
    padding: isPadded ? 'valid' : 'same',
    useBias: false,
    depthwiseInitializer: convInitializer(),
    name: `${prefix}${depthwiseName}`,
  }).apply(y);
  y = swish(norm(y, `${prefix}bn`, momentum), `${prefix}activation`);
  if (squeeze > 0) y = excite(y, Math.max(1, Math.trunc(channelsOf(x) * squeeze)), prefix);
  y = conv(y, { filters, kernelSize: 1, name: `${prefix}project_conv` });
  y = norm(y, `${prefix}project_bn`, momentum);
  return joinShortcut(y, x, shape, dropRate, prefix);
}
