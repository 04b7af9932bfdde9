import { checkChoice, imageDataFormat, ShapeError, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { formatShape, type Shape } from '../engine/types.js';

/** Where the channels stand: last (batch, …, channels) or first (batch, channels, …). */
export type DataFormat = 'channels_last' | 'channels_first';
export type DataFormatOption = DataFormat | 'channelsLast' | 'channelsFirst';
export type Padding = 'valid' | 'same' | 'causal';

/** The option `dataFormat`; the configured one when left out. */
export function readDataFormat(where: string, format: string | null | undefined): DataFormat {
  if (format === null || format === undefined) return imageDataFormat();
  return checkChoice(where, 'dataFormat', format, ['channels_last', 'channels_first'] as const);
}

/** The option `padding`. */
export function readPadding<P extends Padding>(
  where: string,
  padding: string | undefined,
  allowed: readonly P[],
): P {
  return checkChoice(where, 'padding', padding ?? 'valid', allowed);
}

/**
 * An option that is one positive whole number for all spatial axes, or one for each.
 *
 * @throws ValueError for anything else
 */
export function readSizes(
  where: string,
  option: string,
  value: number | number[],
  rank: number,
): number[] {
  const sizes = typeof value === 'number' ? new Array<number>(rank).fill(value) : value;
  if (
    Array.isArray(sizes) &&
    sizes.length === rank &&
    sizes.every((size) => Number.isInteger(size) && size > 0)
  ) {
    return [...sizes];
  }
  throw new ValueError(
    `${where}: option "${option}" must be a positive whole number` +
      `${rank === 1 ? '' : ` or ${rank} of them`}; received ${JSON.stringify(value)}.`,
  );
}

/** Axes that are neither batch nor channels. */
export function spatialAxes(rank: number, format: DataFormat): number[] {
  return Array.from({ length: rank }, (_, i) => i + (format === 'channels_last' ? 1 : 2));
}

/** Axis of the channels. */
export function channelAxis(rank: number, format: DataFormat): number {
  return format === 'channels_last' ? rank + 1 : 1;
}

/**
 * Sizes of the spatial axes after a window slid over them:
 * `ceil(n / stride)` for 'same' and 'causal', `floor((n - window) / stride) + 1` for 'valid'.
 *
 * @throws ShapeError when the window is larger than the input
 */
export function slide(
  where: string,
  shape: Shape,
  format: DataFormat,
  window: number[],
  strides: number[],
  padding: Padding,
  dilations: number[] = window.map(() => 1),
): (number | null)[] {
  return spatialAxes(window.length, format).map((axis, i) => {
    const size = shape[axis] ?? null;
    if (size === null) return null;
    const reach = (window[i]! - 1) * dilations[i]! + 1;
    const result =
      padding === 'valid'
        ? Math.floor((size - reach) / strides[i]!) + 1
        : Math.ceil(size / strides[i]!);
    if (result > 0) return result;
    throw new ShapeError(
      `Layer ${where}: a window of ${reach} does not fit into axis ${axis} of an input of shape ${formatShape(shape)}. ` +
        "Use a smaller window, padding 'same' or a larger input.",
    );
  });
}

/** Batch, spatial sizes and channels in the layer's order. */
export function arrange(
  batch: number | null,
  spatial: (number | null)[],
  channels: number | null,
  format: DataFormat,
): Shape {
  return format === 'channels_last' ? [batch, ...spatial, channels] : [batch, channels, ...spatial];
}

/** Channels to the end: no wasm or cpu kernel takes them first. */
export function toChannelsLast(x: tf.Tensor, format: DataFormat): tf.Tensor {
  if (format === 'channels_last') return x;
  const axes = Array.from({ length: x.rank - 2 }, (_, i) => i + 2);
  return tf.transpose(x, [0, ...axes, 1]);
}

/** Channels back to where the layer has them. */
export function fromChannelsLast(x: tf.Tensor, format: DataFormat): tf.Tensor {
  if (format === 'channels_last') return x;
  const axes = Array.from({ length: x.rank - 2 }, (_, i) => i + 1);
  return tf.transpose(x, [0, x.rank - 1, ...axes]);
}
