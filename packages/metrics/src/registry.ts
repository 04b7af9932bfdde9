import {
  classNameOf,
  objectName,
  Registry,
  toCamelCase,
  toSnakeCase,
  ValueError,
  type SerializableClass,
  type SerializedObject,
} from '@ibexjs/core';

import * as builtIn from './built-in.js';
import { Metric } from './metric.js';
import { MeanMetricWrapper, type MetricFunction } from './reduction/mean-metric-wrapper.js';

/** Short names that Keras, or tfjs, knows a metric by. */
const SHORT: Record<string, string[]> = {
  Accuracy: ['acc'],
  BinaryCrossentropy: ['bce', 'BCE'],
  KLDivergence: ['kld', 'KLD'],
  LogCoshError: ['logcosh', 'logCosh'],
  MeanAbsoluteError: ['mae', 'MAE'],
  MeanAbsolutePercentageError: ['mape', 'MAPE'],
  MeanSquaredError: ['mse', 'MSE'],
  MeanSquaredLogarithmicError: ['msle', 'MSLE'],
  RootMeanSquaredError: ['rmse', 'RMSE'],
};

function makeRegistry(): Registry<Metric> {
  const registry = new Registry<Metric>('metric', 'keras.metrics');
  for (const constructor of Object.values(builtIn) as SerializableClass<Metric>[]) {
    registry.register(constructor, ...namesOf(constructor));
  }
  return registry;
}

function namesOf(constructor: SerializableClass<Metric>): Set<string> {
  const name = classNameOf(constructor);
  // both spellings of runs of capitals: 'meanIou' and Keras' own 'mean_io_u'
  const snakes = [objectName(name), toSnakeCase(name), toSnakeCase(name.replace('IoU', 'Iou'))];
  const names = snakes.flatMap((snake) => [snake, toCamelCase(snake)]);
  return new Set([...names, ...(SHORT[name] ?? [])]);
}

const metricRegistry = makeRegistry();

/** A metric by name, as a config, as a function of labels and predictions, or itself. */
export type MetricIdentifier = string | MetricFunction | Metric | SerializedObject;

/**
 * The metric that `identifier` names: `'binaryAccuracy'`, `'binary_accuracy'`, `'BinaryAccuracy'`,
 * `'mse'`, a config `{ class_name, config }`, a function of labels and predictions (its mean), or a
 * metric, which is returned as it is.
 *
 * `'accuracy'` is exact equality here, as in Keras; which accuracy fits a loss, the model decides.
 *
 * @param options of a metric given by name: `getMetric('meanIoU', { numClasses: 3 })`
 * @throws NotFoundError for an unknown name, with the nearest known one
 */
export function getMetric(identifier: MetricIdentifier, options: object = {}): Metric {
  if (identifier instanceof Metric) return identifier;
  if (typeof identifier === 'function') {
    return new MeanMetricWrapper({ ...options, fn: identifier });
  }
  if (typeof identifier === 'string') {
    return metricRegistry.deserialize({ class_name: identifier, config: { ...options } });
  }
  if (identifier === null || typeof identifier !== 'object') {
    throw new ValueError(
      `A metric is a name, a function of labels and predictions, a Metric or its config; received ${String(identifier)}.`,
    );
  }
  return metricRegistry.deserialize(identifier);
}

/** `{ class_name, config }`, which `getMetric` and Keras read. */
export function serializeMetric(metric: Metric): SerializedObject {
  return metricRegistry.serialize(metric);
}

/** Makes a metric class of your own loadable by name. */
export function registerMetric(constructor: SerializableClass<Metric>, ...aliases: string[]): void {
  metricRegistry.registerCustom(constructor, ...new Set([...namesOf(constructor), ...aliases]));
}
