import { checkPositiveInteger, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { ConstraintIdentifier } from '../constraints/index.js';
import type { Shapes } from '../engine/types.js';
import type { InitializerIdentifier } from '../initializers/index.js';
import type { RegularizerIdentifier } from '../regularizers/index.js';
import { weightOptionKeys, WeightSettings } from '../weight-settings.js';
import { BaseDepthwise, type DepthwiseOptions } from './base-depthwise.js';

export interface SeparableOptions extends DepthwiseOptions {
  /** Number of output channels. */
  filters: number;
  /** Default: `glorotUniform`. */
  pointwiseInitializer?: InitializerIdentifier;
  pointwiseRegularizer?: RegularizerIdentifier;
  pointwiseConstraint?: ConstraintIdentifier;
}

/** What depthwise convolutions followed by one of single points share. */
export abstract class BaseSeparable extends BaseDepthwise {
  static override readonly optionKeys: readonly string[] = [
    ...BaseDepthwise.optionKeys,
    'filters',
    ...weightOptionKeys('pointwise'),
  ];

  readonly filters: number;
  readonly pointwiseSettings: WeightSettings;
  pointwiseKernel!: Variable;

  constructor(rank: number, options: SeparableOptions) {
    super(rank, options);
    checkPositiveInteger(this.getClassName(), 'filters', options.filters);
    this.filters = options.filters;
    this.pointwiseSettings = new WeightSettings('pointwise', options, 'glorotUniform');
  }

  override build(inputShape: Shapes): void {
    const channels = this.channelsOf(inputShape);
    this.computeOutputShape(inputShape);
    this.depthwiseKernel = this.addWeight(
      this.depthwiseSettings.weight(
        [...this.kernelSize, channels, this.depthMultiplier],
        'depthwise_kernel',
      ),
    );
    this.pointwiseKernel = this.addWeight(
      this.pointwiseSettings.weight(
        [...this.kernelSize.map(() => 1), channels * this.depthMultiplier, this.filters],
        'pointwise_kernel',
      ),
    );
    if (this.useBias) this.bias = this.addWeight(this.biasSettings.weight([this.filters]));
  }

  protected override outputChannels(): number {
    return this.filters;
  }

  protected override convolve(x: tf.Tensor4D): tf.Tensor {
    return tf.fused.conv2d({
      x: this.depthwise(x),
      filter: this.asImages(this.pointwiseKernel.read(), 0),
      strides: 1,
      pad: 'valid',
      ...(this.bias && { bias: this.bias.read() }),
    });
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      filters: this.filters,
      ...this.pointwiseSettings.getConfig(),
    };
  }
}
