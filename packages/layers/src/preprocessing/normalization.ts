import { epsilon, ShapeError, StateError, toFloat, ValueError, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import { knownSize, normalizeAxis, oneShape } from '../shapes.js';

/** A number, or numbers by axis. */
export type NormalizationStatistic = number | number[] | number[][];

export interface NormalizationOptions extends LayerOptions {
  /** Axis, or axes, whose entries keep a mean and variance each; [] for one of all. Default: -1. */
  axis?: number | number[] | null;
  /** Known mean, of the shape of `axis` or less; then `variance` is needed too. */
  mean?: NormalizationStatistic;
  /** Known variance, of the shape of `mean`. */
  variance?: NormalizationStatistic;
  /** Whether to undo a normalization. Default: false. */
  invert?: boolean;
}

/**
 * Brings features to mean 0 and variance 1: `(x - mean) / √variance`; with `invert`, back again:
 * `x √variance + mean`. Mean and variance are given, or learned from data by `adapt`.
 *
 * Input of any shape, output the same, as floats. Weights, unless mean and variance are given: mean
 * and variance of the shape of `axis`, and count, which Keras keeps for old files. None is trained.
 *
 * @throws ValueError for a mean without a variance
 * @throws ShapeError when the input has no such axis, or a size that is not known
 * @example
 * const scale = normalization();
 * await scale.adapt(tf.tensor2d([[1, 10], [3, 30]]));
 * scale.apply(tf.tensor2d([[3, 10]])) // [[1, -1]]
 * @see https://keras.io/api/layers/preprocessing_layers/numerical/normalization/
 */
export class Normalization extends Layer {
  static override readonly className = 'Normalization';
  static override readonly optionKeys = [...Layer.optionKeys, 'axis', 'mean', 'variance', 'invert'];

  readonly axis: number[];
  readonly mean: NormalizationStatistic | null;
  readonly variance: NormalizationStatistic | null;
  readonly invert: boolean;
  adaptMean: Variable | null = null;
  adaptVariance: Variable | null = null;
  /** Sizes of the kept axes, and 1 elsewhere. */
  private wide: number[] = [];
  /** Axes that keep a mean each, from the front. */
  private kept: number[] = [];

  constructor(options: NormalizationOptions = {}) {
    super(options);
    this.axis = [options.axis === undefined ? -1 : (options.axis ?? [])].flat();
    this.mean = options.mean ?? null;
    this.variance = options.variance ?? null;
    this.invert = options.invert ?? false;
    this.supportsMasking = true;
    this.checkNormalizationStatistics();
  }

  private checkNormalizationStatistics(): void {
    const { mean, variance } = this;
    if (mean === null && variance === null) return;
    if (mean === null || variance === null) {
      throw new ValueError(
        'Normalization: `mean` and `variance` go together; only one of them is given.',
      );
    }
    const shapes = [mean, variance].map(shapeOf);
    if (String(shapes[0]) !== String(shapes[1]) || shapes[0]!.length > this.axis.length) {
      throw new ValueError(
        `Normalization: \`mean\` and \`variance\` need one shape, of no more dimensions than axis has entries; received [${shapes[0]!.join(', ')}] and [${shapes[1]!.join(', ')}] for axis [${this.axis.join(', ')}].`,
      );
    }
  }

  override build(inputShape: Shapes): void {
    const shape = oneShape(this.name, inputShape);
    this.kept = this.axis.map((axis) => normalizeAxis(this.name, axis, shape.length));
    this.kept.sort((a, b) => a - b);
    this.wide = shape.map((_, i) => (this.kept.includes(i) ? knownSize(this.name, shape, i) : 1));
    if (this.mean !== null) return;
    const size = this.kept.map((axis) => this.wide[axis]!);
    this.adaptMean = this.addWeight({
      name: 'mean',
      shape: size,
      initializer: 'zeros',
      trainable: false,
    });
    this.adaptVariance = this.addWeight({
      name: 'variance',
      shape: size,
      initializer: 'ones',
      trainable: false,
    });
    this.addWeight({ name: 'count', dtype: 'int32', initializer: 'zeros', trainable: false });
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toFloat(inputs);
    const mean = this.spread(this.adaptMean, this.mean);
    const deviation = tf.sqrt(this.spread(this.adaptVariance, this.variance));
    const divisor = tf.maximum(deviation, epsilon());
    return this.invert ? tf.add(mean, tf.mul(x, divisor)) : tf.div(tf.sub(x, mean), divisor);
  }

  /** A statistic in the input's rank; given ones line up with the last of the kept axes. */
  private spread(learned: Variable | null, given: NormalizationStatistic | null): tf.Tensor {
    if (learned !== null) return tf.reshape(learned.read(), this.wide);
    const tensor = tf.tensor(given!, undefined, 'float32');
    const shape = this.wide.map(() => 1);
    for (let i = 1; i <= tensor.rank; i++) shape[this.kept.at(-i)!] = tensor.shape.at(-i)!;
    return tf.reshape(tensor, shape);
  }

  /**
   * Learns mean and variance from data, in place of what was learned before.
   *
   * @param data a tensor of samples, or batches of them one after the other
   * @throws StateError when mean and variance were given
   * @throws ShapeError, ValueError for batches that do not fit, or none
   */
  async adapt(data: tf.Tensor | Iterable<tf.Tensor> | AsyncIterable<tf.Tensor>): Promise<void> {
    if (this.mean !== null) {
      throw new StateError(
        `Layer ${this.name} was given its mean and variance; it has nothing to learn.`,
      );
    }
    let [mean, variance] = [tf.scalar(0) as tf.Tensor, tf.scalar(0) as tf.Tensor];
    let count = 0;
    for await (const batch of data instanceof tf.Tensor ? [data] : data) {
      if (!this.built) this.build(batch.shape);
      const size = this.checkBatch(batch);
      const share = size / (count + size);
      const [newMean, newVariance] = tf.tidy(() => this.join(mean, variance, batch, share));
      mean.dispose();
      variance.dispose();
      [mean, variance] = [newMean, newVariance];
      count += size;
    }
    if (count > 0) {
      this.adaptMean!.assign(mean);
      this.adaptVariance!.assign(variance);
    }
    mean.dispose();
    variance.dispose();
    if (count === 0) throw new ValueError(`Layer ${this.name}: adapt received no data.`);
  }

  /** How many numbers of a batch go into each mean. */
  private checkBatch(batch: tf.Tensor): number {
    const fits = batch.rank === this.wide.length;
    if (!fits || this.kept.some((axis) => batch.shape[axis] !== this.wide[axis])) {
      throw new ShapeError(
        `Layer ${this.name} keeps statistics of shape [${this.wide.join(', ')}]; it cannot adapt to data of shape [${batch.shape.join(', ')}].`,
      );
    }
    return batch.size / this.wide.reduce((a, b) => a * b, 1);
  }

  /** Mean and variance of what came before and a batch that makes up `share` of it all. */
  private join(
    mean: tf.Tensor,
    variance: tf.Tensor,
    batch: tf.Tensor,
    share: number,
  ): [mean: tf.Tensor, variance: tf.Tensor] {
    const others = this.wide.map((_, i) => i).filter((i) => !this.kept.includes(i));
    const own = tf.moments(toFloat(batch), others);
    const joint = tf.add(tf.mul(mean, 1 - share), tf.mul(own.mean, share));
    const before = tf.add(variance, tf.square(tf.sub(mean, joint)));
    const now = tf.add(own.variance, tf.square(tf.sub(own.mean, joint)));
    return [joint, tf.add(tf.mul(before, 1 - share), tf.mul(now, share))];
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    return inputShape;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      axis: this.axis,
      invert: this.invert,
      mean: this.mean,
      variance: this.variance,
    };
  }
}

function shapeOf(statistic: NormalizationStatistic): number[] {
  if (!Array.isArray(statistic)) return [];
  const [first] = statistic;
  return Array.isArray(first) ? [statistic.length, first.length] : [statistic.length];
}

registerBuiltInLayer(Normalization);

/** @see Normalization */
export function normalization(options: NormalizationOptions = {}): Normalization {
  return new Normalization(options);
}
