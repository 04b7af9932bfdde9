import { divideNoNan, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

/** The state of metrics that look at all four outcomes at many thresholds. */
export interface Outcomes {
  truePositives: Variable;
  falsePositives: Variable;
  trueNegatives: Variable;
  falseNegatives: Variable;
}

/** 0, 1/(n-1), …, 1. */
export function evenThresholds(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i / (n - 1));
}

function share(part: Variable, rest: Variable): tf.Tensor {
  return tf.tidy(() => divideNoNan(part.read(), tf.add(part.read(), rest.read())));
}

/** True positives among labelled positives, at each threshold: recall, or sensitivity. */
export function sensitivity(outcomes: Outcomes): tf.Tensor {
  return share(outcomes.truePositives, outcomes.falseNegatives);
}

/** True negatives among labelled negatives. */
export function specificity(outcomes: Outcomes): tf.Tensor {
  return share(outcomes.trueNegatives, outcomes.falsePositives);
}

/** True positives among predicted positives. */
export function precisionOf(outcomes: Outcomes): tf.Tensor {
  return share(outcomes.truePositives, outcomes.falsePositives);
}

/** False positives among labelled negatives. */
export function falseAlarms(outcomes: Outcomes): tf.Tensor {
  return share(outcomes.falsePositives, outcomes.trueNegatives);
}
