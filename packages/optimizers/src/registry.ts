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
export const optimizerRegistry = new Registry<Optimizer>('optimizer');

/** Makes an optimizer class of your own loadable by name. */
export function registerOptimizer(constructor: SerializableClass<Optimizer>): void {
  const name = classNameOf(constructor);
  // Keras takes any capitals: 'rmsprop', 'AdamW', 'adamw'
  const snakes = [name.toLowerCase(), objectName(name), toSnakeCase(name)];
  const names = snakes.flatMap((snake) => [snake, toCamelCase(snake)]);
  optimizerRegistry.register(constructor, ...new Set(names));
}
