import * as tf from '@tensorflow/tfjs-core';

import { registerOperation } from '../engine/serialization.js';
import { SymbolicTensor } from '../engine/symbolic-tensor.js';
import { Operation } from './operation.js';

class AddOperation extends Operation {
  static override readonly className = 'Add';
  static override readonly optionKeys = Operation.optionKeys;

  protected override compute(x1: tf.Tensor | number, x2: tf.Tensor | number): tf.Tensor {
    return tf.add(x1, x2);
  }
}

class SubtractOperation extends Operation {
  static override readonly className = 'Subtract';
  static override readonly optionKeys = Operation.optionKeys;

  protected override compute(x1: tf.Tensor | number, x2: tf.Tensor | number): tf.Tensor {
    return tf.sub(x1, x2);
  }
}

class MultiplyOperation extends Operation {
  static override readonly className = 'Multiply';
  static override readonly optionKeys = Operation.optionKeys;

  protected override compute(x1: tf.Tensor | number, x2: tf.Tensor | number): tf.Tensor {
    return tf.mul(x1, x2);
  }
}

class DivideOperation extends Operation {
  static override readonly className = 'Divide';
  static override readonly optionKeys = Operation.optionKeys;

  protected override compute(x1: tf.Tensor | number, x2: tf.Tensor | number): tf.Tensor {
    return tf.div(x1, x2);
  }
}

registerOperation(AddOperation);
registerOperation(SubtractOperation);
registerOperation(MultiplyOperation);
// Keras' `x / y`
registerOperation(DivideOperation, 'TrueDivide');

/** What arithmetic in a graph takes: a symbolic tensor, or a number on one of the two sides. */
export type GraphOperand = SymbolicTensor | number;

function draw(operation: Operation, x1: GraphOperand, x2: GraphOperand): SymbolicTensor {
  const inputs = [x1, x2].filter((x) => x instanceof SymbolicTensor);
  return operation.apply(inputs, {
    ...(typeof x1 === 'number' && { x1 }),
    ...(typeof x2 === 'number' && { x2 }),
  });
}

/**
 * `x1 + x2` in the graph of a functional model; shapes broadcast.
 * @example const shifted = ops.add(x, 3)
 */
export function add(x1: GraphOperand, x2: GraphOperand): SymbolicTensor {
  return draw(new AddOperation(), x1, x2);
}

/** `x1 - x2` in the graph of a functional model; shapes broadcast. */
export function subtract(x1: GraphOperand, x2: GraphOperand): SymbolicTensor {
  return draw(new SubtractOperation(), x1, x2);
}

/** `x1 * x2` in the graph of a functional model; shapes broadcast. */
export function multiply(x1: GraphOperand, x2: GraphOperand): SymbolicTensor {
  return draw(new MultiplyOperation(), x1, x2);
}

/** `x1 / x2` in the graph of a functional model; shapes broadcast. */
export function divide(x1: GraphOperand, x2: GraphOperand): SymbolicTensor {
  return draw(new DivideOperation(), x1, x2);
}
