import {
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
} from '@ibexjs/losses';

import type { MetricOptions } from '../metric.js';
import { MeanOfFunction } from '../reduction/mean-metric-wrapper.js';

/**
 * The mean of squared errors.
 * @see https://keras.io/api/metrics/regression_metrics/#meansquarederror-class
 */
export class MeanSquaredError extends MeanOfFunction {
  static override readonly className = 'MeanSquaredError';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: meanSquaredError }, [], 'mean_squared_error');
  }
}

/**
 * The mean of absolute errors.
 * @see https://keras.io/api/metrics/regression_metrics/#meanabsoluteerror-class
 */
export class MeanAbsoluteError extends MeanOfFunction {
  static override readonly className = 'MeanAbsoluteError';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: meanAbsoluteError }, [], 'mean_absolute_error');
  }
}

/**
 * The mean of absolute errors in percent of the label.
 * @see https://keras.io/api/metrics/regression_metrics/#meanabsolutepercentageerror-class
 */
export class MeanAbsolutePercentageError extends MeanOfFunction {
  static override readonly className = 'MeanAbsolutePercentageError';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: meanAbsolutePercentageError }, [], 'mean_absolute_percentage_error');
  }
}

/**
 * The mean of squared differences of logarithms.
 * @see https://keras.io/api/metrics/regression_metrics/#meansquaredlogarithmicerror-class
 */
export class MeanSquaredLogarithmicError extends MeanOfFunction {
  static override readonly className = 'MeanSquaredLogarithmicError';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: meanSquaredLogarithmicError }, [], 'mean_squared_logarithmic_error');
  }
}

/**
 * The mean of log(cosh(error)).
 * @see https://keras.io/api/metrics/regression_metrics/#logcosherror-class
 */
export class LogCoshError extends MeanOfFunction {
  static override readonly className = 'LogCoshError';

  constructor(options: MetricOptions = {}) {
    super({ ...options, fn: logCosh }, [], 'logcosh');
  }
}
