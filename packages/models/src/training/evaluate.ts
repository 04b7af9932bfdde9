import { CallbackList, type Logs } from '@ibexjs/callbacks';
import { ValueError } from '@ibexjs/core';

import { Breather } from './breather.js';
import { EpochIterator } from './data/epoch-iterator.js';
import type { BatchIterable, DataInput } from './data/types.js';
import { openData } from './load-data.js';
import { checkEvaluateOptions, verbosity, type EvaluateOptions } from './options.js';
import { StepRunner } from './step-runner.js';
import type { Trainer } from './trainer.js';

/** `Trainer.evaluate`, giving the results by name. */
export async function evaluate(
  trainer: Trainer,
  x: DataInput | BatchIterable,
  y: DataInput | null | undefined,
  options: EvaluateOptions,
): Promise<Logs> {
  trainer.assertCompiled('evaluate');
  checkEvaluateOptions(options);
  const verbose = verbosity('evaluate', options.verbose ?? 'auto');
  const data = { x, y: y ?? null, sampleWeight: options.sampleWeight ?? null };
  const source = await openData('evaluate', trainer, data, options);
  const iterator = new EpochIterator(source, options.steps);
  const callbacks = new CallbackList(options.callbacks, {
    addProgbar: verbose !== 0,
    model: trainer,
    params: { verbose, epochs: 1, steps: iterator.numBatches ?? null },
  });
  try {
    return await runEvaluation(trainer, iterator, callbacks, new Breather(), options.signal);
  } finally {
    await iterator.close();
    callbacks.dispose();
  }
}

/** Goes through one epoch of test data. */
export async function runEvaluation(
  trainer: Trainer,
  iterator: EpochIterator,
  callbacks: CallbackList,
  breather: Breather,
  signal?: AbortSignal,
): Promise<Logs> {
  const runner = new StepRunner(trainer, 'testStep');
  try {
    await callbacks.onTestBegin();
    trainer.resetMetrics();
    await iterator.begin(0);
    let step = 0;
    for (let batch; (batch = await iterator.next()) !== null; step++) {
      await callbacks.onTestBatchBegin(step);
      runner.run(batch, null);
      const logs = callbacks.needsBatchLogs('test', step) ? await runner.logs() : {};
      await callbacks.onTestBatchEnd(step, logs);
      await breather.afterBatch();
      if (signal?.aborted) break;
    }
    if (step === 0) throw new ValueError('evaluate: the data have no batches.');
    const logs = await runner.logs();
    await callbacks.onTestEnd(logs);
    return logs;
  } finally {
    runner.dispose();
  }
}
