import { ValueError, checkChoice, checkOptions, toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * How pixels become inputs. `tf`: from -1 to 1. `torch`: from 0 to 1, then less ImageNet's mean and
 * divided by its deviation, by channel. `caffe`: in the order blue, green, red, less ImageNet's mean.
 * `none`: as they are; the model scales them itself.
 */
export type PreprocessMode = 'caffe' | 'tf' | 'torch' | 'none';

/** Options of an application's own `preprocessInput`. */
export interface ApplicationPreprocessOptions {
  /** Where tensors have their channels. Default: `channelsLast`; arrays have them last. */
  dataFormat?: 'channelsLast' | 'channelsFirst' | 'channels_last' | 'channels_first';
}

export interface PreprocessOptions extends ApplicationPreprocessOptions {
  /** Default: `caffe`. */
  mode?: PreprocessMode;
}

/** Pixels in a row, red, green and blue of each. */
export type Pixels = Float32Array | Uint8Array | Uint8ClampedArray | readonly number[];

/** `preprocessInput` of one application: tensors give a tensor, arrays an array. */
export interface PreprocessInput {
  (x: tf.Tensor, options?: ApplicationPreprocessOptions): tf.Tensor;
  (x: Pixels, options?: ApplicationPreprocessOptions): Float32Array;
  (x: tf.Tensor | Pixels, options?: ApplicationPreprocessOptions): tf.Tensor | Float32Array;
}

interface Scaling {
  /** Whether red and blue change places. */
  swap: boolean;
  divisor: number;
  mean: readonly number[];
  deviation: readonly number[];
}

/** `(x / divisor - mean) / deviation`, by channel, once red and blue have changed places. */
const SCALINGS: Record<PreprocessMode, Scaling> = {
  caffe: { swap: true, divisor: 1, mean: [103.939, 116.779, 123.68], deviation: [1, 1, 1] },
  tf: { swap: false, divisor: 127.5, mean: [1, 1, 1], deviation: [1, 1, 1] },
  torch: {
    swap: false,
    divisor: 255,
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
  },
  none: { swap: false, divisor: 1, mean: [0, 0, 0], deviation: [1, 1, 1] },
};

/**
 * Brings pixels of 0 to 255 (red, green, blue) into the form that a network was trained on: a new
 * float32 tensor of the same shape, or a new Float32Array. Every application has its own
 * `preprocessInput`, which knows the mode.
 *
 * @param x one image or a batch: a tensor, or pixels in a row
 * @throws ValueError for an unknown mode, or what does not have three channels
 * @example const inputs = preprocessInput(images, { mode: 'tf' })
 * @see https://keras.io/api/applications/
 */
export function preprocessInput(x: tf.Tensor, options?: PreprocessOptions): tf.Tensor;
export function preprocessInput(x: Pixels, options?: PreprocessOptions): Float32Array;
export function preprocessInput(
  x: tf.Tensor | Pixels,
  options?: PreprocessOptions,
): tf.Tensor | Float32Array;
export function preprocessInput(
  x: tf.Tensor | Pixels,
  options: PreprocessOptions = {},
): tf.Tensor | Float32Array {
  const where = 'preprocessInput';
  checkOptions(where, options, ['mode', 'dataFormat']);
  const modes = Object.keys(SCALINGS) as PreprocessMode[];
  const scaling = SCALINGS[checkChoice(where, 'mode', options.mode ?? 'caffe', modes)];
  const format = checkChoice(where, 'dataFormat', options.dataFormat ?? 'channelsLast', [
    'channelsLast',
    'channelsFirst',
  ]);
  if (x instanceof tf.Tensor) return tf.tidy(() => scaleTensor(x, scaling, format));
  if (format === 'channelsFirst' || x.length % 3 !== 0) {
    throw new ValueError(
      `${where}: an array holds red, green and blue of each pixel in a row; received ${x.length} numbers with ${format}.`,
    );
  }
  return scaleArray(x, scaling);
}

/** `preprocessInput` of one mode. */
export function preprocessorOf(mode: PreprocessMode): PreprocessInput {
  function preprocess(x: tf.Tensor, options?: ApplicationPreprocessOptions): tf.Tensor;
  function preprocess(x: Pixels, options?: ApplicationPreprocessOptions): Float32Array;
  function preprocess(
    x: tf.Tensor | Pixels,
    options?: ApplicationPreprocessOptions,
  ): tf.Tensor | Float32Array;
  function preprocess(x: tf.Tensor | Pixels, options: ApplicationPreprocessOptions = {}) {
    return preprocessInput(x, { ...options, mode });
  }
  return preprocess;
}

function scaleTensor(
  x: tf.Tensor,
  { swap, divisor, mean, deviation }: Scaling,
  format: 'channelsLast' | 'channelsFirst',
): tf.Tensor {
  const axis = format === 'channelsLast' ? x.rank - 1 : x.rank - 3;
  if ((x.rank !== 3 && x.rank !== 4) || x.shape[axis] !== 3) {
    throw new ValueError(
      `preprocessInput takes an image or a batch of them, with 3 channels (${format}); received shape [${x.shape.join(', ')}].`,
    );
  }
  const byChannel = (values: readonly number[]) =>
    tf.reshape(
      tf.tensor1d([...values]),
      x.shape.map((_, i) => (i === axis ? 3 : 1)),
    );
  const ordered = swap ? tf.reverse(toFloat(x), axis) : toFloat(x);
  return tf.div(tf.sub(tf.div(ordered, divisor), byChannel(mean)), byChannel(deviation));
}

function scaleArray(x: Pixels, { swap, divisor, mean, deviation }: Scaling): Float32Array {
  const out = new Float32Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const channel = i % 3;
    const from = swap ? i - channel + 2 - channel : i;
    out[i] = (x[from]! / divisor - mean[channel]!) / deviation[channel]!;
  }
  return out;
}
