import { CallbackList, type History, type Logs } from '@ibexjs/callbacks';
import { nextSeed, profileIfAsked, ValueError } from '@ibexjs/core';

import { Breather } from './breather.js';
import { withRegistered } from './callback-constructors.js';
import { splitColumns } from './data/array-source.js';
import { checkClassWeight } from './data/class-weight.js';
import { EpochIterator } from './data/epoch-iterator.js';
import { isBatchIterable, unpack } from './data/iterable-source.js';
import type { BatchIterable, DataInput } from './data/types.js';
import { runEvaluation } from './evaluate.js';
import {
  batchColumns,
  batchIterable,
  loadColumns,
  openData,
  type BatchingOptions,
  type GivenData,
} from './load-data.js';
import {
  checkFitOptions,
  validatesAfter,
  verbosity,
  type FitOptions,
  type ValidationData,
} from './options.js';
import { StepRunner } from './step-runner.js';
import type { Trainer } from './trainer.js';

/** `Trainer.fit`: checks, opens the data, and runs the epochs. */
export async function fit(
  trainer: Trainer,
  x: DataInput | BatchIterable,
  yOrOptions: DataInput | FitOptions | null | undefined,
  given?: FitOptions,
): Promise<History> {
  const { y, options } = sortArguments(x, yOrOptions, given);
  trainer.assertCompiled('fit');
  checkFitOptions(options);
  if (options.classWeight) checkClassWeight(options.classWeight);
  const verbose = verbosity('fit', options.verbose ?? 'auto');
  const [training, validation] = await openFitData(trainer, x, y, options);
  const callbacks = new CallbackList(withRegistered(verbose, options.callbacks), {
    addHistory: true,
    addProgbar: verbose !== 0,
    model: trainer,
    params: { verbose, epochs: options.epochs ?? 1, steps: training.numBatches ?? null },
  });
  try {
    const run = new FitRun(trainer, training, validation, callbacks, options);
    await profileIfAsked('fit', () => run.run());
    return callbacks.history!;
  } finally {
    trainer.holdWeights(false);
    callbacks.dispose();
    await training.close();
    await validation?.close();
  }
}

/** Batches need no labels: the second argument may then be the options. */
function sortArguments(
  x: DataInput | BatchIterable,
  second: DataInput | FitOptions | null | undefined,
  third: FitOptions | undefined,
): { y: DataInput | null; options: FitOptions } {
  if (isBatchIterable(x) && third === undefined) {
    return { y: null, options: (second ?? {}) as FitOptions };
  }
  return { y: (second ?? null) as DataInput | null, options: third ?? {} };
}

async function openFitData(
  trainer: Trainer,
  x: DataInput | BatchIterable,
  y: DataInput | null,
  options: FitOptions,
): Promise<[EpochIterator, EpochIterator | null]> {
  const { batchSize, stepsPerEpoch, validationSplit = 0, validationData = null } = options;
  const data: GivenData = { x, y, sampleWeight: options.sampleWeight ?? null };
  const batching: BatchingOptions = {
    batchSize,
    steps: stepsPerEpoch,
    shuffle: options.shuffle ?? true,
    seed: nextSeed(),
  };
  const testing: BatchingOptions = {
    batchSize: options.validationBatchSize ?? batchSize,
    steps: options.validationSteps,
  };
  if (isBatchIterable(x)) {
    if (validationSplit > 0) {
      throw new ValueError(
        'fit: validationSplit needs arrays; for data that come in batches give validationData.',
      );
    }
    const source = batchIterable('fit', trainer, data, batchSize);
    return [
      new EpochIterator(source, stepsPerEpoch),
      await openValidation(trainer, validationData, testing),
    ];
  }
  const columns = await loadColumns(trainer, data);
  if (validationSplit === 0 || validationData !== null) {
    return [
      new EpochIterator(batchColumns(columns, batching), stepsPerEpoch),
      await openValidation(trainer, validationData, testing),
    ];
  }
  const [before, after] = splitColumns(columns, validationSplit);
  return [
    new EpochIterator(batchColumns(before, batching), stepsPerEpoch),
    new EpochIterator(batchColumns(after, testing), testing.steps),
  ];
}

async function openValidation(
  trainer: Trainer,
  given: ValidationData | null,
  testing: BatchingOptions,
): Promise<EpochIterator | null> {
  if (given === null) return null;
  const [x, y, sampleWeight] = isBatchIterable(given) ? [given, null, null] : unpack(given);
  // batches have their own size
  const options = isBatchIterable(given) ? { ...testing, batchSize: undefined } : testing;
  const source = await openData('validation', trainer, { x, y, sampleWeight }, options);
  return new EpochIterator(source, testing.steps);
}

/** The epochs of one `fit`. */
class FitRun {
  private readonly breather: Breather;
  private readonly runner: StepRunner;

  constructor(
    private readonly trainer: Trainer,
    private readonly training: EpochIterator,
    private readonly validation: EpochIterator | null,
    private readonly callbacks: CallbackList,
    private readonly options: FitOptions,
  ) {
    this.breather = new Breather(options.yieldEvery);
    this.runner = new StepRunner(trainer, 'trainStep');
  }

  private get isAborted(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  async run(): Promise<void> {
    const { trainer, callbacks, options } = this;
    const { epochs = 1, initialEpoch = 0 } = options;
    trainer.stopTraining = false;
    let last: Logs | undefined;
    try {
      await callbacks.onTrainBegin();
      for (let epoch = initialEpoch; epoch < epochs && !this.isAborted; epoch++) {
        const logs = await this.epoch(epoch);
        if (!logs) break;
        last = logs;
        if (await this.breather.afterEpoch()) await callbacks.onYield(epoch, -1, logs);
        if (trainer.stopTraining) break;
      }
      if (epochs > 0) trainer.optimizer!.finalizeVariableValues();
      await callbacks.onTrainEnd(last);
    } finally {
      this.runner.dispose();
    }
  }

  /** One epoch and its validation. @returns null when it was not finished */
  private async epoch(epoch: number): Promise<Logs | null> {
    const { callbacks } = this;
    this.trainer.resetMetrics();
    await callbacks.onEpochBegin(epoch);
    const steps = await this.train(epoch);
    if (this.isAborted) return null;
    if (steps === 0) {
      if (epoch > (this.options.initialEpoch ?? 0)) return null;
      throw new ValueError('fit: the data have no batches.');
    }
    const logs = await this.runner.logs();
    if (this.validation && validatesAfter(epoch, this.options.validationFreq ?? 1)) {
      const results = await runEvaluation(
        this.trainer,
        this.validation,
        callbacks,
        this.breather,
        this.options.signal,
      );
      if (this.isAborted) return null;
      for (const [name, value] of Object.entries(results)) logs[`val_${name}`] = value;
    }
    await callbacks.onEpochEnd(epoch, logs);
    return logs;
  }

  /** @returns how many batches there were */
  private async train(epoch: number): Promise<number> {
    const { trainer, callbacks, training, runner, breather } = this;
    const classWeight = this.options.classWeight ?? null;
    await training.begin(epoch);
    let step = 0;
    for (let batch; (batch = await training.next()) !== null;) {
      await callbacks.onTrainBatchBegin(step);
      runner.run(batch, classWeight);
      if (step === 0) trainer.holdWeights(true);
      const logs = callbacks.needsBatchLogs('train', step) ? await runner.logs() : {};
      await callbacks.onTrainBatchEnd(step, logs);
      step++;
      if (await breather.afterBatch()) await callbacks.onYield(epoch, step - 1, logs);
      if (trainer.stopTraining || this.isAborted) break;
    }
    return step;
  }
}
