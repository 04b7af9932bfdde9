import * as tf from '@tensorflow/tfjs-core';

import type { Attributes, Value } from '../runtime/executor.js';
import type { Ops } from '../runtime/ops.js';
import { activate, type ActivationAttrs } from './activation.js';
import { defineKernel, type Kernel } from './kernel.js';
import {
  channelsLast,
  forAllAxes,
  pad,
  paddedShape,
  spread,
  unpad,
  windowOf,
  type Window,
} from './windows.js';

const { computeConv2DInfo, computeConv3DInfo, convertConv2DDataFormat } = tf.backend_util;

type Shape4D = [number, number, number, number];
type Shape5D = [number, number, number, number, number];

/** What tfjs's convolutions have in common. */
interface ConvolutionAttrs {
  strides: number | [number, number];
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dataFormat?: 'NHWC' | 'NCHW';
  dilations?: number | [number, number];
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** The window over an image of that shape, as given: channels may come first. */
function windowOver(
  xShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad: padding, dataFormat = 'NHWC', dilations = 1, dimRoundingMode }: ConvolutionAttrs,
): Window {
  const format = convertConv2DDataFormat(dataFormat);
  const [x, filter] = [xShape as Shape4D, filterShape as Shape4D];
  return windowOf(
    computeConv2DInfo(x, filter, strides, dilations, padding, dimRoundingMode, false, format),
  );
}

const attributes = ({ strides, padding }: Window): Attributes => ({
  strides: forAllAxes(strides),
  padding,
});

function convolve(ops: Ops, x: Value, filter: Value, attrs: ConvolutionAttrs): Value {
  const window = windowOver(x.shape, filter.shape, attrs);
  return channelsLast(ops, attrs.dataFormat ?? 'NHWC', [x], (image) => {
    if (window.outputs.some((size) => size <= 0)) {
      return ops.fill([x.shape[0]!, ...window.outputs, filter.shape.at(-1)!], 0);
    }
    return ops.run('Conv2D', [pad(ops, image, window), filter], {
      ...attributes(window),
      dilations: forAllAxes(window.dilations),
    });
  });
}

/** Shape with the channels at the end. */
function lastShape(shape: readonly number[], dataFormat: string | undefined): number[] {
  const [n, c, h, w] = shape as Shape4D;
  return dataFormat === 'NCHW' ? [n, h, w, c] : [...shape];
}

/** x of three spatial axes; TensorFlow's processor kernels do not dilate there. */
function window3d(
  xShape: readonly number[],
  filterShape: readonly number[],
  {
    strides,
    pad: padding,
    dilations = 1,
  }: Pick<tf.Conv3DAttrs, 'strides' | 'pad'> & Partial<tf.Conv3DAttrs>,
): Window {
  const [x, filter] = [xShape as Shape5D, filterShape as Shape5D];
  return windowOf(computeConv3DInfo(x, filter, strides, dilations, padding));
}

export const convolutions: readonly Kernel[] = [
  defineKernel<tf.Conv2DInputs, ConvolutionAttrs>(
    'Conv2D',
    ({ inputs: { x, filter }, attrs, ops }) => convolve(ops, x, filter, attrs),
  ),
  defineKernel<tf.FusedConv2DInputs, ConvolutionAttrs & ActivationAttrs>(
    'FusedConv2D',
    ({ inputs: { x, filter, bias, preluActivationWeights }, attrs, ops }) => {
      const product = convolve(ops, x, filter, attrs);
      const isFirst = attrs.dataFormat === 'NCHW' && bias?.shape.length === 1;
      const shift = isFirst ? ops.reshape(bias, [bias.shape[0]!, 1, 1]) : bias;
      const sum = shift ? ops.run('AddV2', [product, shift]) : product;
      return activate(ops, sum, attrs, preluActivationWeights);
    },
  ),
  defineKernel<tf.Conv2DBackpropInputInputs, tf.Conv2DBackpropInputAttrs>(
    'Conv2DBackpropInput',
    ({ inputs: { dy, filter }, attrs, ops }) => {
      const window = windowOver(attrs.inputShape, filter.shape, attrs);
      const shape = lastShape(attrs.inputShape, attrs.dataFormat);
      return channelsLast(ops, attrs.dataFormat, [dy], (grad) => {
        const sizes = ops.ints(paddedShape(shape, window));
        const inputs = [sizes, filter, grad];
        return unpad(
          ops,
          ops.run('Conv2DBackpropInput', inputs, attributes(window)),
          shape,
          window,
        );
      });
    },
  ),
  defineKernel<tf.Conv2DBackpropFilterInputs, tf.Conv2DBackpropFilterAttrs>(
    'Conv2DBackpropFilter',
    ({ inputs: { x, dy }, attrs, ops }) => {
      const window = windowOver(x.shape, attrs.filterShape, attrs);
      const isFirst = attrs.dataFormat === 'NCHW';
      const [image, grad] = [x, dy].map((t) => (isFirst ? ops.transpose(t, [0, 2, 3, 1]) : t));
      const inputs = [pad(ops, image!, window), ops.ints(attrs.filterShape), grad!];
      return ops.run('Conv2DBackpropFilter', inputs, attributes(window));
    },
  ),
  defineKernel<tf.Conv3DInputs, tf.Conv3DAttrs>(
    'Conv3D',
    ({ inputs: { x, filter }, attrs, ops }) => {
      const window = window3d(x.shape, filter.shape, attrs);
      const taps = spread(ops, filter, [...window.dilations, 1, 1]);
      return ops.run('Conv3D', [pad(ops, x, window), taps], attributes(window));
    },
  ),
  defineKernel<tf.Conv3DBackpropInputV2Inputs, tf.Conv3DBackpropInputV2Attrs>(
    'Conv3DBackpropInputV2',
    ({ inputs: { dy, filter }, attrs, ops }) => {
      const window = window3d(attrs.inputShape, filter.shape, attrs);
      const sizes = ops.ints(paddedShape(attrs.inputShape, window));
      const padded = ops.run('Conv3DBackpropInputV2', [sizes, filter, dy], attributes(window));
      return unpad(ops, padded, attrs.inputShape, window);
    },
  ),
  defineKernel<tf.Conv3DBackpropFilterV2Inputs, tf.Conv3DBackpropFilterV2Attrs>(
    'Conv3DBackpropFilterV2',
    ({ inputs: { x, dy }, attrs, ops }) => {
      const window = window3d(x.shape, attrs.filterShape, attrs);
      const inputs = [pad(ops, x, window), ops.ints(attrs.filterShape), dy];
      return ops.run('Conv3DBackpropFilterV2', inputs, attributes(window));
    },
  ),
  defineKernel<tf.Dilation2DInputs, tf.Dilation2DAttrs>(
    'Dilation2D',
    ({ inputs: { x, filter }, attrs, ops }) =>
      ops.run('Dilation2D', [x, filter], dilationAttributes(attrs)),
  ),
  defineKernel<tf.Dilation2DBackpropInputInputs, tf.Dilation2DAttrs>(
    'Dilation2DBackpropInput',
    ({ inputs: { x, filter, dy }, attrs, ops }) =>
      ops.run('Dilation2DBackpropInput', [x, filter, dy], dilationAttributes(attrs)),
  ),
  defineKernel<tf.Dilation2DBackpropFilterInputs, tf.Dilation2DAttrs>(
    'Dilation2DBackpropFilter',
    ({ inputs: { x, filter, dy }, attrs, ops }) =>
      ops.run('Dilation2DBackpropFilter', [x, filter, dy], dilationAttributes(attrs)),
  ),
];

function dilationAttributes({ strides, pad: padding, dilations }: tf.Dilation2DAttrs): Attributes {
  const pair = (sizes: number | [number, number]) =>
    forAllAxes(typeof sizes === 'number' ? [sizes, sizes] : sizes);
  return {
    strides: pair(strides),
    rates: pair(dilations),
    padding: String(padding).toUpperCase(),
  };
}
