import { checkPositiveInteger, epsilon, toFloat, ValueError, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { increase, Metric, type MetricOptions } from '../metric.js';

export interface MeanIoUOptions extends MetricOptions {
  numClasses: number;
  /** Labels of this class do not count. Default: none. */
  ignoreClass?: number | null;
  /** Whether labels are class numbers rather than one-hot. Default: true. */
  sparseYTrue?: boolean;
  /** Whether predictions are class numbers rather than scores. Default: true. */
  sparseYPred?: boolean;
  /** Axis of the classes, where they are not numbers. Default: -1. */
  axis?: number;
}

export interface IoUOptions extends MeanIoUOptions {
  /** The classes that the mean is taken over. */
  targetClassIds: readonly number[];
}

/**
 * Intersection over union, true positives / (true positives + false positives + false negatives),
 * averaged over some classes; those that did not occur are left out.
 *
 * @see https://keras.io/api/metrics/segmentation_metrics/#iou-class
 */
export class IoU extends Metric {
  static override readonly className: string = 'IoU';

  protected readonly options: Required<Omit<IoUOptions, 'name' | 'dtype'>>;
  private readonly confusion: Variable;

  constructor(options: IoUOptions, known: readonly string[] = []) {
    const { numClasses, targetClassIds, ignoreClass = null, axis = -1 } = options;
    const { sparseYTrue = true, sparseYPred = true } = options;
    super({ ...options, dtype: options.dtype ?? 'int32' }, [
      'numClasses',
      'targetClassIds',
      'ignoreClass',
      'sparseYTrue',
      'sparseYPred',
      'axis',
      ...known,
    ]);
    checkPositiveInteger(this.name, 'numClasses', numClasses);
    if (!Array.isArray(targetClassIds) || targetClassIds.length === 0) {
      throw new ValueError(`${this.name}: option "targetClassIds" must list class numbers.`);
    }
    const outside = targetClassIds.filter((id) => !(id >= 0 && id < numClasses));
    if (outside.length > 0) {
      throw new ValueError(
        `${this.name}: class ${outside.join(', ')} of option "targetClassIds" is outside 0 … ${numClasses - 1}.`,
      );
    }
    this.options = { numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, axis };
    this.confusion = this.addVariable('total_confusion_matrix', [numClasses, numClasses]);
  }

  updateState(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor | null): void {
    const { numClasses, ignoreClass, sparseYTrue, sparseYPred, axis } = this.options;
    tf.tidy(() => {
      const numbers = (x: tf.Tensor, sparse: boolean) =>
        tf.cast(tf.reshape<tf.Rank.R1>(sparse ? x : tf.argMax(x, axis), [-1]), 'int32');
      const labels = numbers(yTrue, sparseYTrue);
      const predictions = numbers(yPred, sparseYPred);
      // a number that is no class has an all-zero row, and so counts nowhere
      const rows = toFloat(tf.oneHot(labels, numClasses)) as tf.Tensor2D;
      const columns = toFloat(tf.oneHot(predictions, numClasses)) as tf.Tensor2D;
      let weights = this.weightsOf(sampleWeight ?? null, labels.size);
      if (ignoreClass !== null) {
        const counts = toFloat(tf.notEqual(labels, tf.scalar(ignoreClass, 'int32')));
        weights = weights ? tf.mul(weights, counts) : counts;
      }
      const weighted = weights ? tf.mul(rows, tf.expandDims(weights, 1)) : rows;
      const counted = tf.matMul(weighted, columns, true, false);
      increase(this.confusion, this.dtype === 'int32' ? tf.cast(counted, 'int32') : counted);
    });
  }

  /** Weights as a vector; whole numbers where the state is, as in Keras. */
  private weightsOf(sampleWeight: tf.Tensor | null, size: number): tf.Tensor | null {
    if (sampleWeight === null) return null;
    const flat = sampleWeight.rank > 1 ? tf.reshape(sampleWeight, [-1]) : sampleWeight;
    return tf.broadcastTo(toFloat(tf.cast(flat, this.dtype)), [size]);
  }

  result(): tf.Tensor {
    const { numClasses, targetClassIds } = this.options;
    return tf.tidy(() => {
      const matrix = toFloat(this.confusion.read());
      const hits = tf.sum(tf.mul(matrix, tf.eye(numClasses)), 0);
      const union = tf.sub(tf.add(tf.sum(matrix, 0), tf.sum(matrix, 1)), hits);
      const wanted = tf.tensor1d([...targetClassIds], 'int32');
      const [hitsOf, unionOf] = [tf.gather(hits, wanted), tf.gather(union, wanted)];
      const occurs = toFloat(tf.greater(unionOf, 1e-9));
      const shares = tf.mul(tf.div(hitsOf, tf.add(unionOf, epsilon())), occurs);
      return tf.div(tf.sum(shares), tf.add(tf.sum(occurs), epsilon()));
    });
  }

  override getConfig(): Record<string, unknown> {
    const { options } = this;
    return {
      ...super.getConfig(),
      num_classes: options.numClasses,
      target_class_ids: [...options.targetClassIds],
      ignore_class: options.ignoreClass,
      sparse_y_true: options.sparseYTrue,
      sparse_y_pred: options.sparseYPred,
      axis: options.axis,
    };
  }
}
