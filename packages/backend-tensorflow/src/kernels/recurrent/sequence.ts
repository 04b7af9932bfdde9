import type { Value } from '../../runtime/executor.js';
import type { Ops } from '../../runtime/ops.js';

/** Inputs that all recurrent kernels have. */
export interface RecurrentInputs {
  projection: Value;
  recurrentKernel: Value;
  h0?: Value;
  /** [batch, time]: false where a step does not count. */
  mask?: Value;
  /** [gates, batch, units]: what of the state each gate's product sees. */
  dropout?: Value;
}

/** Gradients of the outputs: those that are asked for are there. */
export interface OutputGradients {
  gradSequence?: Value;
  gradLast?: Value;
  gradH?: Value;
}

/** Steps in the order of work. */
export function inOrder<T>(list: readonly T[], goBackwards: boolean): T[] {
  return goBackwards ? [...list].reverse() : [...list];
}

/** [batch, time, size] as one tensor for each step, in the order of work. */
export function steps(ops: Ops, x: Value, goBackwards = false): Value[] {
  return inOrder(ops.unpack(x, 1), goBackwards);
}

/** The mask as [batch, 1] for each step, in the order of work; null without one. */
export function maskSteps(ops: Ops, mask: Value | undefined, goBackwards: boolean): Value[] | null {
  if (!mask) return null;
  const [batch] = mask.shape;
  return steps(ops, mask, goBackwards).map((column) => ops.reshape(column, [batch!, 1]));
}

/** `now` where the step counts, else `before`. */
export function choose(ops: Ops, counts: Value | undefined, now: Value, before: Value): Value {
  return counts ? ops.run('SelectV2', [counts, now, before]) : now;
}

/** The recurrent product, and back: h times the kernel, gate by gate where each has a mask. */
export class Recurrence {
  private readonly kernels: Value[] | null;
  private readonly masks: Value[] | null;

  constructor(
    private readonly ops: Ops,
    private readonly kernel: Value,
    dropout: Value | undefined,
  ) {
    this.masks = dropout ? ops.unpack(dropout, 0) : null;
    this.kernels = this.masks && ops.split(kernel, this.masks.length, 1);
  }

  /** h [batch, units] → [batch, gates units] */
  forward(h: Value): Value {
    const { ops, kernels, masks } = this;
    if (!kernels) return ops.run('MatMul', [h, this.kernel]);
    const products = masks!.map((mask, gate) =>
      ops.run('MatMul', [ops.run('Mul', [h, mask]), kernels[gate]!]),
    );
    return ops.concat(products, 1);
  }

  /** Gradient of h from that of the product. */
  backward(grad: Value): Value {
    const { ops, kernels, masks } = this;
    if (!kernels) return ops.run('MatMul', [grad, this.kernel], { transpose_b: true });
    const parts = ops.split(grad, kernels.length, 1).map((part, gate) => {
      const product = ops.run('MatMul', [part, kernels[gate]!], { transpose_b: true });
      return ops.run('Mul', [product, masks![gate]!]);
    });
    return parts.reduce((sum, part) => ops.run('AddV2', [sum, part]));
  }
}

/** Gradients of the outputs, step by step from the last: `at` gives that of the state h. */
export class OutputGradient {
  private readonly sequence: Value[] | null;
  /** Of an output that repeats an earlier one. */
  private repeated: Value | null;

  constructor(
    private readonly ops: Ops,
    { gradSequence, gradLast }: OutputGradients,
  ) {
    this.sequence = gradSequence ? steps(ops, gradSequence) : null;
    this.repeated = gradLast ?? null;
  }

  /**
   * Adds the gradient of output `step` to `dh`.
   * @param counts where the output is the state of this step; elsewhere it repeats the one before
   */
  at(step: number, dh: Value | null, counts: Value | undefined): Value | null {
    const total = add(this.ops, this.sequence?.[step] ?? null, this.repeated);
    this.repeated = null;
    if (!total || !counts) return add(this.ops, dh, total);
    const zeros = this.ops.run('ZerosLike', [total]);
    this.repeated = choose(this.ops, counts, zeros, total);
    return add(this.ops, dh, choose(this.ops, counts, total, zeros));
  }
}

export function add(ops: Ops, a: Value | null, b: Value | null): Value | null {
  return a && b ? ops.run('AddV2', [a, b]) : (a ?? b);
}

/** States before each step, from the outputs and the state before the first. */
export function statesBefore(
  ops: Ops,
  h0: Value,
  sequence: readonly Value[],
  masks: Value[] | null,
): Value[] {
  const states = [h0];
  sequence.slice(0, -1).forEach((output, step) => {
    states.push(choose(ops, masks?.[step], output, states[step]!));
  });
  return states;
}

/** Zeros of a state where none was given. */
export function initial(
  ops: Ops,
  state: Value | undefined,
  projection: Value,
  kernel: Value,
): Value {
  return state ?? ops.fill([projection.shape[0]!, kernel.shape[0]!], 0);
}
