import * as tf from '@tensorflow/tfjs-core';

import type { Shape, Shapes } from '../engine/types.js';
import { BaseDepthwise } from './base-depthwise.js';
import { channelAxis } from './windows.js';

/** What convolutions of every channel by itself share. */
export abstract class BaseDepthwiseOnly extends BaseDepthwise {
  override build(inputShape: Shapes): void {
    const channels = this.channelsOf(inputShape);
    this.computeOutputShape(inputShape);
    this.depthwiseKernel = this.addWeight(
      this.depthwiseSettings.weight([...this.kernelSize, channels, this.depthMultiplier], 'kernel'),
    );
    const size = [channels * this.depthMultiplier];
    if (this.useBias) this.bias = this.addWeight(this.biasSettings.weight(size));
  }

  protected override outputChannels(inputShape: Shape): number | null {
    const channels = inputShape[channelAxis(this.rank, this.dataFormat)] ?? null;
    return channels === null ? null : channels * this.depthMultiplier;
  }

  protected override convolve(x: tf.Tensor4D): tf.Tensor {
    const y = this.depthwise(x);
    return this.bias ? tf.add(y, this.bias.read()) : y;
  }
}
