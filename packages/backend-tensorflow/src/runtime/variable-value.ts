import type * as tf from '@tensorflow/tfjs-core';

import type { ElementType } from '../api/data-types.js';
import type { Value } from './executor.js';

/** Stands for the value that a variable has when the compiled function runs. */
export class VariableValue implements Value {
  readonly shape: readonly number[];
  readonly dtype: ElementType;

  constructor(readonly variable: tf.Variable) {
    this.shape = [...variable.shape];
    this.dtype = variable.dtype;
  }
}
