import { ShapeError, ValueError } from '@ibexjs/core';

import { formatShape, type Shape } from '../engine/types.js';

/** Labels of the axes of an input, a kernel and their product. */
export interface Labels {
  input: string;
  kernel: string;
  output: string;
  /** How many labels stand for an ellipsis at the front, and at the end. */
  front: number;
  end: number;
}

const FORMS = [
  /^(\w+),(\w+)->(\w+)$/,
  /^\.{3}(\w+),(\w+)->\.{3}(\w+)$/,
  /^(\w+)\.{3},(\w+)->(\w+)\.{3}$/,
];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The three groups of labels of an equation, without its ellipsis. @throws ValueError */
export function parseEquation(equation: string): { groups: string[]; ellipsis: number } {
  const ellipsis = FORMS.findIndex((form) => form.test(equation));
  if (ellipsis < 0) {
    throw new ValueError(
      `EinsumDense: an equation has the form "ab,bc->ac", "...a,ab->...b" or "ab...,bc->ac..."; received "${equation}".`,
    );
  }
  return { groups: FORMS[ellipsis]!.exec(equation)!.slice(1), ellipsis };
}

/**
 * The labels of an equation for an input of `rank` dimensions: an ellipsis becomes letters that the
 * equation does not use.
 *
 * @throws ShapeError when the equation wants another number of dimensions
 */
export function labelAxes(layer: string, equation: string, rank: number): Labels {
  const { groups, ellipsis } = parseEquation(equation);
  const [input, kernel, output] = groups as [string, string, string];
  const left = rank - input.length;
  if (ellipsis === 0 ? left !== 0 : left < 0) {
    throw new ShapeError(
      `Layer ${layer}: the equation "${equation}" does not fit an input of ${rank} dimensions.`,
    );
  }
  const free = [...LETTERS].filter((letter) => !equation.includes(letter));
  const more = free.slice(0, left).join('');
  const [front, end] = ellipsis === 1 ? [more, ''] : ['', more];
  return {
    input: front + input + end,
    kernel,
    output: front + output + end,
    front: front.length,
    end: end.length,
  };
}

/**
 * Shape of the product: the batch, the dimensions that an ellipsis stands for, and the given ones.
 *
 * @throws ShapeError when it has another number of dimensions than the equation, or another size on
 *   an axis that the input has, too
 */
export function productShape(layer: string, labels: Labels, input: Shape, given: Shape): Shape {
  const front = input.slice(0, Math.max(labels.front, 1));
  const shape = [...front, ...given, ...input.slice(input.length - labels.end)];
  if (shape.length !== labels.output.length) {
    throw new ShapeError(
      `Layer ${layer}: outputShape gives an output of shape ${formatShape(shape)}; the equation says ${labels.output.length} dimensions.`,
    );
  }
  return shape.map((size, axis) => {
    const same = labels.input.indexOf(labels.output[axis]!);
    const known = same < 0 ? null : (input[same] ?? null);
    if (size !== null && known !== null && size !== known) {
      throw new ShapeError(
        `Layer ${layer}: outputShape has ${size} where the input, of shape ${formatShape(input)}, has ${known}.`,
      );
    }
    return size ?? known;
  });
}
