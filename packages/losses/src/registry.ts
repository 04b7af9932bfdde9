import {
  classNameOf,
  Registry,
  toCamelCase,
  toSnakeCase,
  ValueError,
  type SerializableClass,
  type SerializedObject,
} from '@ibexjs/core';

import { BinaryCrossentropy } from './binary-crossentropy.js';
import { BinaryFocalCrossentropy } from './binary-focal-crossentropy.js';
import { CategoricalCrossentropy } from './categorical-crossentropy.js';
import { CategoricalFocalCrossentropy } from './categorical-focal-crossentropy.js';
import { CategoricalGeneralizedCrossEntropy } from './categorical-generalized-cross-entropy.js';
import { CategoricalHinge } from './categorical-hinge.js';
import { Circle } from './circle.js';
import { CosineSimilarity } from './cosine-similarity.js';
import { CTC } from './ctc.js';
import { Dice } from './dice.js';
import { Hinge } from './hinge.js';
import { Huber } from './huber.js';
import { KLDivergence } from './kl-divergence.js';
import { LogCosh } from './log-cosh.js';
import { LossFunctionWrapper, type LossFunction } from './loss-function.js';
import { Loss } from './loss.js';
import { MeanAbsoluteError } from './mean-absolute-error.js';
import { MeanAbsolutePercentageError } from './mean-absolute-percentage-error.js';
import { MeanSquaredError } from './mean-squared-error.js';
import { MeanSquaredLogarithmicError } from './mean-squared-logarithmic-error.js';
import { Poisson } from './poisson.js';
import { SparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.js';
import { SquaredHinge } from './squared-hinge.js';
import { Tversky } from './tversky.js';

/** Every loss, and the short names that Keras knows it by. */
const LOSSES: [SerializableClass<Loss>, ...string[]][] = [
  [BinaryCrossentropy, 'bce', 'BCE'],
  [BinaryFocalCrossentropy],
  [CategoricalCrossentropy],
  [CategoricalFocalCrossentropy],
  [CategoricalGeneralizedCrossEntropy],
  [CategoricalHinge],
  [Circle],
  [CosineSimilarity, 'cosineProximity', 'cosine_proximity'],
  [CTC],
  [Dice],
  [Hinge],
  [Huber, 'huberLoss', 'huber_loss'],
  [KLDivergence, 'kld', 'KLD', 'kullbackLeiblerDivergence', 'kullback_leibler_divergence'],
  [LogCosh, 'logcosh'],
  [MeanAbsoluteError, 'mae', 'MAE'],
  [MeanAbsolutePercentageError, 'mape', 'MAPE'],
  [MeanSquaredError, 'mse', 'MSE'],
  [MeanSquaredLogarithmicError, 'msle', 'MSLE'],
  [Poisson],
  [SparseCategoricalCrossentropy],
  [SquaredHinge],
  [Tversky],
];

function makeRegistry(): Registry<Loss> {
  const registry = new Registry<Loss>('loss', 'keras.losses');
  for (const [constructor, ...short] of LOSSES) {
    registry.register(constructor, ...namesOf(constructor, short));
  }
  return registry;
}

function namesOf(constructor: SerializableClass<Loss>, short: readonly string[]): Set<string> {
  const snake = toSnakeCase(classNameOf(constructor));
  return new Set([snake, toCamelCase(snake), ...short]);
}

const lossRegistry = makeRegistry();

/** A loss by name, as a config, as a function of labels and predictions, or itself. */
export type LossIdentifier = string | LossFunction | Loss | SerializedObject;

/**
 * The loss that `identifier` names: `'categoricalCrossentropy'`, `'categorical_crossentropy'`,
 * `'CategoricalCrossentropy'`, `'mse'`, a config `{ class_name, config }`, a function of labels and
 * predictions (it becomes a `LossFunctionWrapper`), or a loss, which is returned as it is.
 *
 * @param options of a loss given by name: `getLoss('binaryCrossentropy', { fromLogits: true })`
 * @throws NotFoundError for an unknown name, with the nearest known one
 */
export function getLoss(identifier: LossIdentifier, options: object = {}): Loss {
  if (identifier instanceof Loss) return identifier;
  if (typeof identifier === 'function') return new LossFunctionWrapper(identifier, options);
  if (typeof identifier === 'string') {
    return lossRegistry.deserialize({ class_name: identifier, config: { ...options } });
  }
  if (identifier === null || typeof identifier !== 'object') {
    throw new ValueError(
      `A loss is a name, a function of labels and predictions, a Loss or its config; received ${String(identifier)}.`,
    );
  }
  return lossRegistry.deserialize(identifier);
}

/** `{ class_name, config }`, which `getLoss` and Keras read. */
export function serializeLoss(loss: Loss): SerializedObject {
  return lossRegistry.serialize(loss);
}

/** Makes a loss class of your own loadable by name. */
export function registerLoss(constructor: SerializableClass<Loss>, ...aliases: string[]): void {
  lossRegistry.registerCustom(constructor, ...namesOf(constructor, aliases));
}
