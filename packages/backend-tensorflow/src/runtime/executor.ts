import type { ElementType } from '../api/data-types.js';

/** A tensor inside TensorFlow: one that exists, or one that a graph will compute. */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

/**
 * An attribute of an operation. TensorFlow infers the types and counts that inputs tell; what it
 * cannot infer is given here. A bare number or list of numbers is whole.
 */
export type Attribute =
  | boolean
  | string
  | number
  | readonly number[]
  | { readonly float: number }
  | { readonly type: ElementType }
  /** Anything else, as TensorFlow's AttrValue: see api/proto.ts. */
  | { readonly proto: Uint8Array };

export type Attributes = Readonly<Record<string, Attribute>>;

/** An input: a tensor, or the tensors of an operation that takes a list there. */
export type Input = Value | readonly Value[];

/** What a constant is made of; strings as UTF-8. */
export type Numbers =
  Float32Array | Int32Array | Uint8Array | BigInt64Array | readonly Uint8Array[];

/** Runs TensorFlow's operations at once, or notes them in a graph. */
export interface Executor {
  /** Whether values outlive the kernel that made them: nodes of a graph do. */
  readonly keepsValues: boolean;
  /**
   * @param name of the operation: `MatMul`
   * @returns its `outputs` results
   * @throws TensorFlowError with TensorFlow's message
   */
  run(name: string, inputs: readonly Input[], attrs: Attributes, outputs: number): Value[];
  constant(values: Numbers, shape: readonly number[], dtype: ElementType): Value;
  /** Frees a value that `run` or `constant` gave. */
  release(value: Value): void;
}
