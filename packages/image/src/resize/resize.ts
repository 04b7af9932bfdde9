import { checkChoice, checkOptions, ShapeError, toFloat, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { readDataFormat, type DataFormatOption } from '../data-format.js';
import { border, centralWindow } from './aspect-ratio.js';
import { axisWeights, type AxisWeights } from './axis-weights.js';
import { INTERPOLATIONS, type Interpolation } from './kernels.js';
import { readSize, type ImageSize } from './size.js';

export interface ResizeOptions {
  /** Default: `bilinear`. */
  interpolation?: Interpolation;
  /** Smooth before an image becomes smaller. Default: false. */
  antialias?: boolean;
  /** Cut the middle out of images of another aspect ratio first. Default: false. */
  cropToAspectRatio?: boolean;
  /** Put a border of `fillValue` around images of another aspect ratio first. Default: false. */
  padToAspectRatio?: boolean;
  /** What the border is filled with. Default: `constant`, the only one. */
  fillMode?: 'constant';
  /** Default: 0. */
  fillValue?: number;
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption;
}

const OPTIONS = [
  'interpolation',
  'antialias',
  'cropToAspectRatio',
  'padToAspectRatio',
  'fillMode',
  'fillValue',
  'dataFormat',
];

/**
 * Images of another size: Keras' `ops.image.resize`, with the numbers of TensorFlow. Differentiable.
 * (`resizeImg` has PIL's numbers, for pictures of bytes.)
 *
 * Input (height, width, channels) or (batch, height, width, channels); output the same with the new
 * height and width, float32.
 *
 * @param size (height, width), or one number for both
 * @throws ShapeError unless there are 3 or 4 dimensions; ValueError for wrong sizes and options
 * @example resize(images, [224, 224], { interpolation: 'bicubic', antialias: true })
 * @see https://keras.io/api/ops/image/#resize-function
 */
export function resize<T extends tf.Tensor3D | tf.Tensor4D>(
  images: T,
  size: ImageSize,
  options: ResizeOptions = {},
): T {
  checkOptions('resize', options, OPTIONS);
  const { antialias = false, cropToAspectRatio, padToAspectRatio, fillValue = 0 } = options;
  const method = options.interpolation ?? 'bilinear';
  const interpolation = checkChoice('resize', 'interpolation', method, INTERPOLATIONS);
  checkChoice('resize', 'fillMode', options.fillMode ?? 'constant', ['constant']);
  if (cropToAspectRatio && padToAspectRatio) {
    throw new ValueError('resize: give either cropToAspectRatio or padToAspectRatio, not both.');
  }
  const wanted = readSize('resize', size);
  const format = readDataFormat('resize', options.dataFormat);
  const shape = images.shape as number[];
  if (shape.length !== 3 && shape.length !== 4) {
    throw new ShapeError(
      `resize: expected one image (height, width, channels) or a batch of them; received [${shape.join(', ')}].`,
    );
  }
  return tf.tidy(() => {
    const batch = toFloat(shape.length === 3 ? tf.expandDims(images, 0) : images) as tf.Tensor4D;
    const last = format === 'channels_first' ? tf.transpose(batch, [0, 2, 3, 1]) : batch;
    const [, height, width] = last.shape;
    let fitted = last;
    if (cropToAspectRatio) fitted = crop(last, centralWindow(height, width, wanted));
    if (padToAspectRatio) fitted = pad(last, border(height, width, wanted), fillValue);
    const resized = resizeBatch(fitted, wanted, interpolation, antialias);
    const back = format === 'channels_first' ? tf.transpose(resized, [0, 3, 1, 2]) : resized;
    return (shape.length === 3 ? tf.squeeze(back, [0]) : tf.clone(back)) as T;
  });
}

function crop(x: tf.Tensor4D, window: ReturnType<typeof centralWindow>): tf.Tensor4D {
  const { top, left, height, width } = window;
  return tf.slice(x, [0, top, left, 0], [x.shape[0], height, width, x.shape[3]]);
}

function pad(x: tf.Tensor4D, { rows, columns }: ReturnType<typeof border>, value: number) {
  const widths: [number, number][] = [
    [0, 0],
    [rows, rows],
    [columns, columns],
    [0, 0],
  ];
  return tf.pad(x, widths, value);
}

/** Both axes, each as a product with its matrix of weights. */
function resizeBatch(
  x: tf.Tensor4D,
  [newHeight, newWidth]: readonly [number, number],
  interpolation: Interpolation,
  antialias: boolean,
): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  if (height === newHeight && width === newWidth) return x;
  const rows = axisWeights(height, newHeight, interpolation, antialias);
  const columns = axisWeights(width, newWidth, interpolation, antialias);
  if (interpolation === 'nearest') {
    return tf.gather(tf.gather(x, indicesOf(rows), 1), indicesOf(columns), 2);
  }
  // the axis at hand stands last, so that one product does for all images, lines and channels
  const lowered = timesMatrix(tf.transpose(x, [0, 2, 3, 1]), rows);
  const narrowed = timesMatrix(tf.transpose(lowered, [0, 3, 2, 1]), columns);
  return tf.reshape(tf.transpose(narrowed, [0, 1, 3, 2]), [batch, newHeight, newWidth, channels]);
}

function indicesOf({ rows }: AxisWeights): tf.Tensor1D {
  return tf.tensor1d(
    rows.map(({ start }) => start),
    'int32',
  );
}

/** The last axis of `x` multiplied by the matrix of weights. */
function timesMatrix(x: tf.Tensor, { rows, inSize }: AxisWeights): tf.Tensor {
  const values = new Float32Array(rows.length * inSize);
  rows.forEach(({ start, weights }, row) => values.set(weights, row * inSize + start));
  const matrix = tf.tensor2d(values, [rows.length, inSize]);
  const product = tf.matMul(tf.reshape(x, [-1, inSize]), matrix, false, true);
  return tf.reshape(product, [...x.shape.slice(0, -1), rows.length]);
}
