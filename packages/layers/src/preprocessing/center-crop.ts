import { checkPositiveInteger, ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import {
  readDataFormat,
  spatialAxes,
  type DataFormat,
  type DataFormatOption,
} from '../convolutional/windows.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import { formatShape, type Shape, type Shapes, type SymbolicTensors } from '../engine/types.js';
import { firstDType, oneShape } from '../shapes.js';

export interface CenterCropOptions extends LayerOptions {
  height: number;
  width: number;
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
}

/**
 * The middle of images.
 *
 * Input (batch, height, width, channels), output (batch, height', width', channels).
 *
 * @throws ValueError for sizes that are not positive whole numbers
 * @throws ShapeError for an image that is smaller than the crop: resize it first
 * @example centerCrop({ height: 224, width: 224 })
 * @see https://keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop/
 */
export class CenterCrop extends Layer {
  static override readonly className = 'CenterCrop';
  static override readonly optionKeys = [...Layer.optionKeys, 'height', 'width', 'dataFormat'];

  readonly height: number;
  readonly width: number;
  readonly dataFormat: DataFormat;

  constructor(options: CenterCropOptions) {
    super(options);
    checkPositiveInteger('CenterCrop', 'height', options.height);
    checkPositiveInteger('CenterCrop', 'width', options.width);
    this.height = options.height;
    this.width = options.width;
    this.dataFormat = readDataFormat('CenterCrop', options.dataFormat);
    this.inputSpec = [new InputSpec({ ndim: 4 })];
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const size = this.computeOutputShape(inputs.shape) as number[];
    const begin = size.map((kept, axis) => Math.floor((inputs.shape[axis]! - kept) / 2));
    return tf.slice(inputs, begin, size);
  }

  override computeOutputDType(inputs: SymbolicTensors): tf.DataType {
    return firstDType(inputs);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const [rows, columns] = spatialAxes(2, this.dataFormat) as [number, number];
    const [height, width] = [shape[rows] ?? null, shape[columns] ?? null];
    if ((height !== null && height < this.height) || (width !== null && width < this.width)) {
      throw new ShapeError(
        `Layer ${this.name} crops to ${this.height} x ${this.width}; received images of shape ${formatShape(shape)}. Resize them first.`,
      );
    }
    return shape.map((size, axis) =>
      axis === rows ? this.height : axis === columns ? this.width : size,
    );
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      height: this.height,
      width: this.width,
      data_format: this.dataFormat,
    };
  }
}

registerBuiltInLayer(CenterCrop);

/** @see CenterCrop */
export function centerCrop(options: CenterCropOptions): CenterCrop {
  return new CenterCrop(options);
}
