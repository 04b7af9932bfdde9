import { Adadelta, type AdadeltaOptions } from './adadelta.js';
import { Adagrad, type AdagradOptions } from './adagrad.js';
import { Adam, type AdamOptions } from './adam.js';
import { AdamW } from './adamw.js';
import { RMSprop, type RMSpropOptions } from './rmsprop.js';
import { SGD, type SGDOptions } from './sgd.js';

/** A bare number is the learning rate, as in tfjs: `adam(0.01)`. */
function optionsOf<T extends { learningRate?: unknown }>(given: T | number | undefined): T {
  return (typeof given === 'number' ? { learningRate: given } : (given ?? {})) as T;
}

export const adadelta = (options?: AdadeltaOptions | number) => new Adadelta(optionsOf(options));
export const adagrad = (options?: AdagradOptions | number) => new Adagrad(optionsOf(options));
export const adam = (options?: AdamOptions | number) => new Adam(optionsOf(options));
export const adamw = (options?: AdamOptions | number) => new AdamW(optionsOf(options));
export const rmsprop = (options?: RMSpropOptions | number) => new RMSprop(optionsOf(options));
export const sgd = (options?: SGDOptions | number) => new SGD(optionsOf(options));
