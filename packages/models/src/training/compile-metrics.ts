import type * as tf from '@tensorflow/tfjs-core';
import { toSnakeCase } from '@ibexjs/core';
import { getMask } from '@ibexjs/layers';
import { getMetric, MeanMetricWrapper, type Metric, type MetricIdentifier } from '@ibexjs/metrics';

import { inOutput } from './compile-loss.js';
import { labelKind } from './label-kind.js';
import { isByOutput, perOutput } from './per-output.js';
import type { StepLogs } from './step-data.js';

type OneOrMore = MetricIdentifier | readonly MetricIdentifier[];

/**
 * Metrics: a list for the only output; for several outputs a list or dictionary with one entry, or
 * list of entries, for each. A list that fits neither way goes to every output.
 */
export type MetricsSetting =
  MetricIdentifier | readonly (OneOrMore | null)[] | Readonly<Record<string, OneOrMore | null>>;

interface OutputMetric {
  readonly index: number;
  readonly output: string;
  readonly metric: Metric;
  readonly isWeighted: boolean;
  /** Name by which it was asked for. */
  readonly name: string;
  /** Name in the logs. */
  readonly key: string;
}

const ACCURACIES = {
  binary: 'binary_accuracy',
  sparse: 'sparse_categorical_accuracy',
  categorical: 'categorical_accuracy',
} as const;

/** The metrics of a compiled model, named in the logs as Keras names them. */
export class CompiledMetrics {
  private built: OutputMetric[] | null = null;

  constructor(
    private readonly setting: MetricsSetting | null,
    private readonly weightedSetting: MetricsSetting | null,
  ) {}

  /** The metrics, once the first batch told which. */
  get metrics(): Metric[] {
    return (this.built ?? []).map(({ metric }) => metric);
  }

  /** Their names, without those of outputs. */
  get names(): string[] {
    return (this.built ?? []).map(({ name }) => name);
  }

  updateState(
    yTrue: readonly (tf.Tensor | null)[],
    yPred: readonly tf.Tensor[],
    sampleWeight: readonly (tf.Tensor | null)[] | null,
    outputNames: readonly string[],
  ): void {
    this.built ??= this.build(yTrue, yPred, outputNames);
    for (const { index, output, metric, isWeighted } of this.built) {
      const labels = yTrue[index] ?? null;
      if (labels === null) continue;
      const predictions = yPred[index]!;
      const weights = isWeighted ? sampleWeight?.[sampleWeight.length === 1 ? 0 : index] : null;
      // as in Keras, only means of functions heed masks
      const mask = metric instanceof MeanMetricWrapper ? [getMask(predictions)] : [];
      inOutput(output, () => metric.updateState(labels, predictions, weights, ...mask));
    }
  }

  /** By name in the logs. */
  result(): StepLogs {
    const logs: StepLogs = {};
    for (const { metric, key } of this.built ?? []) logs[key] = metric.result();
    return logs;
  }

  resetState(): void {
    for (const metric of this.metrics) metric.resetState();
  }

  dispose(): void {
    for (const metric of this.metrics) metric.dispose();
  }

  private build(
    yTrue: readonly (tf.Tensor | null)[],
    yPred: readonly tf.Tensor[],
    outputNames: readonly string[],
  ): OutputMetric[] {
    const taken = new Map<string, number>();
    const make = (setting: MetricsSetting | null, isWeighted: boolean) =>
      spread(isWeighted ? 'weightedMetrics' : 'metrics', setting, outputNames).flatMap(
        (identifiers, index) =>
          identifiers.map((identifier): OutputMetric => {
            const metric = resolveMetric(identifier, yTrue[index] ?? null, yPred[index]!);
            const name = nameOf(identifier, metric);
            const output = outputNames[index]!;
            const prefix = outputNames.length > 1 ? `${output}_` : '';
            const key = uniqueKey(taken, prefix, name, isWeighted);
            return { index, output, metric, isWeighted, name, key };
          }),
      );
    return [...make(this.setting, false), ...make(this.weightedSetting, true)];
  }
}

/** The identifiers for each output. */
function spread(
  option: string,
  setting: MetricsSetting | null,
  outputNames: readonly string[],
): MetricIdentifier[][] {
  if (setting === null) return [];
  const toList = (entry: OneOrMore | null): MetricIdentifier[] =>
    entry === null ? [] : [entry as MetricIdentifier | MetricIdentifier[]].flat();
  if (isByOutput<OneOrMore>(setting)) {
    const list = outputNames.length === 1 && !(outputNames[0]! in setting);
    if (!list) return perOutput(option, setting, outputNames).map(toList);
    // one output needs no name
    return [Object.values(setting).flatMap((entry) => toList(entry))];
  }
  const entries = (Array.isArray(setting) ? setting : [setting]) as readonly (OneOrMore | null)[];
  if (outputNames.length === 1) return [entries.flatMap(toList)];
  const goesToEach = entries.length !== outputNames.length && !entries.some(Array.isArray);
  if (goesToEach) return outputNames.map(() => entries.flatMap(toList));
  return perOutput<OneOrMore>(option, entries, outputNames).map(toList);
}

/** 'accuracy' (or 'acc') is the one that suits the labels; so is 'crossentropy'. */
function resolveMetric(
  identifier: MetricIdentifier,
  yTrue: tf.Tensor | null,
  yPred: tf.Tensor,
): Metric {
  const word = typeof identifier === 'string' ? identifier.toLowerCase() : '';
  if (yTrue && ['accuracy', 'acc'].includes(word))
    return getMetric(ACCURACIES[labelKind(yTrue, yPred)]);
  if (yTrue && ['crossentropy', 'ce'].includes(word)) {
    return getMetric(ACCURACIES[labelKind(yTrue, yPred)].replace('accuracy', 'crossentropy'));
  }
  return getMetric(identifier);
}

/** As it was asked for, in Keras' spelling: 'binaryAccuracy' is logged as binary_accuracy. */
function nameOf(identifier: MetricIdentifier, metric: Metric): string {
  if (typeof identifier !== 'string') return metric.name;
  return /^[a-z]/.test(identifier) ? toSnakeCase(identifier) : identifier;
}

function uniqueKey(
  taken: Map<string, number>,
  prefix: string,
  name: string,
  isWeighted: boolean,
): string {
  let key = `${prefix}${name}`;
  if (isWeighted && taken.has(key)) key = `${prefix}weighted_${name}`;
  const count = taken.get(key) ?? 0;
  taken.set(key, count + 1);
  return count === 0 ? key : `${key}_${count}`;
}
