import { epsilon, toFloat } from '@ibexjs/core';
import { alignRanks } from '@ibexjs/losses';
import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from '../metric.js';
import { MeanOfFunction } from '../reduction/mean-metric-wrapper.js';

function centred(x: tf.Tensor, axis: number): tf.Tensor {
  return tf.sub(x, tf.mean(x, axis, true));
}

/** mean of the products of both in standard units, along an axis: in [-1, 1]. */
export function pearsonCorrelation(yTrue: tf.Tensor, yPred: tf.Tensor, axis = -1): tf.Tensor {
  return tf.tidy(() => {
    const [a, b] = alignRanks(toFloat(yTrue), toFloat(yPred)).map((x) => {
      const middle = centred(x, axis);
      return tf.div(middle, tf.sqrt(tf.mean(tf.square(middle), axis, true)));
    }) as [tf.Tensor, tf.Tensor];
    return tf.mean(tf.mul(a, b), axis);
  });
}

/**
 * Lin's concordance: 2 covariance / (var(yTrue) + var(yPred) + (mean(yTrue) - mean(yPred))²), along
 * an axis.
 */
export function concordanceCorrelation(yTrue: tf.Tensor, yPred: tf.Tensor, axis = -1): tf.Tensor {
  return tf.tidy(() => {
    const [a, b] = alignRanks(toFloat(yTrue), toFloat(yPred));
    const meanOfA = tf.mean(a, axis, true);
    const meanOfB = tf.mean(b, axis, true);
    const variances = tf.add(
      tf.mean(tf.square(centred(a, axis)), axis, true),
      tf.mean(tf.square(centred(b, axis)), axis, true),
    );
    // a - mean(b) as Keras has it; its mean against b - mean(b) is the covariance all the same
    const covariance = tf.mul(tf.sub(a, meanOfB), tf.sub(b, meanOfB));
    const norm = tf.add(variances, tf.square(tf.sub(meanOfA, meanOfB)));
    return tf.mean(tf.div(tf.mul(covariance, 2), tf.add(norm, epsilon())), axis);
  });
}

/**
 * The mean of Pearson's correlation.
 *
 * @see https://keras.io/api/metrics/
 */
export class PearsonCorrelation extends MeanOfFunction {
  static override readonly className = 'PearsonCorrelation';

  private readonly axis: number;

  constructor({ axis = -1, ...options }: MetricOptions & { axis?: number } = {}) {
    const fn = (yTrue: tf.Tensor, yPred: tf.Tensor) => pearsonCorrelation(yTrue, yPred, axis);
    super({ ...options, fn }, ['axis'], 'pearson_correlation');
    this.axis = axis;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

/**
 * The mean of the concordance correlation (Lin 1989).
 *
 * @see https://keras.io/api/metrics/
 */
export class ConcordanceCorrelation extends MeanOfFunction {
  static override readonly className = 'ConcordanceCorrelation';

  private readonly axis: number;

  constructor({ axis = -1, ...options }: MetricOptions & { axis?: number } = {}) {
    const fn = (yTrue: tf.Tensor, yPred: tf.Tensor) => concordanceCorrelation(yTrue, yPred, axis);
    super({ ...options, fn }, ['axis'], 'concordance_correlation');
    this.axis = axis;
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis };
  }
}
