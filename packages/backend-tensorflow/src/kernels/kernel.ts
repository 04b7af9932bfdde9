import type { Value } from '../runtime/executor.js';
import type { Ops } from '../runtime/ops.js';

/** What a kernel is called with. */
export interface KernelCall<Inputs, Attrs> {
  /** Tensors by name; those that tfjs's type marks optional may be absent. */
  readonly inputs: { readonly [Name in keyof Inputs]: Value };
  readonly attrs: Attrs;
  readonly ops: Ops;
  /** The numbers of a tensor, where they decide a shape: such a kernel cannot be compiled. */
  readonly read: (value: Value) => ArrayLike<number>;
}

/** A kernel: its name in tfjs, and TensorFlow's operations that compute it. */
export interface Kernel {
  readonly name: string;
  readonly run: (call: KernelCall<Record<string, Value>, object>) => Value | Value[];
}

/** Defines a kernel; the type arguments are tfjs's `…Inputs` and `…Attrs` of that kernel. */
export function defineKernel<Inputs, Attrs = object>(
  name: string,
  run: (call: KernelCall<Inputs, Attrs>) => Value | Value[],
): Kernel {
  return { name, run: run as unknown as Kernel['run'] };
}
