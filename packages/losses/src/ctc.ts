import { ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Loss } from './loss.js';
import { showShape } from './shapes.js';

/** The class that stands for "nothing" between labels, and for padding after them. */
const BLANK = 0;

/** Logarithm of an impossible path's probability: finite, so that gradients stay numbers. */
const IMPOSSIBLE = -1e30;

/** Labels with a blank before, between and after them: [n, length] → [n, 2 length + 1]. */
function withBlanks(labels: tf.Tensor2D): tf.Tensor2D {
  const [n, length] = labels.shape;
  const pairs = tf.reshape(tf.stack([tf.fill([n, length], BLANK, 'int32'), labels], 2), [n, -1]);
  return tf.concat2d([pairs as tf.Tensor2D, tf.fill([n, 1], BLANK, 'int32')], 1);
}

/** Moves the columns to the right, filling up with impossible ones. */
function shift(states: tf.Tensor, by: number): tf.Tensor {
  const kept = tf.slice(states, [0, 0], [-1, states.shape[1]! - by]);
  return tf.pad(
    kept,
    [
      [0, 0],
      [by, 0],
    ],
    IMPOSSIBLE,
  );
}

/** log(exp(a) + exp(b) + …), element by element. */
function logAdd(terms: tf.Tensor[]): tf.Tensor {
  return tf.logSumExp(tf.stack(terms), 0);
}

/**
 * Connectionist temporal classification: -log of the summed probability of every way to spread the
 * labels, with blanks between them, over the time steps. Class 0 is the blank; in `yTrue` it is
 * padding.
 *
 * @param yTrue class numbers [n, longest label], padded with 0
 * @param yPred logits [n, time steps, classes]
 * @returns [n]
 * @throws ShapeError for other ranks
 */
export function ctc(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  if (yTrue.rank !== 2 || yPred.rank !== 3 || yTrue.shape[0] !== yPred.shape[0]) {
    throw new ShapeError(
      `ctc: it takes labels of shape [samples, longest label] and logits of shape [samples, time steps, classes]; received labels ${showShape(yTrue.shape)} and logits ${showShape(yPred.shape)}.`,
    );
  }
  return tf.tidy(() => {
    const labels = tf.cast(yTrue, 'int32') as tf.Tensor2D;
    const [n, steps, classes] = yPred.shape as [number, number, number];
    const states = withBlanks(labels);
    const width = states.shape[1];

    // log-probability of each state's class at each step: [steps, n, width]
    const emitted = tf.matMul(tf.logSoftmax(yPred), tf.oneHot(states, classes), false, true);
    const byStep = tf.unstack(emitted, 1);

    // a state may follow the one two before it, unless that skips a blank between equal labels
    const twoBefore = tf.pad(tf.slice(states, [0, 0], [n, width - 2]), [
      [0, 0],
      [2, 0],
    ]);
    const maySkip = tf.logicalAnd(tf.notEqual(states, BLANK), tf.notEqual(states, twoBefore));
    const impossible = tf.fill([n, width], IMPOSSIBLE);

    const atStart = tf.tile(tf.reshape(tf.less(tf.range(0, width), 2), [1, width]), [n, 1]);
    let alpha = tf.where(atStart, byStep[0]!, impossible);
    for (let t = 1; t < steps; t++) {
      const skipped = tf.where(maySkip, shift(alpha, 2), impossible);
      alpha = tf.add(logAdd([alpha, shift(alpha, 1), skipped]), byStep[t]!);
    }

    const lengths = tf.sum(tf.cast(tf.notEqual(labels, BLANK), 'int32'), 1, true);
    const last = tf.mul(lengths, tf.scalar(2, 'int32'));
    const position = tf.reshape(tf.range(0, width, 1, 'int32'), [1, width]);
    const isEnd = tf.logicalAnd(
      tf.lessEqual(position, last),
      tf.greaterEqual(position, tf.sub(last, tf.scalar(1, 'int32'))),
    );
    return tf.neg(tf.logSumExp(tf.where(isEnd, alpha, impossible), 1));
  });
}

/**
 * The loss of speech and handwriting recognition (Graves et al., "Connectionist temporal
 * classification", 2006).
 *
 * @see https://keras.io/api/losses/
 */
export class CTC extends Loss {
  static override readonly className = 'CTC';

  call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
    return ctc(yTrue, yPred);
  }
}
