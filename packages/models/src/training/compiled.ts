import { checkOptions } from '@ibexjs/core';
import type { Metric } from '@ibexjs/metrics';
import { getOptimizer, type Optimizer, type OptimizerIdentifier } from '@ibexjs/optimizers';

import { CompiledLoss, type LossSetting, type LossWeights } from './compile-loss.js';
import { CompiledMetrics, type MetricsSetting } from './compile-metrics.js';
import { CompiledSteps } from './compiled-steps.js';
import { RunningMean } from './running-mean.js';
import type { StepLogs } from './step-data.js';

/** Options of `compile`. */
export interface CompileOptions {
  /** Name, config or instance. Default: rmsprop. */
  optimizer?: OptimizerIdentifier;
  /** What is trained on; for several outputs one for all, or a list or dictionary with one each. */
  loss?: LossSetting | null;
  /** Factors of the outputs' losses in their sum. Default: 1. */
  lossWeights?: LossWeights | null;
  /** What is measured besides; 'accuracy' is the one that suits the labels. */
  metrics?: MetricsSetting | null;
  /** As `metrics`, but with sample and class weights. */
  weightedMetrics?: MetricsSetting | null;
  /**
   * Whether steps run op by op even where the backend can run one as a single call: for debugging,
   * or a `trainStep` of your own that does more than compute. Default: false.
   */
  runEagerly?: boolean;
  /** Taken for Keras' sake: how a compiled step is computed is the backend's business. */
  jitCompile?: boolean | 'auto';
}

const OPTIONS = [
  'optimizer',
  'loss',
  'lossWeights',
  'metrics',
  'weightedMetrics',
  'runEagerly',
  'jitCompile',
];

/** What `compile` makes of its options. */
export class Compiled {
  readonly optimizer: Optimizer;
  readonly loss: CompiledLoss | null;
  readonly lossTracker = new RunningMean('loss');
  readonly compiledMetrics: CompiledMetrics;
  readonly steps: CompiledSteps;
  private readonly ownsOptimizer: boolean;

  constructor(readonly options: CompileOptions) {
    checkOptions('compile', options, OPTIONS);
    this.steps = new CompiledSteps(options.runEagerly);
    const optimizer = options.optimizer ?? 'rmsprop';
    this.optimizer = getOptimizer(optimizer);
    this.ownsOptimizer = this.optimizer !== optimizer;
    const loss = options.loss ?? null;
    this.loss = loss === null ? null : new CompiledLoss(loss, options.lossWeights ?? null);
    this.compiledMetrics = new CompiledMetrics(
      options.metrics ?? null,
      options.weightedMetrics ?? null,
    );
  }

  /** In Keras' order: the loss, the metrics, the outputs' losses. */
  get metrics(): (RunningMean | Metric)[] {
    return [this.lossTracker, ...this.compiledMetrics.metrics, ...(this.loss?.trackers ?? [])];
  }

  /** Names of `metrics`, without those of outputs. */
  get metricsNames(): string[] {
    return [
      'loss',
      ...this.compiledMetrics.names,
      ...(this.loss?.trackers ?? []).map(({ name }) => name),
    ];
  }

  result(): StepLogs {
    const logs: StepLogs = { loss: this.lossTracker.result(), ...this.compiledMetrics.result() };
    for (const tracker of this.loss?.trackers ?? []) logs[tracker.name] = tracker.result();
    return logs;
  }

  resetState(): void {
    this.lossTracker.resetState();
    this.compiledMetrics.resetState();
    this.loss?.resetState();
  }

  /** Frees the state; an optimizer that came as an instance stays its maker's. */
  dispose(): void {
    this.steps.dispose();
    this.lossTracker.dispose();
    this.compiledMetrics.dispose();
    this.loss?.dispose();
    if (this.ownsOptimizer) this.optimizer.dispose();
  }
}
