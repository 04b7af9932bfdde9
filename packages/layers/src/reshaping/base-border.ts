import { ValueError } from '@ibexjs/core';

import {
  readDataFormat,
  spatialAxes,
  type DataFormat,
  type DataFormatOption,
} from '../convolutional/windows.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import type { Shape, Shapes, SymbolicTensors } from '../engine/types.js';
import { firstDType, oneShape } from '../shapes.js';
import type * as tf from '@tensorflow/tfjs-core';

/** How much at both ends of each axis: one number, one for each axis, or [before, after] for each. */
export type Border = number | (number | [number, number])[];

export interface BorderOptions extends LayerOptions {
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
}

/** What layers that add to or take from the borders of spatial axes share. */
export abstract class BaseBorder extends Layer {
  readonly rank: number;
  readonly dataFormat: DataFormat;
  /** [before, after] for each spatial axis. */
  protected readonly border: [number, number][];

  constructor(rank: number, options: BorderOptions, name: string, border: Border) {
    super(options);
    this.rank = rank;
    this.dataFormat = readDataFormat(this.getClassName(), options.dataFormat);
    this.border = readBorder(this.getClassName(), name, border, rank);
    this.inputSpec = [new InputSpec({ ndim: rank + 2 })];
  }

  /** [before, after] for each axis of the input. */
  protected whole(): [number, number][] {
    const all = Array.from({ length: this.rank + 2 }, (): [number, number] => [0, 0]);
    spatialAxes(this.rank, this.dataFormat).forEach((axis, i) => (all[axis] = this.border[i]!));
    return all;
  }

  /** The input's shape with every spatial size changed by its border. */
  protected changed(inputShape: Shapes, sign: 1 | -1): Shape {
    const border = this.whole();
    return oneShape(this.name, inputShape).map((size, axis) => {
      const [before, after] = border[axis] ?? [0, 0];
      return size === null ? null : size + sign * (before + after);
    });
  }

  override computeOutputDType(inputs: SymbolicTensors): tf.DataType {
    return firstDType(inputs);
  }
}

function readBorder(where: string, name: string, border: Border, rank: number): [number, number][] {
  const perAxis = typeof border === 'number' ? new Array<number>(rank).fill(border) : border;
  // a sequence has one axis: [before, after] is its border
  const listed =
    rank === 1 && Array.isArray(perAxis) && perAxis.length === 2 && typeof perAxis[0] === 'number'
      ? [perAxis as [number, number]]
      : perAxis;
  const pairs = Array.isArray(listed)
    ? listed.map((entry): [number, number] => (typeof entry === 'number' ? [entry, entry] : entry))
    : [];
  const fits = pairs.every(
    (pair) => pair.length === 2 && pair.every((size) => Number.isInteger(size) && size >= 0),
  );
  if (pairs.length === rank && fits) return pairs;
  throw new ValueError(
    `${where}: option "${name}" must be a whole number from 0 on, or such numbers for each of ${rank} axes; received ${JSON.stringify(border)}.`,
  );
}
