import * as tf from '@tensorflow/tfjs-core';

import type { Engine } from '../engine.js';
import { gemm, type Matrix } from '../gemm.js';
import { defineKernel } from '../kernel.js';

/** A tensor and the letter of each of its axes. */
interface Labelled {
  tensor: tf.TensorInfo;
  labels: string;
}

/**
 * Einstein summation of one or two tensors as a batched matrix product: axes in both and in the
 * result are batch axes, those in both only are summed over.
 */
export const einsum = defineKernel<tf.TensorInfo[], tf.EinsumAttrs>(
  'Einsum',
  ({ inputs, attrs: { equation }, engine, onCpu }) => {
    const tensors = Object.values<tf.TensorInfo>(inputs);
    const [left, output] = equation.replace(/\s/g, '').split('->');
    const letters = left?.split(',') ?? [];
    const plain =
      output !== undefined &&
      letters.length === tensors.length &&
      letters.every((labels, i) => isPlain(labels, tensors[i]!)) &&
      tensors.every((t) => t.dtype === 'float32' && !t.shape.includes(0));
    if (!plain || tensors.length > 2) return onCpu();

    const operands = tensors.map((tensor, i) => {
      const others = output + (letters[1 - i] ?? '');
      return sumOver(engine, { tensor: engine.share(tensor), labels: letters[i]! }, others);
    });
    const [a, b] = operands as [Labelled, Labelled | undefined];
    return arrange(engine, b ? product(engine, a, b, output) : a, output);
  },
);

/** One letter for each axis, none twice. */
function isPlain(labels: string, tensor: tf.TensorInfo): boolean {
  return labels.length === tensor.shape.length && new Set(labels).size === labels.length;
}

/** Sums over the axes whose letters are not among `kept`. Consumes its argument. */
function sumOver(engine: Engine, { tensor, labels }: Labelled, kept: string): Labelled {
  const axis = [...labels].flatMap((letter, i) => (kept.includes(letter) ? [] : [i]));
  if (axis.length === 0) return { tensor, labels };
  const summed = engine.call('Sum', { x: tensor }, { axis, keepDims: false });
  engine.release(tensor);
  return { tensor: summed, labels: [...labels].filter((letter) => kept.includes(letter)).join('') };
}

/** The axes in the order of `labels`. Consumes its argument. */
function arrange(engine: Engine, operand: Labelled, labels: string): tf.TensorInfo {
  if (operand.labels === labels) return operand.tensor;
  const perm = [...labels].map((letter) => operand.labels.indexOf(letter));
  const result = engine.call('Transpose', { x: operand.tensor }, { perm });
  engine.release(operand.tensor);
  return result;
}

function product(engine: Engine, a: Labelled, b: Labelled, output: string): Labelled {
  const pick = (labels: string, inOther: boolean, inOutput: boolean, other: string) =>
    [...labels]
      .filter((x) => other.includes(x) === inOther && output.includes(x) === inOutput)
      .join('');
  const batch = pick(a.labels, true, true, b.labels);
  const summed = pick(a.labels, true, false, b.labels);
  const rows = pick(a.labels, false, true, b.labels);
  const columns = pick(b.labels, false, true, a.labels);

  const sizes = new Map([
    ...[...a.labels].map((letter, i) => [letter, a.tensor.shape[i]!] as const),
    ...[...b.labels].map((letter, i) => [letter, b.tensor.shape[i]!] as const),
  ]);
  const shape = (labels: string) => [...labels].map((letter) => sizes.get(letter)!);
  const size = (labels: string) => tf.util.sizeFromShape(shape(labels));
  const [m, n, k] = [size(rows), size(columns), size(summed)];

  const left = arrange(engine, a, batch + rows + summed);
  const right = arrange(engine, b, batch + summed + columns);
  const result = engine.output(shape(batch + rows + columns));
  const matrix = (t: tf.TensorInfo, row: number, entries: number): Matrix => ({
    ...{ address: engine.address(t), row, column: 1, batch: entries },
  });
  gemm(engine, matrix(left, k, m * k), matrix(right, n, k * n), engine.address(result), [
    ...([size(batch), m, n, k] as const),
  ]);
  engine.release(left);
  engine.release(right);
  return { tensor: result, labels: batch + rows + columns };
}
