import * as tf from '@tensorflow/tfjs-core';
import type { Logs } from '@ibexjs/callbacks';

import type { Batch } from './data/batch.js';
import type { ClassWeight } from './data/class-weight.js';
import { readLogs, type StepLogs } from './step-data.js';
import type { Trainer } from './trainer.js';

/** Runs the steps of an epoch, and reads what they log when somebody asks. */
export class StepRunner {
  /** What the last step logged by itself; undefined when the metrics tell all. */
  private own: StepLogs | undefined;

  constructor(
    private readonly trainer: Trainer,
    private readonly step: 'trainStep' | 'testStep',
  ) {}

  /** Runs a step and frees the batch. */
  run(batch: Batch, classWeight: ClassWeight | null): void {
    this.dispose();
    this.own = this.trainer.runStep(this.step, batch, classWeight);
  }

  /** The logs so far: what the last step logged itself, unless those are the metrics. */
  async logs(): Promise<Logs> {
    const { own } = this;
    const metrics = tf.tidy(() => this.trainer.getMetricsResult());
    try {
      return await readLogs(own && !sameNames(own, metrics) ? own : metrics);
    } finally {
      tf.dispose(metrics);
    }
  }

  dispose(): void {
    if (this.own) tf.dispose(this.own);
    this.own = undefined;
  }
}

function sameNames(a: StepLogs, b: StepLogs): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => name in b);
}
