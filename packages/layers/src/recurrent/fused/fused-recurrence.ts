import { hasKernel, runKernelMany } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/** What the caller of a fused recurrence wants back. */
export interface FusedOptions {
  goBackwards: boolean;
  /** All outputs [batch, time, units], in order of work; else the last one [batch, units]. */
  returnSequences: boolean;
  /** Last states too. */
  returnState: boolean;
}

export interface FusedResult {
  output: tf.Tensor;
  /** Empty unless `returnState`. */
  states: tf.Tensor[];
}

/** One kind of recurrence: a forward kernel, a backward kernel, and how to read their results. */
export interface FusedRecurrence {
  /** Kernel names. Forward gives sequence, the states, then what only the backward kernel reads. */
  forward: string;
  backward: string;
  /** Names, in the backward kernel, of the forward kernel's outputs; states that it ignores: null. */
  outputs: readonly (string | null)[];
  /** Names, in the backward kernel, of the gradients of the states. */
  stateGradients: readonly string[];
  /** Gradients by input name, from the backward kernel's results and what it was given. */
  gradients(results: tf.Tensor[], given: tf.NamedTensorMap): tf.NamedTensorMap;
}

/** True when the backend in use has the recurrence's kernels. */
export function canFuse({ forward, backward }: FusedRecurrence): boolean {
  return hasKernel(forward) && hasKernel(backward);
}

/** Drops the entries that are undefined. */
function present(tensors: Record<string, tf.Tensor | undefined>): tf.NamedTensorMap {
  return Object.fromEntries(
    Object.entries(tensors).filter(([, t]) => t !== undefined),
  ) as tf.NamedTensorMap;
}

/**
 * Runs a recurrence as one kernel, with its gradient as another.
 *
 * @param inputs what gradients go to: `projection`, `recurrentKernel`, `h0` …
 * @param constants what they do not go to: `mask`, `dropout`
 */
export function runFused(
  recurrence: FusedRecurrence,
  inputs: Record<string, tf.Tensor | undefined>,
  constants: Record<string, tf.Tensor | undefined>,
  attrs: object,
  { returnSequences, returnState }: FusedOptions,
): FusedResult {
  const differentiable = present(inputs);
  const others = present(constants);
  const names = Object.keys(differentiable);
  const [batch, time] = differentiable['projection']!.shape as [number, number];
  const units = differentiable['recurrentKernel']!.shape[0];
  const stateCount = recurrence.stateGradients.length;

  const op = tf.customGrad((...args) => {
    const save = args[args.length - 1] as tf.GradSaveFunc;
    const tensors = Object.fromEntries(names.map((name, i) => [name, args[i] as tf.Tensor]));
    const results = runKernelMany(recurrence.forward, { ...tensors, ...others }, attrs);
    const [sequence, ...rest] = results as [tf.Tensor, ...tf.Tensor[]];
    const kept: tf.NamedTensorMap = { ...tensors, ...others };
    recurrence.outputs.forEach((name, i) => {
      if (name) kept[name] = results[i]!;
    });
    const keptNames = Object.keys(kept);
    save(Object.values(kept));

    const output = returnSequences ? sequence : last(sequence, rest[0]!, others);
    const states = rest.slice(0, stateCount);
    return {
      value: returnState ? pack(output, states) : output,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const given = Object.fromEntries(keptNames.map((name, i) => [name, saved[i]!]));
        const [gradOutput, ...gradStates] = returnState
          ? unpack(dy, returnSequences ? [batch, time, units] : [batch, units], stateCount)
          : [dy];
        const asked: tf.NamedTensorMap = {
          [returnSequences ? 'gradSequence' : 'gradLast']: gradOutput!,
        };
        gradStates.forEach((grad, i) => (asked[recurrence.stateGradients[i]!] = grad));
        const found = runKernelMany(recurrence.backward, { ...given, ...asked }, attrs);
        const gradients = recurrence.gradients(found, given);
        return names.map((name) => gradients[name]!);
      },
    };
  });

  const value = op(...Object.values(differentiable));
  if (!returnState) return { output: value, states: [] };
  const shape = returnSequences ? [batch, time, units] : [batch, units];
  const [output, ...states] = unpack(value, shape, stateCount);
  return { output: output!, states };
}

/** The last output. It is the last state, but where a mask hides every step of a sequence. */
function last(sequence: tf.Tensor, h: tf.Tensor, constants: tf.NamedTensorMap): tf.Tensor {
  if (!constants['mask']) return h;
  const [batch, time, units] = sequence.shape as [number, number, number];
  return tf.reshape(tf.slice(sequence, [0, time - 1, 0], [batch, 1, units]), [batch, units]);
}

// tfjs differentiates custom operations of one result only: with states, that one holds all.

function pack(output: tf.Tensor, states: tf.Tensor[]): tf.Tensor {
  return tf.concat([tf.reshape(output, [output.shape[0], -1]), ...states] as tf.Tensor2D[], 1);
}

function unpack(packed: tf.Tensor, shape: number[], stateCount: number): tf.Tensor[] {
  const units = shape.at(-1)!;
  const width = tf.util.sizeFromShape(shape.slice(1));
  const sizes = [width, ...Array<number>(stateCount).fill(units)];
  const [output, ...states] = tf.split(packed, sizes, 1) as [tf.Tensor, ...tf.Tensor[]];
  return [tf.reshape(output, shape), ...states];
}

/**
 * Gradient of the recurrent kernel: states before each step times the gradients after the product.
 *
 * @param previous [batch, time, units]
 * @param gradient [batch, time, gates * units]
 * @param dropout masks [gates, batch, units], each for its gate's product
 */
export function recurrentKernelGradient(
  previous: tf.Tensor,
  gradient: tf.Tensor,
  dropout: tf.Tensor | undefined,
): tf.Tensor {
  const [batch, time, units] = previous.shape as [number, number, number];
  const product = (state: tf.Tensor, grad: tf.Tensor) =>
    tf.matMul(
      tf.reshape(state, [batch * time, units]),
      tf.reshape(grad, [batch * time, -1]),
      true,
      false,
    );
  if (!dropout) return product(previous, gradient);
  const gates = dropout.shape[0];
  const masks = tf.unstack(dropout);
  const perGate = tf.split(gradient, gates, 2);
  return tf.concat(
    perGate.map((grad, gate) => product(tf.mul(previous, tf.expandDims(masks[gate]!, 1)), grad)),
    1,
  );
}
