import { hasKernel, runKernelMany } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * Where a backend's fused update kernels hook in. A kernel does one variable's whole update in one
 * pass; without it the optimizer composes the same numbers from tfjs' ops.
 *
 * Contract. All inputs are float32; `variable`, `gradient` and states have one shape,
 * `learningRate` and `step` are scalars (`step` is 1 in the first update). A kernel allocates its
 * outputs; it must not write into its inputs. Formulas are those of the classes named.
 *
 * | kernel | inputs besides variable, gradient, learningRate | attributes | outputs |
 * |---|---|---|---|
 * | IbexSgd (SGD without momentum) | | | variable |
 * | IbexSgdMomentum (SGD) | momentum | momentum, nesterov | variable, momentum |
 * | IbexRmsprop (RMSprop, not centered, no momentum) | velocity | rho, epsilon | variable, velocity |
 * | IbexAdam (Adam, AdamW; no amsgrad) | momentum, velocity, step | beta1, beta2, epsilon | variable, momentum, velocity |
 * | IbexAdagrad (Adagrad) | accumulator | epsilon | variable, accumulator |
 * | IbexAdadelta (Adadelta) | accumulatedGrad, accumulatedDelta | rho, epsilon | variable, accumulatedGrad, accumulatedDelta |
 */
export type FusedKernel =
  'IbexSgd' | 'IbexSgdMomentum' | 'IbexRmsprop' | 'IbexAdam' | 'IbexAdagrad' | 'IbexAdadelta';

/** The kernel's outputs, in the table's order; null when the backend has no such kernel. */
export function fusedUpdate(
  kernel: FusedKernel,
  inputs: tf.NamedTensorMap,
  attributes: Record<string, number | boolean>,
): tf.Tensor[] | null {
  return hasKernel(kernel) ? runKernelMany(kernel, inputs, attributes) : null;
}
