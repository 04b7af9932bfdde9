import { ValueError, type SerializableClass, type SerializedObject } from '@ibexjs/core';

import { Adadelta } from './adadelta.js';
import { Adafactor } from './adafactor.js';
import { Adagrad } from './adagrad.js';
import { Adam } from './adam.js';
import { Adamax } from './adamax.js';
import { AdamW } from './adamw.js';
import { Ftrl } from './ftrl.js';
import { Lamb } from './lamb.js';
import { Lion } from './lion.js';
import { LossScaleOptimizer } from './loss-scale-optimizer.js';
import { MultiOptimizer } from './multi-optimizer.js';
import { Muon } from './muon.js';
import { Nadam } from './nadam.js';
import { Optimizer } from './optimizer.js';
import { namesOf, optimizerRegistry } from './registry.js';
import { RMSprop } from './rmsprop.js';
import { ScheduleFreeAdamW } from './schedule-free-adamw.js';
import { SGD } from './sgd.js';

const OPTIMIZERS: SerializableClass<Optimizer>[] = [
  Adadelta,
  Adafactor,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  Ftrl,
  Lamb,
  Lion,
  LossScaleOptimizer,
  MultiOptimizer,
  Muon,
  Nadam,
  RMSprop,
  ScheduleFreeAdamW,
  SGD,
];
for (const constructor of OPTIMIZERS) {
  optimizerRegistry.register(constructor, ...namesOf(constructor));
}

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
