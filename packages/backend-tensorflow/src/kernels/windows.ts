import type { backend_util } from '@tensorflow/tfjs-core';

import type { Value } from '../runtime/executor.js';
import type { Ops } from '../runtime/ops.js';

type Info2D = backend_util.Conv2DInfo;
type Info3D = backend_util.Conv3DInfo;

/** How a window moves over the spatial axes of a channels-last tensor. */
export interface Window {
  /** One number for each spatial axis, as for all lists here. */
  readonly sizes: number[];
  readonly strides: number[];
  readonly dilations: number[];
  /** Sizes of the result; 0 where the window does not fit. */
  readonly outputs: number[];
  /** What TensorFlow is told; `VALID` where `pads` say the rest. */
  readonly padding: 'SAME' | 'VALID';
  /** Rows before and after, where TensorFlow has no word for them; negative: rows left out. */
  readonly pads: [number, number][] | null;
}

/** A size for every axis, as TensorFlow's attributes want it. */
export const forAllAxes = (sizes: readonly number[]): number[] => [1, ...sizes, 1];

/** The window of tfjs's description of a convolution or pooling. */
export function windowOf(info: Info2D | Info3D): Window {
  const isDeep = 'inDepth' in info;
  const axes = (deep: number | undefined, height: number, width: number): number[] =>
    isDeep ? [deep!, height, width] : [height, width];
  const d = isDeep ? info : null;
  const strides = axes(d?.strideDepth, info.strideHeight, info.strideWidth);
  const common = {
    sizes: axes(d?.filterDepth, info.filterHeight, info.filterWidth),
    strides,
    dilations: axes(d?.dilationDepth, info.dilationHeight, info.dilationWidth),
    outputs: axes(d?.outDepth, info.outHeight, info.outWidth),
  };
  const { type, top, left } = info.padInfo;
  if (type === 'SAME' || type === 'VALID') return { ...common, padding: type, pads: null };
  const before = axes(d?.padInfo.front, top, left);
  const reach = axes(
    d?.effectiveFilterDepth,
    info.effectiveFilterHeight,
    info.effectiveFilterWidth,
  );
  const inSizes = axes(d?.inDepth, info.inHeight, info.inWidth);
  const pads = before.map((rows, i): [number, number] => {
    // what the outputs need: rounding up lets the last window stand over the edge, and tfjs takes
    // fewer outputs than fit where a filter is not square
    const needed = (common.outputs[i]! - 1) * strides[i]! + reach[i]! - inSizes[i]! - rows;
    return [rows, needed];
  });
  return { ...common, padding: 'VALID', pads };
}

/** x with the window's explicit padding. */
export function pad(ops: Ops, x: Value, { pads }: Window, value = 0): Value {
  if (!pads) return x;
  const rows = [[0, 0], ...pads, [0, 0]] as [number, number][];
  const used = x.shape.map((size, axis) => size + Math.min(rows[axis]![1], 0));
  const inside = rows.some(([, after]) => after < 0)
    ? ops.slice(
        x,
        used.map(() => 0),
        used,
      )
    : x;
  const around = rows.map(([before, after]) => [before, Math.max(after, 0)]);
  const paddings = ops.reshape(ops.ints(around.flat()), [rows.length, 2]);
  return ops.run('PadV2', [inside, paddings, ops.scalar(value, x.dtype)]);
}

/** Shape of x with the window's explicit padding. */
export function paddedShape(shape: readonly number[], { pads }: Window): number[] {
  if (!pads) return [...shape];
  return shape.map(
    (size, axis) => size + (pads[axis - 1] ?? [0, 0])[0] + (pads[axis - 1]?.[1] ?? 0),
  );
}

/** The part of a padded tensor that is not padding; zero where rows were left out. */
export function unpad(ops: Ops, x: Value, shape: readonly number[], { pads }: Window): Value {
  if (!pads) return x;
  const begin = [0, ...pads.map(([before]) => before), 0];
  const sizes = shape.map((size, axis) => Math.min(size, x.shape[axis]! - begin[axis]!));
  const inside = ops.slice(x, begin, sizes);
  const missing = shape.flatMap((size, axis) => [0, size - sizes[axis]!]);
  if (missing.every((rows) => rows === 0)) return inside;
  return ops.run('Pad', [inside, ops.reshape(ops.ints(missing), [shape.length, 2])]);
}

/** x with `factors[i] - 1` zeros between the elements along each axis. */
export function spread(ops: Ops, x: Value, factors: readonly number[]): Value {
  if (factors.every((factor) => factor === 1)) return x;
  const { shape } = x;
  const apart = ops.reshape(
    x,
    shape.flatMap((size) => [size, 1]),
  );
  const rows = shape.flatMap((_, axis) => [0, 0, 0, factors[axis]! - 1]);
  const paddings = ops.reshape(ops.ints(rows), [2 * shape.length, 2]);
  const wide = ops.reshape(
    ops.run('Pad', [apart, paddings]),
    shape.map((size, axis) => size * factors[axis]!),
  );
  const sizes = shape.map((size, axis) => (size - 1) * factors[axis]! + 1);
  return ops.slice(
    wide,
    sizes.map(() => 0),
    sizes,
  );
}

/** Every `factors[i]`th element along each axis. */
export function thin(ops: Ops, x: Value, factors: readonly number[]): Value {
  if (factors.every((factor) => factor === 1)) return x;
  const begin = ops.ints(factors.map(() => 0));
  return ops.run('StridedSlice', [x, begin, ops.ints(x.shape), ops.ints(factors)]);
}

/** Runs `body` on channels-last tensors. */
export function channelsLast(
  ops: Ops,
  dataFormat: string,
  tensors: readonly Value[],
  body: (...tensors: Value[]) => Value,
): Value {
  if (dataFormat !== 'NCHW') return body(...tensors);
  const turned = tensors.map((x) => ops.transpose(x, [0, 2, 3, 1]));
  return ops.transpose(body(...turned), [0, 3, 1, 2]);
}
