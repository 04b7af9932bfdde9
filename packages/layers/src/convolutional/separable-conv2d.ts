import { checkPositiveInteger, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { ConstraintIdentifier } from '../constraints/index.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shapes } from '../engine/types.js';
import type { InitializerIdentifier } from '../initializers/index.js';
import type { RegularizerIdentifier } from '../regularizers/index.js';
import { weightOptionKeys, WeightSettings } from '../weight-settings.js';
import { BaseDepthwise, type DepthwiseOptions } from './base-depthwise.js';

export interface SeparableConv2DOptions extends DepthwiseOptions {
  /** Number of output channels. */
  filters: number;
  /** Default: `glorotUniform`. */
  pointwiseInitializer?: InitializerIdentifier;
  pointwiseRegularizer?: RegularizerIdentifier;
  pointwiseConstraint?: ConstraintIdentifier;
}

/**
 * A depthwise convolution followed by one of 1 x 1, which mixes the channels: nearly what a
 * convolution does, with far fewer weights.
 *
 * Input (batch, height, width, channels), output (batch, height', width', filters). Weights:
 * depthwise_kernel [rows, columns, channels, depthMultiplier], pointwise_kernel [1, 1, channels ·
 * depthMultiplier, filters], bias [filters].
 *
 * @throws ValueError for sizes that are not positive, strides together with dilation
 * @throws ShapeError for an input that is not of 4 dimensions, or smaller than the window
 * @example separableConv2d({ filters: 64, kernelSize: 3 })
 * @see Chollet, "Xception: deep learning with depthwise separable convolutions" (2017)
 */
export class SeparableConv2D extends BaseDepthwise {
  static override readonly className = 'SeparableConv2D';
  static override readonly optionKeys = [
    ...BaseDepthwise.optionKeys,
    'filters',
    ...weightOptionKeys('pointwise'),
  ];

  readonly filters: number;
  readonly pointwiseSettings: WeightSettings;
  pointwiseKernel!: Variable;

  constructor(options: SeparableConv2DOptions) {
    super(options);
    checkPositiveInteger('SeparableConv2D', 'filters', options.filters);
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
        [1, 1, channels * this.depthMultiplier, this.filters],
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
      filter: this.pointwiseKernel.read() as tf.Tensor4D,
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

registerBuiltInLayer(SeparableConv2D, 'keras.layers', 'SeparableConvolution2D');

/** @see SeparableConv2D */
export function separableConv2d(options: SeparableConv2DOptions): SeparableConv2D {
  return new SeparableConv2D(options);
}
