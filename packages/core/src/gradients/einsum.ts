import * as tf from '@tensorflow/tfjs-core';

/** Gradient of one operand: dy and the other operand, summed to the operand's own axes. */
function operandGradient(
  dy: tf.Tensor,
  output: string,
  operand: tf.Tensor,
  labels: string,
  other: { tensor: tf.Tensor; labels: string } | undefined,
): tf.Tensor {
  const reachable = output + (other?.labels ?? '');
  // axes that were summed over and stand nowhere else: every entry has the same gradient
  const found = [...labels].filter((letter) => reachable.includes(letter)).join('');
  const gradient = other
    ? tf.einsum(`${output},${other.labels}->${found}`, dy, other.tensor)
    : tf.einsum(`${output}->${found}`, dy);
  if (found === labels) return gradient;
  const kept = operand.shape.map((size, axis) => (found.includes(labels[axis]!) ? size : 1));
  return tf.broadcastTo(tf.reshape(gradient, kept), operand.shape);
}

/** Einsum has no gradient in tfjs, so what is built on it (attention) cannot be trained. */
tf.registerGradient({
  kernelName: tf.Einsum,
  saveAllInputs: true,
  gradFunc: (dy, saved, attrs) => {
    const { equation } = attrs as unknown as tf.EinsumAttrs;
    const [left, output] = equation.replace(/\s/g, '').split('->') as [string, string];
    const letters = left.split(',');
    return Object.fromEntries(
      letters.map((labels, i) => {
        const tensor = saved[1 - i];
        const other =
          letters.length === 2 && tensor ? { tensor, labels: letters[1 - i]! } : undefined;
        return [i, () => operandGradient(dy as tf.Tensor, output, saved[i]!, labels, other)];
      }),
    );
  },
});
