import { StateError, ValueError, Variable, type SerializedObject } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { getSchedule } from './schedules/registry.js';
import { LearningRateSchedule } from './schedules/schedule.js';

export type LearningRateOption = number | LearningRateSchedule | SerializedObject;

/**
 * The learning rate of an optimizer: a scalar variable, whose number is also kept here so that
 * reading it needs no tensor, or a schedule.
 */
export class LearningRate {
  /** null for a schedule. */
  readonly variable: Variable | null;
  private current: number | LearningRateSchedule;

  constructor(
    private readonly owner: string,
    option: LearningRateOption,
  ) {
    this.current =
      typeof option === 'object' && !(option instanceof LearningRateSchedule)
        ? getSchedule(option)
        : option;
    if (this.current instanceof LearningRateSchedule) {
      this.variable = null;
      return;
    }
    this.check(this.current);
    const initial = tf.scalar(this.current);
    this.variable = new Variable(initial, {
      name: 'learning_rate',
      path: `${owner}/learning_rate`,
      trainable: false,
    });
    initial.dispose();
  }

  get value(): number | LearningRateSchedule {
    return this.current;
  }

  /** @throws StateError when a schedule decides */
  set value(next: number) {
    if (this.variable === null) {
      throw new StateError(
        `${this.owner}: a schedule decides the learning rate, so it cannot be set. Make the optimizer with a number to set it later.`,
      );
    }
    this.check(next);
    this.current = next;
    const value = tf.scalar(next);
    this.variable.assign(value);
    value.dispose();
  }

  /** The rate at a step, as a scalar tensor. */
  at(iterations: tf.Tensor): tf.Tensor {
    if (this.variable !== null) return this.variable.read();
    return (this.current as LearningRateSchedule).call(iterations);
  }

  /** Reads the variable, which a checkpoint may have changed. */
  async sync(): Promise<number | LearningRateSchedule> {
    if (this.variable !== null) {
      const stored = (await this.variable.read().data())[0]!;
      // the number as given, unless the variable holds another: 0.001, not 0.0010000000474974513
      if (Math.fround(this.current as number) !== stored) this.current = stored;
    }
    return this.current;
  }

  private check(rate: unknown): asserts rate is number {
    if (typeof rate !== 'number' || Number.isNaN(rate)) {
      throw new ValueError(
        `${this.owner}: the learning rate must be a number or a LearningRateSchedule; received ${String(rate)}.`,
      );
    }
  }
}
