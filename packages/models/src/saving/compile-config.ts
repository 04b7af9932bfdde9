import { FormatError, toSnakeCase, type SerializedObject } from '@ibexjs/core';
import { Loss, serializeLoss } from '@ibexjs/losses';
import { Metric, serializeMetric } from '@ibexjs/metrics';
import { serializeOptimizer } from '@ibexjs/optimizers';

import type { Model } from '../model.js';
import type { CompileOptions } from '../training/index.js';

/** How a model was compiled, in Keras' keys. */
export interface CompileConfig {
  optimizer: SerializedObject;
  loss: unknown;
  loss_weights: unknown;
  metrics: unknown;
  weighted_metrics: unknown;
  run_eagerly: boolean;
  steps_per_execution: number;
  jit_compile: boolean;
}

/** What stands in the place of a function of one's own. */
class Unnamed extends Error {}

/**
 * How a model was compiled, as Keras writes it. Null when it was not, or when a loss or metric is a
 * function of one's own, which no file can hold.
 */
export function compileConfigOf(model: Model): CompileConfig | null {
  const { compileOptions, optimizer } = model;
  if (compileOptions === null || optimizer === null) return null;
  const { loss, lossWeights, metrics, weightedMetrics } = compileOptions;
  try {
    return {
      optimizer: serializeOptimizer(optimizer),
      loss: serialize(loss ?? null),
      loss_weights: lossWeights ?? null,
      metrics: serialize(metrics ?? null),
      weighted_metrics: serialize(weightedMetrics ?? null),
      run_eagerly: false,
      steps_per_execution: 1,
      jit_compile: false,
    };
  } catch (error) {
    if (!(error instanceof Unnamed)) throw error;
    console.warn(
      `Model ${model.name}: ${error.message} cannot be written to a file, so the model is saved as not compiled. Make it a class and register it.`,
    );
    return null;
  }
}

/** Losses and metrics, alone, in lists, or by outputs. */
function serialize(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return kerasName(value);
  if (value instanceof Loss) return serializeLoss(value);
  if (value instanceof Metric) return serializeMetric(value);
  if (typeof value === 'function')
    throw new Unnamed(`the function ${value.name || 'without a name'} in compile`);
  if (Array.isArray(value)) return value.map(serialize);
  if (isSerialized(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([output, entry]) => [output, serialize(entry)]),
  );
}

/** Keras does not take camelCase; names of classes it does. */
function kerasName(name: string): string {
  return /^[a-z]/.test(name) ? toSnakeCase(name) : name;
}

function isSerialized(value: unknown): value is SerializedObject {
  return typeof (value as { class_name?: unknown } | null)?.class_name === 'string';
}

/**
 * Options for `compile` from what Keras 1, 2 or 3 wrote.
 * @throws FormatError for what is none, NotFoundError for an unknown optimizer
 */
export function compileOptionsFrom(config: unknown, where: string): CompileOptions {
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw new FormatError(`${where}: how the model was compiled is no object.`);
  const stored = config as Record<string, unknown>;
  const optimizer = deserialize(stored['optimizer'] ?? stored['optimizer_config']);
  const metrics = stored['metrics'] ?? null;
  return {
    ...(optimizer !== null && { optimizer: withoutDecay(optimizer) as SerializedObject }),
    loss: deserialize(stored['loss']) as CompileOptions['loss'] & object,
    lossWeights: (stored['loss_weights'] ?? null) as CompileOptions['lossWeights'] & object,
    metrics: deserialize(metrics) as CompileOptions['metrics'] & object,
    weightedMetrics: deserialize(stored['weighted_metrics']) as CompileOptions['metrics'] & object,
  };
}

/** Functions of Keras become their names, tuples lists; serialized objects stay for the registries. */
function deserialize(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(deserialize);
  if (typeof value !== 'object') return value;
  if (isSerialized(value)) {
    const { class_name: name, config } = value as { class_name: string; config: unknown };
    if (name === 'function') return typeof config === 'string' ? config : null;
    if (name === '__tuple__' || name === '__list__')
      return deserialize((config as { items?: unknown } | null)?.items ?? []);
    if (name === 'MeanMetricWrapper' || name === 'LossFunctionWrapper') {
      // Keras 2 wraps the functions that it knows by name
      const { fn } = config as { fn?: unknown };
      return deserialize(fn) ?? value;
    }
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, deserialize(entry)]));
}

/** Options that changed nothing, or were replaced. */
const GONE = ['decay', 'jit_compile', 'is_legacy_optimizer', 'schedule_decay'];

function withoutDecay(optimizer: unknown): unknown {
  if (!isSerialized(optimizer)) return optimizer;
  const config: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(optimizer.config ?? {})) {
    if (!GONE.includes(key)) config[key === 'lr' ? 'learning_rate' : key] = value;
  }
  return { ...optimizer, config };
}
