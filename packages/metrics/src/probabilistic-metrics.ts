import {
  binaryCrossentropy,
  type BinaryCrossentropyOptions,
  categoricalCrossentropy,
  type CategoricalCrossentropyOptions,
  klDivergence,
  poisson,
  sparseCategoricalCrossentropy,
  type SparseCategoricalCrossentropyOptions,
} from '@ibexjs/losses';
import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from './metric.js';
import { MeanOfFunction } from './reduction/mean-metric-wrapper.js';

/**
 * The mean of the Kullback-Leibler divergence.
 * @see https://keras.io/api/metrics/probabilistic_metrics/#kldivergence-class
 */
export class KLDivergence extends MeanOfFunction {
  static override readonly className = 'KLDivergence';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: klDivergence }, [], 'kl_divergence');
  }
}

/**
 * The mean of the Poisson loss.
 * @see https://keras.io/api/metrics/probabilistic_metrics/#poisson-class
 */
export class Poisson extends MeanOfFunction {
  static override readonly className = 'Poisson';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: poisson }, [], 'poisson');
  }
}

/**
 * The mean of the binary crossentropy; options as those of the loss.
 * @see https://keras.io/api/metrics/probabilistic_metrics/#binarycrossentropy-class
 */
export class BinaryCrossentropy extends MeanOfFunction {
  static override readonly className = 'BinaryCrossentropy';

  private readonly options: Required<Omit<BinaryCrossentropyOptions, 'axis'>>;

  constructor(given: MetricOptions & Omit<BinaryCrossentropyOptions, 'axis'> = {}) {
    const { fromLogits = false, labelSmoothing = 0, ...rest } = given;
    const options = { fromLogits, labelSmoothing };
    const fn = (yTrue: tf.Tensor, yPred: tf.Tensor) => binaryCrossentropy(yTrue, yPred, options);
    super({ ...rest, fn }, ['fromLogits', 'labelSmoothing'], 'binary_crossentropy');
    this.options = options;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      from_logits: this.options.fromLogits,
      label_smoothing: this.options.labelSmoothing,
    };
  }
}

/**
 * The mean of the crossentropy with one-hot labels; options as those of the loss.
 * @see https://keras.io/api/metrics/probabilistic_metrics/#categoricalcrossentropy-class
 */
export class CategoricalCrossentropy extends MeanOfFunction {
  static override readonly className = 'CategoricalCrossentropy';

  private readonly options: Required<CategoricalCrossentropyOptions>;

  constructor(given: MetricOptions & CategoricalCrossentropyOptions = {}) {
    const { fromLogits = false, labelSmoothing = 0, axis = -1, ...rest } = given;
    const options = { fromLogits, labelSmoothing, axis };
    const fn = (yTrue: tf.Tensor, yPred: tf.Tensor) =>
      categoricalCrossentropy(yTrue, yPred, options);
    super({ ...rest, fn }, ['fromLogits', 'labelSmoothing', 'axis'], 'categorical_crossentropy');
    this.options = options;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      from_logits: this.options.fromLogits,
      label_smoothing: this.options.labelSmoothing,
      axis: this.options.axis,
    };
  }
}

/**
 * The mean of the crossentropy with class numbers as labels; options as those of the loss. What
 * `ignoreClass` leaves out counts as 0, unless there are sample weights, as in Keras.
 * @see https://keras.io/api/metrics/probabilistic_metrics/#sparsecategoricalcrossentropy-class
 */
export class SparseCategoricalCrossentropy extends MeanOfFunction {
  static override readonly className = 'SparseCategoricalCrossentropy';

  private readonly options: Required<SparseCategoricalCrossentropyOptions>;

  constructor(given: MetricOptions & SparseCategoricalCrossentropyOptions = {}) {
    const { fromLogits = false, ignoreClass = null, axis = -1, ...rest } = given;
    const options = { fromLogits, ignoreClass, axis };
    const fn = (yTrue: tf.Tensor, yPred: tf.Tensor) =>
      sparseCategoricalCrossentropy(yTrue, yPred, options);
    super(
      { ...rest, fn },
      ['fromLogits', 'ignoreClass', 'axis'],
      'sparse_categorical_crossentropy',
    );
    this.options = options;
  }

  override updateState(
    yTrue: tf.Tensor,
    yPred: tf.Tensor,
    sampleWeight?: tf.Tensor | null,
    mask?: tf.Tensor | null,
  ): void {
    const { ignoreClass } = this.options;
    if (ignoreClass === null || !(sampleWeight ?? mask)) {
      super.updateState(yTrue, yPred, sampleWeight, mask);
      return;
    }
    tf.tidy(() => {
      const labels = tf.cast(tf.reshape(yTrue, yPred.shape.slice(0, -1)), 'int32');
      const counts = tf.notEqual(labels, tf.scalar(ignoreClass, 'int32'));
      super.updateState(
        yTrue,
        yPred,
        sampleWeight,
        mask ? tf.logicalAnd(counts, tf.cast(mask, 'bool')) : counts,
      );
    });
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      from_logits: this.options.fromLogits,
      ignore_class: this.options.ignoreClass,
      axis: this.options.axis,
    };
  }
}
