import { camelCaseKeys, checkOptions, classNameOf, ValueError } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * Base class of learning rate schedules: the learning rate as a function of the number of steps
 * done. A schedule of your own implements `call` for training, `at` for logs, and `getConfig`.
 *
 * @see https://keras.io/api/optimizers/learning_rate_schedules/
 */
export abstract class LearningRateSchedule {
  /** Name in files. Subclasses set it: bundlers rename classes. */
  static readonly className: string = 'LearningRateSchedule';

  readonly name: string;

  /** @throws UnknownOptionError for options other than `known` and `name` */
  constructor(options: { name?: string }, known: readonly string[], defaultName?: string) {
    const className = classNameOf(new.target);
    checkOptions(className, options, [...known, 'name']);
    this.name = options.name ?? defaultName ?? className;
  }

  /** The learning rate as a scalar tensor; `step` is an int32 scalar. */
  abstract call(step: tf.Tensor): tf.Tensor;

  /** The learning rate as a number. */
  abstract at(step: number): number;

  abstract getConfig(): Record<string, unknown>;

  static fromConfig<T extends LearningRateSchedule>(
    this: new (options: never) => T,
    config: Record<string, unknown>,
  ): T {
    return new this(camelCaseKeys(config) as never);
  }
}

/** @throws ValueError unless `value` is a number above 0 */
export function checkPositive(where: string, option: string, value: unknown): void {
  if (typeof value === 'number' && value > 0) return;
  throw new ValueError(
    `${where}: option "${option}" must be a number above 0; received ${String(value)}.`,
  );
}

/** @throws ValueError unless `value` is a number */
export function checkNumber(where: string, option: string, value: unknown): void {
  if (typeof value === 'number' && !Number.isNaN(value)) return;
  throw new ValueError(`${where}: option "${option}" must be a number; received ${String(value)}.`);
}
