import {
  classNameOf,
  Registry,
  toCamelCase,
  toSnakeCase,
  type SerializableClass,
  type SerializedObject,
} from '@ibexjs/core';

import { CosineDecayRestarts } from './cosine-decay-restarts.js';
import { CosineDecay } from './cosine-decay.js';
import { ExponentialDecay } from './exponential-decay.js';
import { InverseTimeDecay } from './inverse-time-decay.js';
import { PiecewiseConstantDecay } from './piecewise-constant-decay.js';
import { PolynomialDecay } from './polynomial-decay.js';
import { LearningRateSchedule } from './schedule.js';

const SCHEDULES: SerializableClass<LearningRateSchedule>[] = [
  CosineDecay,
  CosineDecayRestarts,
  ExponentialDecay,
  InverseTimeDecay,
  PiecewiseConstantDecay,
  PolynomialDecay,
];

function makeRegistry(): Registry<LearningRateSchedule> {
  const registry = new Registry<LearningRateSchedule>(
    'learning rate schedule',
    'keras.optimizers.schedules',
  );
  for (const constructor of SCHEDULES) registry.register(constructor, ...namesOf(constructor));
  return registry;
}

function namesOf(constructor: SerializableClass<LearningRateSchedule>): string[] {
  const snake = toSnakeCase(classNameOf(constructor));
  return [snake, toCamelCase(snake)];
}

const scheduleRegistry = makeRegistry();

/**
 * The schedule that a config `{ class_name, config }` describes; a schedule is returned as it is.
 *
 * @throws NotFoundError for an unknown class, with the nearest known one
 */
export function getSchedule(
  identifier: LearningRateSchedule | SerializedObject,
): LearningRateSchedule {
  return identifier instanceof LearningRateSchedule
    ? identifier
    : scheduleRegistry.deserialize(identifier);
}

/** `{ class_name, config }`, which `getSchedule` and Keras read. */
export function serializeSchedule(schedule: LearningRateSchedule): SerializedObject {
  return scheduleRegistry.serialize(schedule);
}

/** Makes a schedule class of your own loadable by name. */
export function registerSchedule(constructor: SerializableClass<LearningRateSchedule>): void {
  scheduleRegistry.registerCustom(constructor, ...namesOf(constructor));
}
