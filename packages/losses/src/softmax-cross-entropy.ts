import { hasKernel, runKernelMany } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Crossentropies over classes from logits, numerically stable, with the short gradient
 * softmax(logits) - labels. Every softmax crossentropy of this package comes through here, so here
 * a backend's fused kernels hook in.
 *
 * `IbexSoftmaxCrossEntropy`: inputs {labels, logits}, both float32 [n, classes]; outputs
 * [losses [n], gradient [n, classes]], gradient = softmax(logits) - labels.
 *
 * `IbexSparseSoftmaxCrossEntropy`: the same with labels int32 [n]; where a label is not a class,
 * the loss is NaN.
 */
const DENSE_KERNEL = 'IbexSoftmaxCrossEntropy';
const SPARSE_KERNEL = 'IbexSparseSoftmaxCrossEntropy';

/** Above so many classes, one value is picked by gather; below, by a product with one-hot rows. */
const GATHER_FROM_CLASSES = 128;

/** log(sum(exp(x))) of each row, the shifted rows, and their exponentials' sums. */
function logSumExp(logits: tf.Tensor2D): { shifted: tf.Tensor; logSum: tf.Tensor } {
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  return { shifted, logSum: tf.log(tf.sum(tf.exp(shifted), 1)) };
}

const denseFromRows = tf.customGrad((labels, logits, save) => {
  const [y, x, keep] = [labels as tf.Tensor2D, logits as tf.Tensor2D, save as tf.GradSaveFunc];
  if (hasKernel(DENSE_KERNEL)) {
    const [losses, gradient] = runKernelMany(DENSE_KERNEL, { labels: y, logits: x });
    keep([y, x, gradient!]);
    return { value: losses!, gradFunc: denseGradient };
  }
  const { shifted, logSum } = logSumExp(x);
  const sumOfLabels = tf.sum(y, 1);
  const value = tf.sub(tf.mul(sumOfLabels, logSum), tf.sum(tf.mul(y, shifted), 1));
  keep([y, x, tf.sub(tf.softmax(x), y)]);
  return { value, gradFunc: denseGradient };
});

function denseGradient(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
  const [, logits, gradient] = saved as [tf.Tensor, tf.Tensor2D, tf.Tensor];
  const rows = tf.expandDims(dy, 1);
  return [tf.neg(tf.mul(rows, tf.logSoftmax(logits))), tf.mul(rows, gradient)];
}

/** The value of each row at its label. */
function pick(rows: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor {
  const [n, classes] = rows.shape;
  if (classes < GATHER_FROM_CLASSES) return tf.sum(tf.mul(rows, tf.oneHot(labels, classes)), 1);
  const offsets = tf.mul(tf.range(0, n, 1, 'int32'), tf.scalar(classes, 'int32'));
  return tf.gather(tf.reshape(rows, [-1]), tf.add(offsets, labels));
}

const sparseFromRows = tf.customGrad((logits, labels, save) => {
  const [x, y, keep] = [logits as tf.Tensor2D, labels as tf.Tensor1D, save as tf.GradSaveFunc];
  if (hasKernel(SPARSE_KERNEL)) {
    const [losses, gradient] = runKernelMany(SPARSE_KERNEL, { labels: y, logits: x });
    keep([gradient!]);
    return {
      value: losses!,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => [
        tf.mul(tf.expandDims(dy, 1), saved[0]!),
        tf.zerosLike(y),
      ],
    };
  }
  const classes = x.shape[1];
  const { shifted, logSum } = logSumExp(x);
  // a label that is no class gives NaN, as in TensorFlow, where a wrong number would hide the fault
  const isClass = tf.logicalAnd(tf.greaterEqual(y, 0), tf.less(y, classes));
  const safe = tf.cast<tf.Tensor1D>(tf.clipByValue(y, 0, classes - 1), 'int32');
  const losses = tf.sub(logSum, pick(shifted as tf.Tensor2D, safe));
  const value = tf.where(isClass, losses, tf.fill(losses.shape, NaN));
  keep([x, safe]);
  return {
    value,
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [rows, classNumbers] = saved as [tf.Tensor2D, tf.Tensor1D];
      const gradient = tf.sub(tf.softmax(rows), tf.oneHot(classNumbers, classes));
      return [tf.mul(tf.expandDims(dy, 1), gradient), tf.zerosLike(classNumbers)];
    },
  };
});

/**
 * -sum(labels log(softmax(logits))) over the last axis.
 *
 * @param labels float32, of the shape of `logits`
 */
export function softmaxCrossEntropy(labels: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const classes = logits.shape.at(-1)!;
    const losses = denseFromRows(
      tf.reshape(labels, [-1, classes]),
      tf.reshape(logits, [-1, classes]),
    );
    return tf.reshape(losses, logits.shape.slice(0, -1));
  });
}

/**
 * -log(softmax(logits))[label] over the last axis; NaN where a label is not a class.
 *
 * @param labels int32, of the shape of `logits` without its last axis
 */
export function sparseSoftmaxCrossEntropy(labels: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const classes = logits.shape.at(-1)!;
    const losses = sparseFromRows(tf.reshape(logits, [-1, classes]), tf.reshape(labels, [-1]));
    return tf.reshape(losses, labels.shape);
  });
}
