import { Functional, type FunctionalOptions } from './functional.js';
import { Sequential, type SequentialOptions } from './sequential.js';

/**
 * A model drawn as a graph: `model({inputs, outputs, name})`.
 *
 * @example
 * const x = input({ shape: [784] });
 * const y = dense({ units: 10, activation: 'softmax' }).apply(x);
 * const classifier = model({ inputs: x, outputs: y });
 */
export function model(options: FunctionalOptions): Functional {
  return new Functional(options);
}

/**
 * A stack of layers: `sequential({layers: [dense({units: 10, inputShape: [784]})]})`, or empty, to
 * `add` to.
 */
export function sequential(options?: SequentialOptions): Sequential {
  return new Sequential(options);
}
