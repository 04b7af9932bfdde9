import { categoricalHinge, hinge, squaredHinge } from '@ibexjs/losses';

import type { MetricOptions } from './metric.js';
import { MeanOfFunction } from './reduction/mean-metric-wrapper.js';

/**
 * The mean of the hinge loss. @see https://keras.io/api/metrics/hinge_metrics/#hinge-class
 */
export class Hinge extends MeanOfFunction {
  static override readonly className = 'Hinge';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: hinge }, [], 'hinge');
  }
}

/**
 * The mean of the squared hinge loss.
 * @see https://keras.io/api/metrics/hinge_metrics/#squaredhinge-class
 */
export class SquaredHinge extends MeanOfFunction {
  static override readonly className = 'SquaredHinge';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: squaredHinge }, [], 'squared_hinge');
  }
}

/**
 * The mean of the hinge loss over one-hot labels.
 * @see https://keras.io/api/metrics/hinge_metrics/#categoricalhinge-class
 */
export class CategoricalHinge extends MeanOfFunction {
  static override readonly className = 'CategoricalHinge';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: categoricalHinge }, [], 'categorical_hinge');
  }
}
