import { toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { MetricOptions } from '../metric.js';
import { IoU, type MeanIoUOptions } from './iou.js';

/** 0 … n-1. */
function allClasses(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i);
}

function without(config: Record<string, unknown>, ...keys: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key)));
}

/**
 * Intersection over union, averaged over all classes.
 * @see https://keras.io/api/metrics/segmentation_metrics/#meaniou-class
 */
export class MeanIoU extends IoU {
  static override readonly className: string = 'MeanIoU';

  constructor(options: MeanIoUOptions) {
    super({ ...options, targetClassIds: allClasses(options.numClasses) });
  }

  override getConfig(): Record<string, unknown> {
    return without(super.getConfig(), 'target_class_ids');
  }
}

export interface BinaryIoUOptions extends MetricOptions {
  /** Which of the classes 0 and 1 count. Default: both. */
  targetClassIds?: readonly number[];
  /** Predictions from it on are class 1. Default: 0.5. */
  threshold?: number;
}

/**
 * Intersection over union of two classes, from the predicted probability of class 1.
 * @see https://keras.io/api/metrics/segmentation_metrics/#binaryiou-class
 */
export class BinaryIoU extends IoU {
  static override readonly className = 'BinaryIoU';

  private readonly threshold: number;

  constructor(options: BinaryIoUOptions = {}) {
    const { targetClassIds = [0, 1], threshold = 0.5, ...rest } = options;
    super({ ...rest, numClasses: 2, targetClassIds }, ['threshold']);
    this.threshold = threshold;
  }

  override updateState(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor | null): void {
    tf.tidy(() => {
      const classes = tf.cast(tf.greaterEqual(toFloat(yPred), this.threshold), 'int32');
      super.updateState(yTrue, classes, sampleWeight);
    });
  }

  override getConfig(): Record<string, unknown> {
    return {
      name: this.name,
      dtype: this.dtype,
      target_class_ids: [...this.options.targetClassIds],
      threshold: this.threshold,
    };
  }
}

type OneHotMeanIoUOptions = Omit<MeanIoUOptions, 'sparseYTrue'>;
type OneHotIoUOptions = OneHotMeanIoUOptions & { targetClassIds: readonly number[] };

/**
 * Intersection over union of one-hot labels and scores of classes.
 * @see https://keras.io/api/metrics/segmentation_metrics/#onehotiou-class
 */
export class OneHotIoU extends IoU {
  static override readonly className = 'OneHotIoU';

  constructor(options: OneHotIoUOptions) {
    super({ ...options, sparseYTrue: false, sparseYPred: options.sparseYPred ?? false });
  }

  override getConfig(): Record<string, unknown> {
    return without(super.getConfig(), 'sparse_y_true');
  }
}

/**
 * Intersection over union of one-hot labels and scores of classes, averaged over all classes.
 * @see https://keras.io/api/metrics/segmentation_metrics/#onehotmeaniou-class
 */
export class OneHotMeanIoU extends MeanIoU {
  static override readonly className = 'OneHotMeanIoU';

  constructor(options: OneHotMeanIoUOptions) {
    super({ ...options, sparseYTrue: false, sparseYPred: options.sparseYPred ?? false });
  }

  override getConfig(): Record<string, unknown> {
    return without(super.getConfig(), 'sparse_y_true');
  }
}
