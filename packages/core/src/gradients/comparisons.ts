import * as tf from '@tensorflow/tfjs-core';

/**
 * Comparisons and logic have a zero gradient. tfjs registers none, and so cannot differentiate
 * `where(greater(x, 0), …)`: "gradient function not found for Greater".
 */
const binary = [
  'Equal',
  'NotEqual',
  'Greater',
  'GreaterEqual',
  'Less',
  'LessEqual',
  'LogicalAnd',
  'LogicalOr',
];

for (const kernelName of binary) {
  tf.registerGradient({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (_dy, saved) => ({
      a: () => tf.zeros(saved[0]!.shape),
      b: () => tf.zeros(saved[1]!.shape),
    }),
  });
}

for (const kernelName of ['LogicalNot', 'IsNan', 'IsInf', 'IsFinite', 'Any', 'All']) {
  tf.registerGradient({
    kernelName,
    inputsToSave: ['x'],
    gradFunc: (_dy, saved) => ({ x: () => tf.zeros(saved[0]!.shape) }),
  });
}
