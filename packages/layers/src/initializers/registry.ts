import {
  Registry,
  ShapeError,
  toCamelCase,
  toSnakeCase,
  type SerializedObject,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { resolve, serializeObject } from '../identifiers.js';
import { Constant, Identity, Ones, Zeros } from './constant.js';
import {
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  LecunNormal,
  LecunUniform,
} from './glorot-he-lecun.js';
import { CustomInitializer, type Initializer, type InitializerFunction } from './initializer.js';
import { Orthogonal } from './orthogonal.js';
import { RandomNormal, RandomUniform, TruncatedNormal } from './random.js';
import { STFT } from './stft.js';
import { VarianceScaling } from './variance-scaling.js';

/** How an option may name an initializer. */
export type InitializerIdentifier =
  Initializer | InitializerFunction | tf.Tensor | string | SerializedObject | null | undefined;

/** Initializers by name; `register` adds one's own. */
export const initializerRegistry = new Registry<Initializer>('initializer');

const classes = [
  Constant,
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  Identity,
  LecunNormal,
  LecunUniform,
  Ones,
  Orthogonal,
  RandomNormal,
  RandomUniform,
  TruncatedNormal,
  VarianceScaling,
  Zeros,
];

for (const initializer of classes) {
  const snake = toSnakeCase(initializer.className);
  initializerRegistry.register(initializer, snake, toCamelCase(snake));
}
initializerRegistry.register(STFT, 'stft', 'STFTInitializer');
initializerRegistry.register(Identity, 'IdentityInitializer');
initializerRegistry.register(Orthogonal, 'OrthogonalInitializer');
initializerRegistry.register(RandomNormal, 'normal');
initializerRegistry.register(RandomUniform, 'uniform');
initializerRegistry.register(Ones, 'one');
initializerRegistry.register(Zeros, 'zero');
initializerRegistry.register(LecunNormal, 'leCunNormal');
initializerRegistry.register(LecunUniform, 'leCunUniform');

const builtIn: ReadonlySet<object> = new Set([...classes, STFT]);

/**
 * The initializer that an option names: itself, its name (`'glorotUniform'`, `'glorot_uniform'`),
 * its serialized form, a function of shape and dtype, or a tensor of the weight's shape.
 * Null where there is none.
 *
 * @throws NotFoundError for an unknown name
 */
export function getInitializer(identifier: NonNullable<InitializerIdentifier>): Initializer;
export function getInitializer(identifier: InitializerIdentifier): Initializer | null;
export function getInitializer(identifier: InitializerIdentifier): Initializer | null {
  if (typeof identifier === 'function') return new CustomInitializer(identifier);
  if (identifier instanceof tf.Tensor) return new CustomInitializer(copyOf(identifier));
  return resolve(initializerRegistry, identifier, (value) => 'apply' in value);
}

function copyOf(tensor: tf.Tensor): InitializerFunction {
  return (shape, dtype) => {
    if (!tf.util.arraysEqual(shape, tensor.shape)) {
      throw new ShapeError(
        `A tensor of shape [${tensor.shape.join(', ')}] cannot initialize a weight of shape [${shape.join(', ')}].`,
      );
    }
    return tf.tidy(() => tf.clone(tf.cast(tensor, dtype ?? tensor.dtype)));
  };
}

/** Keras' own form of an initializer. */
export function serializeInitializer(initializer: Initializer | null): SerializedObject | null {
  return initializer && serializeObject('keras.initializers', initializer, builtIn);
}
