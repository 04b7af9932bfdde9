import type { DataType } from '@tensorflow/tfjs-core';
import { ShapeError, ValueError } from '@ibexjs/core';

import { formatShape, type Shape } from './types.js';

export interface InputSpecOptions {
  dtype?: DataType;
  /** Exact shape; null matches anything. */
  shape?: Shape;
  /** Exact number of dimensions, the batch included. */
  ndim?: number;
  maxNDim?: number;
  minNDim?: number;
  /** Size of single axes: `{[-1]: 64}`. */
  axes?: Record<number, number>;
  /** Treat a last dimension of 1 as absent on both sides. */
  allowLastAxisSqueeze?: boolean;
  /** The input may be left out. */
  optional?: boolean;
  name?: string;
}

/**
 * What a layer expects of one input. Checked at every call, so that a wrong shape is reported by
 * the layer that cannot use it and not by an op inside it.
 */
export class InputSpec {
  readonly dtype: DataType | undefined;
  readonly shape: Shape | undefined;
  readonly ndim: number | undefined;
  readonly maxNDim: number | undefined;
  readonly minNDim: number | undefined;
  readonly axes: readonly (readonly [axis: number, size: number])[];
  readonly allowLastAxisSqueeze: boolean;
  readonly optional: boolean;
  readonly name: string | undefined;

  constructor(options: InputSpecOptions) {
    this.dtype = options.dtype;
    this.shape = options.shape;
    this.ndim = options.shape?.length ?? options.ndim;
    this.maxNDim = options.maxNDim;
    this.minNDim = options.minNDim;
    this.axes = Object.entries(options.axes ?? {}).map(([axis, size]) => [Number(axis), size]);
    this.allowLastAxisSqueeze = options.allowLastAxisSqueeze ?? false;
    this.optional = options.optional ?? false;
    this.name = options.name;
  }
}

/** Shape and type of an input: of a tensor or of a symbolic one. */
interface Described {
  readonly shape: readonly (number | null)[];
  readonly dtype: DataType;
}

/** @throws ShapeError or ValueError, naming the layer, unless every input fits its spec */
export function checkInputs(
  layer: string,
  specs: readonly (InputSpec | null)[],
  inputs: readonly Described[],
): void {
  if (inputs.length !== specs.length) {
    throw new ValueError(
      `Layer ${layer} expects ${specs.length} input${specs.length === 1 ? '' : 's'}; received ${inputs.length}.`,
    );
  }
  for (let i = 0; i < specs.length; i++) {
    const spec = specs[i];
    if (spec)
      checkInput(layer, spec, inputs[i]!, specs.length === 1 ? 'input' : `input ${spec.name ?? i}`);
  }
}

function checkInput(layer: string, spec: InputSpec, input: Described, which: string): void {
  const { shape } = input;
  const fail = (expected: string): never => {
    throw new ShapeError(
      `Layer ${layer} expects its ${which} to have ${expected}; received shape ${formatShape([...shape])}.`,
    );
  };
  if (spec.ndim !== undefined && !spec.allowLastAxisSqueeze && shape.length !== spec.ndim) {
    fail(
      `${spec.ndim} dimensions${spec.shape ? `, as in ${formatShape(spec.shape)}` : ', the batch included'}`,
    );
  }
  if (spec.maxNDim !== undefined && shape.length > spec.maxNDim)
    fail(`at most ${spec.maxNDim} dimensions`);
  if (spec.minNDim !== undefined && shape.length < spec.minNDim)
    fail(`at least ${spec.minNDim} dimensions`);
  if (spec.dtype !== undefined && input.dtype !== spec.dtype) {
    throw new ValueError(
      `Layer ${layer} expects its ${which} to be of type ${spec.dtype}; received ${input.dtype}.`,
    );
  }
  for (const [axis, size] of spec.axes) {
    const actual = shape[axis < 0 ? shape.length + axis : axis];
    if (actual !== null && actual !== size) fail(`size ${size} along axis ${axis}`);
  }
  if (spec.shape && !shapesFit(spec.shape, shape, spec.allowLastAxisSqueeze))
    fail(`shape ${formatShape(spec.shape)}`);
}

function shapesFit(expected: Shape, actual: readonly (number | null)[], squeeze: boolean): boolean {
  const end = (shape: readonly (number | null)[]) =>
    squeeze && shape.length > 1 && shape[shape.length - 1] === 1 ? shape.length - 1 : shape.length;
  if (end(expected) !== end(actual)) return false;
  for (let i = 0; i < end(expected); i++) {
    const [wanted, found] = [expected[i], actual[i]];
    if (wanted !== null && found !== null && wanted !== found) return false;
  }
  return true;
}
