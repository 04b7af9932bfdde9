import * as tf from '@tensorflow/tfjs-core';
import { type History, type CallbackModel, type Logs } from '@ibexjs/callbacks';
import { profileScope, StateError, ValueError, type Variable } from '@ibexjs/core';
import { getMask, Layer, toList, type SymbolicTensor, type Tensors } from '@ibexjs/layers';
import type { Metric } from '@ibexjs/metrics';
import type { Optimizer } from '@ibexjs/optimizers';

import { Compiled, type CompileOptions } from './compiled.js';
import { checkClassWeight, weightsOfClasses } from './data/class-weight.js';
import { CompiledSteps } from './compiled-steps.js';
import { disposeBatch, nameTensors, renameTensors, type Batch } from './data/batch.js';
import { toBatch } from './data/iterable-source.js';
import type { BatchIterable, DataInput, Side } from './data/types.js';
import { evaluate } from './evaluate.js';
import { fit } from './fit.js';
import {
  evaluateDatasetOptions,
  fitDatasetOptions,
  type EvaluateDatasetOptions,
  type FitDatasetOptions,
} from './dataset-options.js';
import { gradientsOf } from './gradients.js';
import type { EvaluateOptions, FitOptions, OnBatchOptions, PredictOptions } from './options.js';
import { numberOutputs } from './per-output.js';
import { predict } from './predict.js';
import type { RunningMean } from './running-mean.js';
import {
  listOf,
  readLogs,
  toStepData,
  type Labels,
  type StepData,
  type StepLogs,
} from './step-data.js';

/** A loss and metrics, as a number, a list, or by name. */
export type Results = number | number[];

/**
 * What makes a layer trainable: `compile`, `fit`, `evaluate`, `predict` and their like. Every model
 * is one.
 *
 * A training loop of your own overrides `trainStep` (and `testStep`), as in Keras, and keeps the
 * rest: batches, callbacks, progress, history.
 *
 * @see https://keras.io/api/models/model_training_apis/
 */
export abstract class Trainer extends Layer implements CallbackModel {
  /** Set to true (by a callback, say) to end training after the present batch. */
  stopTraining = false;
  #compiled: Compiled | null = null;
  #history: History | null = null;
  /** Steps of a model that predicts without being compiled. */
  readonly #predictSteps = new CompiledSteps();
  /** Weights in training, looked up once a run. */
  #stepWeights: Variable[] | null = null;

  /** Names of the inputs; empty where they are not known. */
  abstract get inputNames(): string[];
  /** Names of the outputs; empty where they are not known. */
  abstract get outputNames(): string[];
  /** Symbolic inputs, where `inputNames` has names. */
  abstract get inputs(): SymbolicTensor[];

  /**
   * Says how to train: optimizer, loss, metrics. What was compiled before is forgotten.
   *
   * ```ts
   * model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
   * ```
   *
   * @throws UnknownOptionError, NotFoundError for an unknown optimizer
   */
  compile(options: CompileOptions = {}): void {
    const compiled = new Compiled(options);
    this.#compiled?.dispose();
    this.#compiled = compiled;
    this.stopTraining = false;
  }

  get compiled(): boolean {
    return this.#compiled !== null;
  }

  /** What `compile` was given; null before. */
  get compileOptions(): CompileOptions | null {
    return this.#compiled?.options ?? null;
  }

  /** The optimizer; null before `compile`. */
  get optimizer(): Optimizer | null {
    return this.#compiled?.optimizer ?? null;
  }

  /** The loss tracker and the metrics; they are made by the first batch. */
  get metrics(): (RunningMean | Metric)[] {
    return this.#compiled?.metrics ?? [];
  }

  /** Names of the numbers that `evaluate` returns, for a single output. */
  get metricsNames(): string[] {
    return this.#compiled?.metricsNames ?? [];
  }

  /** The history of the last `fit`; null before. */
  get history(): History | null {
    return this.#history;
  }

  /**
   * Trains the model.
   *
   * ```ts
   * const { history } = await model.fit(x, y, { epochs: 5, batchSize: 128, validationSplit: 0.1 });
   * ```
   *
   * @param x tensor, typed array, nested list, `{data, shape}`, or for several inputs a list or
   *   dictionary of these; or batches of data: an iterable, a generator function or a data set that
   *   yields `{xs, ys}`, `[x, y]`, `[x, y, sampleWeight]` or `{x, y, sampleWeight}`
   * @param y labels, of the same kinds; none with batches, or where no loss needs them
   * @returns what every epoch's loss and metrics were
   * @throws StateError before `compile`, UnknownOptionError, ValueError, ShapeError
   */
  async fit(x: DataInput, y: DataInput | null, options?: FitOptions): Promise<History>;
  async fit(batches: BatchIterable, options?: FitOptions): Promise<History>;
  async fit(batches: BatchIterable, y: null | undefined, options?: FitOptions): Promise<History>;
  async fit(
    x: DataInput | BatchIterable,
    y?: DataInput | FitOptions | null,
    options?: FitOptions,
  ): Promise<History> {
    this.#history = await fit(this, x, y, options);
    return this.#history;
  }

  /** `fit` on batches of data, with the option names of TensorFlow.js (`batchesPerEpoch` …). */
  async fitDataset(dataset: BatchIterable, options: FitDatasetOptions = {}): Promise<History> {
    return this.fit(dataset, null, fitDatasetOptions(options));
  }

  /**
   * The loss and the metrics on data, in test mode.
   *
   * @param x as in `fit`
   * @returns the loss; with metrics `[loss, …metrics]`; with `returnDict` all by name
   * @throws as `fit`
   */
  async evaluate(
    x: DataInput | BatchIterable,
    y: DataInput | null | undefined,
    options: EvaluateOptions & { returnDict: true },
  ): Promise<Logs>;
  async evaluate(
    x: DataInput | BatchIterable,
    y?: DataInput | null,
    options?: EvaluateOptions & { returnDict?: false },
  ): Promise<Results>;
  async evaluate(
    x: DataInput | BatchIterable,
    y?: DataInput | null,
    options: EvaluateOptions = {},
  ): Promise<Results | Logs> {
    const logs = await evaluate(this, x, y, options);
    return options.returnDict ? logs : this.#inOrder(logs);
  }

  /** `evaluate` on batches of data, with the option names of TensorFlow.js (`batches`). */
  async evaluateDataset(
    dataset: BatchIterable,
    options: EvaluateDatasetOptions = {},
  ): Promise<Results> {
    return this.evaluate(dataset, null, evaluateDatasetOptions(options));
  }

  /**
   * The model's outputs for inputs, in test mode, computed batch by batch.
   *
   * @param x as in `fit`, but no batches
   * @returns one tensor, or a list of them; the caller's to dispose
   * @throws ValueError, ShapeError
   */
  predict(x: DataInput, options: PredictOptions = {}): Tensors {
    return predict(this, x, options);
  }

  /** The outputs for a single batch. */
  predictOnBatch(x: DataInput): Tensors {
    return predict(this, x, { batchSize: Number.MAX_SAFE_INTEGER });
  }

  /**
   * One step on one batch. Metrics start anew.
   * @returns as `evaluate`
   */
  async trainOnBatch(
    x: DataInput,
    y: DataInput | null | undefined,
    options: OnBatchOptions & { returnDict: true },
  ): Promise<Logs>;
  async trainOnBatch(
    x: DataInput,
    y?: DataInput | null,
    options?: OnBatchOptions & { returnDict?: false },
  ): Promise<Results>;
  async trainOnBatch(
    x: DataInput,
    y?: DataInput | null,
    options: OnBatchOptions = {},
  ): Promise<Results | Logs> {
    return this.#onBatch('trainStep', x, y ?? null, options);
  }

  /**
   * Loss and metrics of one batch. Metrics start anew.
   * @returns as `evaluate`
   */
  async testOnBatch(
    x: DataInput,
    y: DataInput | null | undefined,
    options: OnBatchOptions & { returnDict: true },
  ): Promise<Logs>;
  async testOnBatch(
    x: DataInput,
    y?: DataInput | null,
    options?: OnBatchOptions & { returnDict?: false },
  ): Promise<Results>;
  async testOnBatch(
    x: DataInput,
    y?: DataInput | null,
    options: OnBatchOptions = {},
  ): Promise<Results | Logs> {
    return this.#onBatch('testStep', x, y ?? null, options);
  }

  async #onBatch(
    step: 'trainStep' | 'testStep',
    x: DataInput,
    y: DataInput | null,
    { sampleWeight = null, classWeight = null, returnDict = false, ...rest }: OnBatchOptions,
  ): Promise<Results | Logs> {
    const where = step === 'trainStep' ? 'trainOnBatch' : 'testOnBatch';
    this.assertCompiled(where);
    const [unknown] = Object.keys(rest);
    if (unknown) throw new ValueError(`${where}: unknown option "${unknown}".`);
    this.resetMetrics();
    // the caller's tensors stay the caller's: the step works on clones
    const given = toBatch({ x, y, sampleWeight }, this.inputSide, this.outputSide);
    const batch = ownBatch(given, [x, y, sampleWeight]);
    const logs = this.runStep(step, batch, classWeight) ?? tf.tidy(() => this.getMetricsResult());
    const results = await readLogs(logs);
    tf.dispose(logs);
    return returnDict ? results : this.#inOrder(results);
  }

  /**
   * One step of training: forward, loss, gradients, update, metrics. Override it for a loop of your
   * own; it runs inside a tidy, and must not read tensors back.
   *
   * @returns what to log; nothing to log the metrics
   */
  trainStep({ x, y, sampleWeight }: StepData): StepLogs | void {
    const { optimizer, lossTracker } = this.assertCompiled('trainStep');
    const weights = this.#weightsInTraining;
    const kept: tf.Tensor[] = [];
    try {
      let yPred!: Tensors;
      let loss!: tf.Tensor;
      const forward = () => {
        yPred = this.apply<Tensors>(x, { training: true });
        loss = profileScope('(loss)', () => this.computeLoss(x, y, yPred, sampleWeight, true));
        // metrics need them when the forward pass is over
        for (const tensor of [loss, ...withMasks(yPred)]) kept.push(tf.keep(tensor));
        return optimizer.scaleLoss(loss);
      };
      if (weights.length === 0) {
        tf.tidy(() => void forward());
      } else {
        const values = weights.map(({ val }) => val);
        const gradients = gradientsOf(forward, values);
        profileScope('(optimizer)', () => optimizer.apply(gradients, weights));
      }
      return profileScope('(metrics)', () => {
        lossTracker.updateState(loss, countRows(x));
        return this.computeMetrics(x, y, yPred, sampleWeight);
      });
    } finally {
      tf.dispose(kept);
    }
  }

  /**
   * One step of evaluation: forward, loss, metrics. See `trainStep`.
   * @returns what to log; nothing to log the metrics
   */
  testStep({ x, y, sampleWeight }: StepData): StepLogs | void {
    const { lossTracker } = this.assertCompiled('testStep');
    const yPred = this.apply<Tensors>(x, { training: false });
    const loss = this.computeLoss(x, y, yPred, sampleWeight, false);
    lossTracker.updateState(loss, countRows(x));
    return this.computeMetrics(x, y, yPred, sampleWeight);
  }

  /** Runs `predictStep` on a batch. For the loops. */
  runPredictStep(batch: readonly tf.Tensor[]): tf.Tensor[] {
    const steps = this.#compiled?.steps ?? this.#predictSteps;
    const inputs = Object.fromEntries(batch.map((tensor, i) => [`x${i}`, tensor]));
    const outputs = steps.run(`predictStep of ${this.name}`, inputs, [], (tensors) => {
      const x = Object.values(tensors);
      const results = toList(this.predictStep(x.length === 1 ? x[0]! : x));
      // an output that is an input is copied, as the caller owns both
      return Object.fromEntries(
        results.map((output, i) => [`y${i}`, x.includes(output) ? tf.clone(output) : output]),
      );
    });
    return Object.values(outputs);
  }

  /** The outputs for a batch. */
  predictStep(x: Tensors): Tensors {
    return this.apply<Tensors>(x, { training: false });
  }

  /**
   * The number that is trained on: the compiled loss, plus the penalties of the layers.
   *
   * @throws StateError when there is neither
   */
  computeLoss(
    _x: Tensors,
    y: Labels | null,
    yPred: Tensors,
    sampleWeight: Labels | null,
    _training: boolean,
  ): tf.Tensor {
    const { loss } = this.assertCompiled('computeLoss');
    const predictions = toList(yPred);
    const terms: tf.Tensor[] = [];
    if (loss) {
      const labels = listOf(y) ?? [];
      const value = loss.apply(labels, predictions, listOf(sampleWeight), this.#names(predictions));
      if (value) terms.push(value);
    }
    for (const penalty of this.losses) terms.push(penalty.rank > 0 ? tf.sum(penalty) : penalty);
    if (terms.length === 0) {
      throw new StateError(
        `Model ${this.name} has no loss to train on: give one to compile({ loss }), or add one in a layer by addLoss.`,
      );
    }
    return terms.reduce((sum, term) => tf.add(sum, term));
  }

  /** Updates the compiled metrics. Override it to log more. */
  computeMetrics(
    _x: Tensors,
    y: Labels | null,
    yPred: Tensors,
    sampleWeight: Labels | null,
  ): StepLogs | void {
    if (y === null) return;
    const predictions = toList(yPred);
    const { compiledMetrics } = this.assertCompiled('computeMetrics');
    compiledMetrics.updateState(
      listOf(y)!,
      predictions,
      listOf(sampleWeight),
      this.#names(predictions),
    );
  }

  /** The loss and the metrics since `resetMetrics`, by their names in the logs. */
  getMetricsResult(): StepLogs {
    return this.assertCompiled('getMetricsResult').result();
  }

  resetMetrics(): void {
    this.#compiled?.resetState();
  }

  /**
   * Runs a step on a batch and frees the batch. For the loops.
   * @returns logs that the step made itself; they are the caller's to dispose
   */
  runStep(
    step: 'trainStep' | 'testStep',
    batch: Batch,
    classWeight: Readonly<Record<number, number>> | null = null,
  ): StepLogs | undefined {
    try {
      const { steps } = this.assertCompiled(step);
      const what = `${step} of ${this.name} ${classWeight ? JSON.stringify(classWeight) : ''}`;
      const weights = step === 'trainStep' && this.built ? this.#weightsInTraining : [];
      const logs = steps.run(what, nameTensors(batch), weights, (tensors) => {
        const data = toStepData(renameTensors(batch, tensors));
        this.#prepare(step, data.x);
        return this[step](classWeight ? withClassWeights(data, classWeight) : data) ?? {};
      });
      return Object.keys(logs).length > 0 ? logs : undefined;
    } finally {
      disposeBatch(batch);
    }
  }

  /** Makes weights and the optimizer's state, which only data may tell the shape of. */
  #prepare(step: string, x: Tensors): void {
    if (!this.built) tf.tidy(() => void this.apply<Tensors>(x, { training: false }));
    const { optimizer } = this.assertCompiled('fit');
    if (step === 'trainStep' && !optimizer.built) {
      const weights = this.trainableWeights;
      if (weights.length > 0) optimizer.build(weights);
    }
  }

  get #weightsInTraining(): Variable[] {
    return this.#stepWeights ?? this.trainableWeights;
  }

  /** Looks up the weights once for many steps; `false` forgets them. For the loops. */
  holdWeights(hold: boolean): void {
    this.#stepWeights = hold && this.built ? this.trainableWeights : null;
  }

  /** What `compile` made. @throws StateError before */
  assertCompiled(where: string): Compiled {
    if (this.#compiled) return this.#compiled;
    throw new StateError(
      `${where}: model ${this.name} is not compiled. Call compile({ optimizer, loss, metrics }) first.`,
    );
  }

  /** The inputs, for what sorts data. */
  get inputSide(): Side {
    const names = this.inputNames;
    const isKnown = names.length > 0;
    return {
      what: 'input',
      names: isKnown ? names : null,
      dtypes: isKnown ? this.inputs.map(({ dtype }) => dtype) : null,
    };
  }

  /** The outputs, for what sorts labels. */
  get outputSide(): Side {
    const names = this.outputNames;
    return { what: 'output', names: names.length > 0 ? names : null, dtypes: null };
  }

  #names(predictions: readonly tf.Tensor[]): readonly string[] {
    const names = this.outputNames;
    return names.length > 0 ? names : numberOutputs(predictions.length);
  }

  /** Keras' order: the loss, metrics by their names, then the others by alphabet. */
  #inOrder(logs: Logs): Results {
    const names = this.metricsNames.filter((name) => name in logs);
    const others = Object.keys(logs).filter((name) => !names.includes(name));
    const values = [...new Set(names), ...others.sort()].map((name) => logs[name]!);
    return values.length === 1 ? values[0]! : values;
  }

  override dispose(): { numDisposedVariables: number } {
    this.#compiled?.dispose();
    this.#compiled = null;
    this.#predictSteps.dispose();
    return super.dispose();
  }
}

function countRows(x: Tensors): number {
  return toList(x)[0]!.shape[0];
}

function withMasks(tensors: Tensors): tf.Tensor[] {
  return toList(tensors).flatMap((tensor) => {
    const mask = getMask(tensor);
    return mask ? [tensor, mask] : [tensor];
  });
}

function withClassWeights(data: StepData, classWeight: Readonly<Record<number, number>>): StepData {
  checkClassWeight(classWeight);
  if (data.sampleWeight !== null) {
    throw new ValueError('classWeight and sampleWeight cannot be given at the same time.');
  }
  if (data.y === null || Array.isArray(data.y)) {
    throw new ValueError('classWeight needs a model with one output, and labels for it.');
  }
  return { ...data, sampleWeight: weightsOfClasses(data.y, classWeight) };
}

/** A batch whose tensors may be disposed: those that the caller gave are cloned. */
function ownBatch(batch: Batch, given: readonly unknown[]): Batch {
  const theirs = new Set<unknown>();
  const collect = (value: unknown): void => {
    if (value instanceof tf.Tensor) theirs.add(value);
    else if (Array.isArray(value) && value.some((item) => item instanceof tf.Tensor))
      value.forEach(collect);
    else if (
      typeof value === 'object' &&
      value !== null &&
      Object.getPrototypeOf(value) === Object.prototype
    )
      Object.values(value).forEach(collect);
  };
  given.forEach(collect);
  const own = <T extends tf.Tensor | null>(tensor: T) =>
    tensor && theirs.has(tensor) ? tf.clone(tensor) : tensor;
  return {
    x: batch.x.map(own),
    y: batch.y?.map(own) ?? null,
    sampleWeight: batch.sampleWeight?.map(own) ?? null,
  };
}
