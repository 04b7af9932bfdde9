import { ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { LearningRateSchedule } from './schedule.js';

export interface PiecewiseConstantDecayOptions {
  /** Steps after which the rate changes, rising. */
  boundaries: number[];
  /** The rates: one more than there are boundaries. */
  values: number[];
  name?: string;
}

/**
 * values[0] up to and with step boundaries[0], then values[1], and so on.
 *
 * @see https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/
 */
export class PiecewiseConstantDecay extends LearningRateSchedule {
  static override readonly className = 'PiecewiseConstantDecay';

  private readonly boundaries: readonly number[];
  private readonly values: readonly number[];

  constructor(options: PiecewiseConstantDecayOptions) {
    super(options, ['boundaries', 'values'], 'PiecewiseConstant');
    const { boundaries, values } = options;
    if (!Array.isArray(boundaries) || !Array.isArray(values) || boundaries.length === 0) {
      throw new ValueError('PiecewiseConstantDecay: it takes lists of boundaries and of values.');
    }
    if (boundaries.length !== values.length - 1) {
      throw new ValueError(
        `PiecewiseConstantDecay: there must be one more value than boundaries; received ${values.length} values and ${boundaries.length} boundaries.`,
      );
    }
    this.boundaries = boundaries;
    this.values = values;
  }

  call(step: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      // the number of boundaries passed picks the value
      const passed = tf.cast(tf.greater(step, tf.tensor1d([...this.boundaries], 'int32')), 'int32');
      const index = tf.reshape<tf.Rank.R1>(tf.sum(passed), [1]);
      return tf.squeeze(tf.gather(tf.tensor1d([...this.values]), index));
    });
  }

  at(step: number): number {
    return this.values[this.boundaries.filter((boundary) => step > boundary).length]!;
  }

  getConfig(): Record<string, unknown> {
    return { boundaries: [...this.boundaries], values: [...this.values], name: this.name };
  }
}
