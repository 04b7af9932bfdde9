import type * as tf from '@tensorflow/tfjs-core';

import type { Engine } from './engine.js';

/** What a kernel is called with. */
export interface KernelCall<Inputs, Attrs> {
  /** Tensors by name; those that tfjs's type marks optional may be absent. */
  readonly inputs: { [Name in keyof Inputs]: NonNullable<Inputs[Name]> };
  readonly attrs: Attrs;
  readonly engine: Engine;
  /** tfjs's own kernel of that name, for the cases that it does well. */
  readonly original: () => tf.TensorInfo;
  /** The cpu backend's kernel of that name, for what is rare; copies the tensors there and back. */
  readonly onCpu: () => tf.TensorInfo;
}

/** A kernel of ours: its name in tfjs and what it does. */
export interface WasmKernel {
  readonly name: string;
  readonly run: (
    call: KernelCall<Record<string, tf.TensorInfo>, tf.NamedAttrMap>,
  ) => tf.TensorInfo | tf.TensorInfo[];
}

/** Defines a kernel; the type arguments are tfjs's `…Inputs` and `…Attrs` of that kernel. */
export function defineKernel<Inputs, Attrs = object>(
  name: string,
  run: (call: KernelCall<Inputs, Attrs>) => tf.TensorInfo | tf.TensorInfo[],
): WasmKernel {
  return { name, run: run as unknown as WasmKernel['run'] };
}
