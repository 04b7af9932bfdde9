import { camelCaseKeys, checkOptions, classNameOf, objectName, toFloat } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { checkReduction, reduceWeighted, type Reduction } from './reduction.js';

/** What every loss takes. */
export interface LossOptions {
  /** How the losses of a batch become one number. Default: 'sum_over_batch_size', the mean. */
  reduction?: Reduction | (string & {});
  /** Default: the loss's name in Keras. */
  name?: string;
  /** Type that it computes in. Default, and only value: 'float32'. */
  dtype?: 'float32' | null;
}

const LOSS_OPTIONS = ['reduction', 'name', 'dtype'] as const;

/**
 * Base class of all losses: how far predictions are from labels. A loss of your own implements
 * `call`, which gives one number per sample, and, if it has options, `getConfig`.
 *
 * @see https://keras.io/api/losses/
 */
export abstract class Loss {
  /** Name in files. Subclasses set it: bundlers rename classes. */
  static readonly className: string = 'Loss';

  readonly name: string;
  readonly reduction: Reduction;
  readonly dtype = 'float32' as const;

  /**
   * @param options of this loss
   * @param known names of the options that the subclass takes besides those of `LossOptions`
   * @throws UnknownOptionError for any other option, ValueError for an unknown reduction
   */
  constructor(options: LossOptions = {}, known: readonly string[] = []) {
    const className = classNameOf(new.target);
    checkOptions(className, options, [...LOSS_OPTIONS, ...known]);
    this.name = options.name ?? objectName(className);
    this.reduction = checkReduction(
      className,
      options.reduction === undefined ? 'sum_over_batch_size' : options.reduction,
    );
  }

  /** The loss of each sample: the shape of `yPred` without its last axis, for most losses. */
  abstract call(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor;

  /**
   * The loss of a batch, weighted and reduced.
   *
   * @param sampleWeight one weight per sample, or per entry of what `call` returns
   * @param mask 1 or true where an entry counts, of the shape that `call` returns
   * @throws ShapeError when labels and predictions do not fit
   */
  apply(
    yTrue: tf.Tensor,
    yPred: tf.Tensor,
    sampleWeight: tf.Tensor | null = null,
    mask: tf.Tensor | null = null,
  ): tf.Tensor {
    return tf.tidy(() => {
      const losses = this.call(yTrue, yPred);
      const own = this.computeMask(yTrue, losses);
      const merged = own && mask ? tf.mul(toFloat(own), toFloat(mask)) : (own ?? mask);
      return reduceWeighted(losses, sampleWeight, merged, this.reduction);
    });
  }

  /** Which of the losses count, for losses that leave some out; null when all do. */
  protected computeMask(_yTrue: tf.Tensor, _losses: tf.Tensor): tf.Tensor | null {
    return null;
  }

  /** In Keras' keys, so that either side loads it. */
  getConfig(): Record<string, unknown> {
    return { name: this.name, reduction: this.reduction };
  }

  static fromConfig<T extends Loss>(
    this: new (options: never) => T,
    config: Record<string, unknown>,
  ): T {
    return new this(camelCaseKeys(config) as never);
  }
}
