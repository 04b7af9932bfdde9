import { checkChoice, checkPositiveInteger, toFloat, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import {
  fromChannelsLast,
  readDataFormat,
  spatialAxes,
  toChannelsLast,
  type DataFormat,
  type DataFormatOption,
} from '../convolutional/windows.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { resample } from '../reshaping/resample.js';
import { oneShape } from '../shapes.js';

export interface ResizingOptions extends LayerOptions {
  height: number;
  width: number;
  /** Default: `bilinear`. */
  interpolation?: 'bilinear' | 'nearest';
  /** Cut the middle out of images of another aspect ratio first. Default: false. */
  cropToAspectRatio?: boolean;
  /** Put a border of `fillValue` around images of another aspect ratio first. Default: false. */
  padToAspectRatio?: boolean;
  /** What the border is filled with. Default: `constant`, the only one. */
  fillMode?: 'constant';
  /** Default: 0. */
  fillValue?: number;
  /** Smoothing before images become smaller; false is the only choice. Default: false. */
  antialias?: false;
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
}

/**
 * Images of another size. `bilinear` interpolates between pixel centres, `nearest` takes the
 * nearest pixel; neither smoothes first.
 *
 * Input (batch, height, width, channels), output (batch, height', width', channels).
 *
 * @throws ValueError for sizes that are not positive whole numbers, another interpolation, antialias
 * @throws ShapeError for an input that is not of 4 dimensions
 * @example resizing({ height: 224, width: 224 })
 * @see https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing/
 */
export class Resizing extends Layer {
  static override readonly className = 'Resizing';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'height',
    'width',
    'interpolation',
    'cropToAspectRatio',
    'padToAspectRatio',
    'fillMode',
    'fillValue',
    'antialias',
    'dataFormat',
  ];

  readonly height: number;
  readonly width: number;
  readonly interpolation: 'bilinear' | 'nearest';
  readonly cropToAspectRatio: boolean;
  readonly padToAspectRatio: boolean;
  readonly fillValue: number;
  readonly dataFormat: DataFormat;

  constructor(options: ResizingOptions) {
    super(options);
    checkPositiveInteger('Resizing', 'height', options.height);
    checkPositiveInteger('Resizing', 'width', options.width);
    this.height = options.height;
    this.width = options.width;
    this.interpolation = checkChoice(
      'Resizing',
      'interpolation',
      options.interpolation ?? 'bilinear',
      ['bilinear', 'nearest'] as const,
    );
    this.cropToAspectRatio = options.cropToAspectRatio ?? false;
    this.padToAspectRatio = options.padToAspectRatio ?? false;
    this.fillValue = options.fillValue ?? 0;
    checkChoice('Resizing', 'fillMode', options.fillMode ?? 'constant', ['constant']);
    if (options.antialias) throw new ValueError('Resizing: antialias is not supported.');
    if (this.cropToAspectRatio && this.padToAspectRatio) {
      throw new ValueError(
        'Resizing: give either cropToAspectRatio or padToAspectRatio, not both.',
      );
    }
    this.dataFormat = readDataFormat('Resizing', options.dataFormat);
    this.inputSpec = [new InputSpec({ ndim: 4 })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const x = toChannelsLast(toFloat(inputs), this.dataFormat) as tf.Tensor4D;
    const rows = resample(this.fit(x), 1, this.height, this.interpolation);
    const both = resample(rows, 2, this.width, this.interpolation);
    return fromChannelsLast(both, this.dataFormat);
  }

  /** The images cropped or padded to the aspect ratio that is wanted, if they shall be. */
  private fit(x: tf.Tensor4D): tf.Tensor4D {
    const [batch, height, width, channels] = x.shape;
    // sizes that have the ratio and keep the width, or the height
    const tall = Math.trunc((width * this.height) / this.width);
    const wide = Math.trunc((height * this.width) / this.height);
    if (this.cropToAspectRatio) {
      const rows = Math.max(Math.min(height, tall), 1);
      const columns = Math.max(Math.min(width, wide), 1);
      const [top, left] = [Math.trunc((height - rows) / 2), Math.trunc((width - columns) / 2)];
      return tf.slice(x, [0, top, left, 0], [batch, rows, columns, channels]);
    }
    if (!this.padToAspectRatio) return x;
    const [rows, columns] = [Math.max(height, tall), Math.max(width, wide)];
    const [top, left] = [Math.trunc((rows - height) / 2), Math.trunc((columns - width) / 2)];
    // the same on both sides, as in Keras: one row less than the ratio asks for when it is odd
    const border: [number, number][] = [
      [0, 0],
      [top, top],
      [left, left],
      [0, 0],
    ];
    return tf.pad(x, border, this.fillValue);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = [...oneShape(this.name, inputShape)];
    const [rows, columns] = spatialAxes(2, this.dataFormat) as [number, number];
    shape[rows] = this.height;
    shape[columns] = this.width;
    return shape;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      height: this.height,
      width: this.width,
      interpolation: this.interpolation,
      crop_to_aspect_ratio: this.cropToAspectRatio,
      pad_to_aspect_ratio: this.padToAspectRatio,
      fill_mode: 'constant',
      fill_value: this.fillValue,
      antialias: false,
      data_format: this.dataFormat,
    };
  }
}

registerBuiltInLayer(Resizing);

/** @see Resizing */
export function resizing(options: ResizingOptions): Resizing {
  return new Resizing(options);
}
