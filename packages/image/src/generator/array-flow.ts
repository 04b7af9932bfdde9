import {
  checkChoice,
  checkOptions,
  ShapeError,
  ValueError,
  type RandomGenerator,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { readNumbers, type NumbersInput } from '../image-array.js';
import type { ImageDataGenerator } from './image-data-generator.js';
import {
  FLOW_OPTIONS,
  ImageFlow,
  stackImages,
  type FlowBatch,
  type FlowOptions,
} from './image-flow.js';

/** Images (n, height, width, channels), or those and other arrays of n rows that go along. */
export type FlowImages =
  NumbersInput | readonly [images: NumbersInput, others: NumbersInput | readonly NumbersInput[]];

export interface ArrayFlowOptions extends FlowOptions {
  /** A weight for each image. */
  sampleWeight?: NumbersInput | null;
  /** Let training and validation differ in their classes. Default: false. */
  ignoreClassSplit?: boolean;
}

/** Numbers in rows, one for each sample. */
class RowsOf {
  readonly rowShape: readonly number[];
  private readonly rowSize: number;

  constructor(
    readonly data: Float32Array,
    shape: readonly number[],
    private readonly dtype: 'float32' | 'int32',
  ) {
    this.rowShape = shape.slice(1);
    this.rowSize = tf.util.sizeFromShape([...this.rowShape]);
  }

  row(index: number): Float32Array {
    return this.data.slice(index * this.rowSize, (index + 1) * this.rowSize);
  }

  gather(indices: Int32Array): tf.Tensor {
    const out = new Float32Array(indices.length * this.rowSize);
    indices.forEach((index, i) => out.set(this.row(index), i * this.rowSize));
    return tf.tensor(out, [indices.length, ...this.rowShape], this.dtype);
  }

  /** The different rows of a part, for comparison. */
  kinds(start: number, end: number): string {
    const rows = new Set<string>();
    for (let i = start; i < end; i++) rows.add(this.row(i).join());
    return [...rows].sort().join(' ');
  }
}

async function toRows(where: string, input: NumbersInput): Promise<RowsOf> {
  const { data, shape } = await readNumbers(where, input);
  const whole =
    input instanceof tf.Tensor ? input.dtype === 'int32' : input.data instanceof Int32Array;
  return new RowsOf(data, shape, whole ? 'int32' : 'float32');
}

/** Everything a flow goes through, read once. */
interface Loaded {
  images: RowsOf;
  others: RowsOf[];
  labels: RowsOf | null;
  weights: RowsOf | null;
}

/** Batches of transformed versions of images in memory: Keras' `NumpyArrayIterator`. */
export class ArrayFlow extends ImageFlow {
  private readonly loading: Promise<Loaded>;
  /** The first sample of the part that is gone through. */
  private readonly offset: number;

  /** @throws ShapeError, ValueError, UnknownOptionError */
  constructor(
    private readonly generator: ImageDataGenerator,
    x: FlowImages,
    y: NumbersInput | null,
    options: ArrayFlowOptions,
  ) {
    const where = 'ImageDataGenerator.flow';
    checkOptions(where, options, [...FLOW_OPTIONS, 'sampleWeight', 'ignoreClassSplit']);
    const [images, others] = splitInputs(x);
    if (images.shape.length !== 4) {
      throw new ShapeError(
        `${where}: images have four dimensions, (n, height, width, channels); received [${images.shape.join(', ')}].`,
      );
    }
    const { sampleWeight = null, subset } = options;
    const count = images.shape[0];
    for (const other of [...others, y, sampleWeight]) {
      if (other && other.shape[0] !== count) {
        throw new ShapeError(
          `${where}: there are ${count} images, and ${other.shape[0]} labels, weights or other rows.`,
        );
      }
    }
    const { validationSplit } = generator.settings;
    const split = Math.trunc(count * validationSplit);
    if (subset) checkChoice(where, 'subset', subset, ['training', 'validation']);
    const isValidation = subset === 'validation';
    super(where, subset ? (isValidation ? split : count - split) : count, options);
    this.offset = subset === 'training' ? split : 0;
    this.loading = load(images, others, y, sampleWeight).then((loaded) => {
      if (subset && !options.ignoreClassSplit) checkClasses(loaded.labels, split, count);
      return loaded;
    });
    this.loading.catch(() => undefined); // thrown to whoever asks for a batch
  }

  protected override async makeBatch(
    indices: Int32Array,
    random: RandomGenerator,
  ): Promise<FlowBatch> {
    const { generator } = this;
    const { images, others, labels, weights } = await this.loading;
    const shape = images.rowShape as [number, number, number];
    const rows = indices.map((index) => index + this.offset);
    const transforms = [...rows].map((row) => {
      const parameters = generator.getRandomTransform(shape, random.nextUint32());
      return generator.applyTransform({ data: images.row(row), shape }, parameters);
    });
    const made = [];
    for (const image of transforms) made.push(await generator.standardize(image));
    await this.save(made, rows, random, generator.settings.dataFormat === 'channels_first');
    const batch = stackImages(made, shape);
    const x = others.length ? [batch, ...others.map((other) => other.gather(rows))] : batch;
    if (!labels) return [x];
    const y = labels.gather(rows);
    return weights ? [x, y, weights.gather(rows)] : [x, y];
  }
}

function splitInputs(x: FlowImages): [NumbersInput, readonly NumbersInput[]] {
  if (!Array.isArray(x)) return [x as NumbersInput, []];
  const [images, others] = x as readonly [NumbersInput, NumbersInput | readonly NumbersInput[]];
  return [images, Array.isArray(others) ? others : [others as NumbersInput]];
}

async function load(
  images: NumbersInput,
  others: readonly NumbersInput[],
  y: NumbersInput | null,
  sampleWeight: NumbersInput | null,
): Promise<Loaded> {
  const [first, labels, weights, ...rest] = await Promise.all([
    toRows('x', images),
    y && toRows('y', y),
    sampleWeight && toRows('sampleWeight', sampleWeight),
    ...others.map((other) => toRows('x', other)),
  ]);
  return { images: first, others: rest, labels, weights };
}

/** @throws ValueError when one part has classes that the other lacks */
function checkClasses(labels: RowsOf | null, split: number, count: number): void {
  if (!labels || labels.kinds(0, split) === labels.kinds(split, count)) return;
  throw new ValueError(
    'ImageDataGenerator.flow: training and validation images differ in their classes. Shuffle data ' +
      'that are sorted by class first, or set ignoreClassSplit: true.',
  );
}
