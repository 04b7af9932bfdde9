import { ValueError } from '@ibexjs/core';

import type { Shape, Shapes } from '../engine/types.js';
import { oneShape } from '../shapes.js';
import { BaseConv, type ConvOptions } from './base-conv.js';
import { arrange, spatialAxes } from './windows.js';

export interface ConvTransposeOptions extends Omit<ConvOptions, 'groups'> {
  /** What is added to the size of the output at its end; less than the stride. Default: null. */
  outputPadding?: number | number[] | null;
}

/** What transposed convolutions share. */
export abstract class BaseConvTranspose extends BaseConv {
  static override readonly optionKeys: readonly string[] = [
    ...BaseConv.optionKeys.filter((key) => key !== 'groups'),
    'outputPadding',
  ];

  readonly outputPadding: number[] | null;

  constructor(rank: number, options: ConvTransposeOptions) {
    super(rank, options, ['valid', 'same']);
    const given = options.outputPadding ?? null;
    this.outputPadding = typeof given === 'number' ? new Array<number>(rank).fill(given) : given;
    if (this.outputPadding?.some((padding, i) => padding < 0 || padding >= this.strides[i]!)) {
      throw new ValueError(
        `${this.getClassName()}: outputPadding must be below the stride on each axis; received [${this.outputPadding.join(', ')}] for strides [${this.strides.join(', ')}].`,
      );
    }
  }

  protected override kernelShape(channels: number): number[] {
    return [...this.kernelSize, this.filters, channels];
  }

  /** Sizes of the spatial axes afterwards. */
  protected outputSizes(sizes: (number | null)[]): (number | null)[] {
    return this.kernelSize.map((taps, i) => {
      const size = sizes[i] ?? null;
      if (size === null) return null;
      const stride = this.strides[i]!;
      const window = (taps - 1) * this.dilationRate[i]! + 1;
      const extra = this.outputPadding?.[i] ?? null;
      if (this.padding === 'valid') {
        return (size - 1) * stride + window + (extra ?? Math.max(window, stride) - window);
      }
      return extra === null ? size * stride : (size - 1) * stride + (window % 2) + extra;
    });
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const sizes = spatialAxes(this.rank, this.dataFormat).map((axis) => shape[axis] ?? null);
    return arrange(shape[0] ?? null, this.outputSizes(sizes), this.filters, this.dataFormat);
  }

  override getConfig(): Record<string, unknown> {
    const config = super.getConfig();
    delete config['groups'];
    return { ...config, output_padding: this.outputPadding };
  }
}
