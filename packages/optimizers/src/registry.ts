import {
  classNameOf,
  objectName,
  Registry,
  toCamelCase,
  toSnakeCase,
  type SerializableClass,
} from '@ibexjs/core';

import type { Optimizer } from './optimizer.js';

/** Optimizer classes by name. The built-in ones come in with `get-optimizer.ts`. */
export const optimizerRegistry = new Registry<Optimizer>('optimizer', 'keras.optimizers');

/** The names that a class is known by, besides its own. */
export function namesOf(constructor: SerializableClass<Optimizer>): Set<string> {
  const name = classNameOf(constructor);
  // Keras takes any capitals: 'rmsprop', 'AdamW', 'adamw'
  const snakes = [name.toLowerCase(), objectName(name), toSnakeCase(name)];
  const names = snakes.flatMap((snake) => [snake, toCamelCase(snake)]);
  return new Set(names);
}

/** Makes an optimizer class of your own loadable by name. */
export function registerOptimizer(constructor: SerializableClass<Optimizer>): void {
  optimizerRegistry.registerCustom(constructor, ...namesOf(constructor));
}
