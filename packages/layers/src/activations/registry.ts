import { nearest, NotFoundError, toCamelCase, toSnakeCase, ValueError } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { celu, elu, selu } from './elu.js';
import { gelu } from './gelu.js';
import { glu } from './glu.js';
import { exponential, linear } from './linear.js';
import { leakyRelu, relu, relu6 } from './relu.js';
import { hardShrink, softShrink } from './shrink.js';
import { hardSigmoid, hardSigmoidKeras2, logSigmoid, sigmoid, sparseSigmoid } from './sigmoid.js';
import { hardSilu, mish, silu } from './silu.js';
import { logSoftmax, softmax, sparsemax } from './softmax.js';
import { softplus, softsign, sparsePlus, squareplus } from './softplus.js';
import { hardTanh, tanh, tanhShrink } from './tanh.js';

/** A function of one tensor, of the same shape (`glu` alone halves an axis). */
export type ActivationFunction = (x: tf.Tensor) => tf.Tensor;

/** How an option may name an activation. */
export type ActivationIdentifier = ActivationFunction | string | null | undefined;

const builtIn: Record<string, ActivationFunction> = {
  celu,
  elu,
  exponential,
  gelu,
  glu,
  hardShrink,
  hardSigmoid,
  hardSigmoidKeras2,
  hardSilu,
  hardTanh,
  leakyRelu,
  linear,
  logSigmoid,
  logSoftmax,
  mish,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softplus,
  softShrink,
  softsign,
  sparsemax,
  sparsePlus,
  sparseSigmoid,
  squareplus,
  tanh,
  tanhShrink,
};

const byName = new Map<string, ActivationFunction>();
/** Names are kept beside the functions, because bundlers rename functions. */
const names = new Map<ActivationFunction, string>();

/**
 * Makes an activation of one's own usable by name, and storable.
 *
 * @throws ValueError when the name belongs to another function
 */
export function registerActivation(name: string, activation: ActivationFunction): void {
  const present = byName.get(toCamelCase(name));
  if (present !== undefined && present !== activation) {
    throw new ValueError(`An activation called "${name}" is registered already.`);
  }
  byName.set(toCamelCase(name), activation);
  if (!names.has(activation)) names.set(activation, name);
}

for (const [name, activation] of Object.entries(builtIn)) {
  registerActivation(name, activation);
  names.set(activation, toSnakeCase(name));
}
byName.set('swish', silu);
byName.set('hardSwish', hardSilu);

/**
 * The function that an option names: itself, or its name (`'hardSigmoid'`, `'hard_sigmoid'`).
 * None is `linear`.
 *
 * @throws NotFoundError for an unknown name, with the nearest known one
 */
export function getActivation(identifier: ActivationIdentifier): ActivationFunction {
  if (identifier === null || identifier === undefined) return linear;
  if (typeof identifier === 'function') return identifier;
  if (typeof identifier !== 'string') {
    throw new ValueError(
      `An activation must be a function or a name; received ${JSON.stringify(identifier)}.`,
    );
  }
  const found = byName.get(toCamelCase(identifier));
  if (found !== undefined) return found;
  const near = nearest(toCamelCase(identifier), byName.keys());
  throw new NotFoundError(
    `Unknown activation "${identifier}".` +
      (near ? ` Did you mean "${near}"?` : '') +
      ' An activation of your own must be registered with `registerActivation` or given as a function.',
  );
}

/**
 * The name of an activation in Keras' configs (`hard_sigmoid`).
 *
 * @throws ValueError for a function without a name, which no file can hold
 */
export function serializeActivation(activation: ActivationFunction): string {
  const name = names.get(activation);
  if (name !== undefined) return name;
  throw new ValueError(
    'An activation that is a plain function cannot be stored. Give it a name with `registerActivation(name, f)`.',
  );
}
