import {
  classNameOf,
  Registry,
  toCamelCase,
  toSnakeCase,
  ValueError,
  type SerializableClass,
  type SerializedObject,
} from '@ibexjs/core';

import { Adadelta } from './adadelta.js';
import { Adagrad } from './adagrad.js';
import { Adam } from './adam.js';
import { AdamW } from './adamw.js';
import { Optimizer } from './optimizer.js';
import { RMSprop } from './rmsprop.js';
import { SGD } from './sgd.js';

const OPTIMIZERS: SerializableClass<Optimizer>[] = [Adadelta, Adagrad, Adam, AdamW, RMSprop, SGD];

function makeRegistry(): Registry<Optimizer> {
  const registry = new Registry<Optimizer>('optimizer');
  for (const constructor of OPTIMIZERS) registerIn(registry, constructor);
  return registry;
}

function registerIn(
  registry: Registry<Optimizer>,
  constructor: SerializableClass<Optimizer>,
): void {
  const name = classNameOf(constructor as { className?: string; name: string });
  const snake = toSnakeCase(name);
  // Keras takes any capitals: 'rmsprop', 'AdamW', 'adamw'
  registry.register(constructor, ...new Set([name.toLowerCase(), snake, toCamelCase(snake)]));
}

const optimizerRegistry = makeRegistry();

/** An optimizer by name, as a config, or itself. */
export type OptimizerIdentifier = string | Optimizer | SerializedObject;

/**
 * The optimizer that `identifier` names: `'adam'`, `'Adam'`, `'rmsprop'`, a config `{ class_name,
 * config }`, or an optimizer, which is returned as it is.
 *
 * @param options of an optimizer given by name: `getOptimizer('sgd', { momentum: 0.9 })`
 * @throws NotFoundError for an unknown name, with the nearest known one
 */
export function getOptimizer(identifier: OptimizerIdentifier, options: object = {}): Optimizer {
  if (identifier instanceof Optimizer) return identifier;
  if (typeof identifier === 'string') {
    return optimizerRegistry.deserialize({ class_name: identifier, config: { ...options } });
  }
  if (identifier === null || typeof identifier !== 'object') {
    throw new ValueError(
      `An optimizer is a name, an Optimizer or its config; received ${String(identifier)}.`,
    );
  }
  return optimizerRegistry.deserialize(identifier);
}

/** `{ class_name, config }`, which `getOptimizer` and Keras read. */
export function serializeOptimizer(optimizer: Optimizer): SerializedObject {
  return optimizerRegistry.serialize(optimizer);
}

/** Makes an optimizer class of your own loadable by name. */
export function registerOptimizer(constructor: SerializableClass<Optimizer>): void {
  registerIn(optimizerRegistry, constructor);
}
