import * as tf from '@tensorflow/tfjs-core';
import { divideNoNan, Variable } from '@ibexjs/core';

/**
 * Mean of the losses of an epoch's batches, each weighing as many samples as it holds: what the
 * logs call `loss`. Its state is tensors, so that keeping it reads nothing back.
 */
export class RunningMean {
  readonly direction = 'down';
  private readonly total: Variable;
  private readonly count: Variable;

  constructor(readonly name: string) {
    const zero = tf.scalar(0);
    this.total = new Variable(zero, { name: 'total', path: `${name}/total`, trainable: false });
    this.count = new Variable(zero, { name: 'count', path: `${name}/count`, trainable: false });
    zero.dispose();
  }

  get variables(): Variable[] {
    return [this.total, this.count];
  }

  /** Adds the mean `value` of `samples` samples. */
  updateState(value: tf.Tensor, samples: number): void {
    tf.tidy(() => {
      const weight = tf.scalar(samples);
      this.total.assign(tf.add(this.total.read(), tf.mul(value, weight)));
      this.count.assign(tf.add(this.count.read(), weight));
    });
  }

  result(): tf.Tensor {
    return divideNoNan(this.total.read(), this.count.read());
  }

  resetState(): void {
    const zero = tf.scalar(0);
    for (const variable of this.variables) variable.assign(zero);
    zero.dispose();
  }

  dispose(): void {
    for (const variable of this.variables) variable.dispose();
  }
}
