import {
  checkPositiveInteger,
  nextSeed,
  nodePath,
  RandomGenerator,
  StateError,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { toImg } from '../array-to-img.js';
import { channelsToLast, type ImageArray } from '../image-array.js';
import { saveImg } from '../save-img.js';
import { prefetched } from '../prefetch.js';

/** Images, labels and weights of a batch; labels and weights where there are any. */
export type FlowBatch = [
  x: tf.Tensor4D | tf.Tensor[],
  y?: tf.Tensor | tf.Tensor[],
  sampleWeight?: tf.Tensor,
];

/** Options that flows from memory and from folders share. */
export interface FlowOptions {
  /** Default: 32. */
  batchSize?: number;
  /** Another order in every pass. Default: true. */
  shuffle?: boolean;
  /** Of order and transformations. Default: the next process-wide seed. */
  seed?: number;
  /** A folder to save the transformed images in, to look at. Default: none. */
  saveToDir?: string | null;
  /** What their names begin with. Default: nothing. */
  savePrefix?: string;
  /** Default: `png`. */
  saveFormat?: string;
  /** With the generator's `validationSplit`: which part. Default: all. */
  subset?: 'training' | 'validation' | null;
}

export const FLOW_OPTIONS = [
  'batchSize',
  'shuffle',
  'seed',
  'saveToDir',
  'savePrefix',
  'saveFormat',
  'subset',
];

/**
 * Batches of images, one pass an epoch: what `model.fit` takes. `for await` goes through one pass;
 * `next()` goes on for ever. The taker disposes of the tensors (`fit` does).
 */
export abstract class ImageFlow implements AsyncIterable<FlowBatch> {
  readonly n: number;
  readonly batchSize: number;
  readonly shuffle: boolean;
  readonly seed: number;
  private readonly epochs: RandomGenerator;
  private endless: AsyncIterator<FlowBatch> | null = null;

  constructor(
    where: string,
    n: number,
    private readonly options: FlowOptions,
  ) {
    checkPositiveInteger(where, 'batchSize', options.batchSize ?? 32);
    this.n = n;
    this.batchSize = options.batchSize ?? 32;
    this.shuffle = options.shuffle ?? true;
    this.seed = options.seed ?? nextSeed();
    this.epochs = new RandomGenerator(this.seed);
  }

  /** Batches in a pass. */
  get size(): number {
    return Math.ceil(this.n / this.batchSize);
  }

  /** Draws what is random at once, in the order of the images; may then take its time. */
  protected abstract makeBatch(indices: Int32Array, random: RandomGenerator): Promise<FlowBatch>;

  [Symbol.asyncIterator](): AsyncGenerator<FlowBatch> {
    const random = new RandomGenerator(this.epochs.nextUint32());
    const { n, batchSize } = this;
    const order = this.shuffle
      ? random.permutation(n)
      : Int32Array.from({ length: n }, (_, i) => i);
    return prefetched(this.size, (batch) =>
      this.makeBatch(order.subarray(batch * batchSize, (batch + 1) * batchSize), random),
    );
  }

  /** A pass, as data sets of TensorFlow.js start one; tells `fit` how many batches there are. */
  async iterator(): Promise<AsyncIterator<FlowBatch>> {
    return this[Symbol.asyncIterator]();
  }

  /** The next batch, pass after pass. @throws StateError when there are no images */
  async next(): Promise<FlowBatch> {
    if (this.n === 0) throw new StateError('This flow has no images.');
    for (;;) {
      this.endless ??= this[Symbol.asyncIterator]();
      const result = await this.endless.next();
      if (!result.done) return result.value;
      this.endless = null;
    }
  }

  /** Ends what `next` began, and frees the batch that was made ahead. */
  async reset(): Promise<void> {
    const { endless } = this;
    this.endless = null;
    await endless?.return?.();
  }

  /** Saves the images of a batch, when that was asked for. */
  protected async save(
    images: readonly ImageArray[],
    indices: Int32Array,
    random: RandomGenerator,
    channelsFirst: boolean,
  ): Promise<void> {
    const { saveToDir, savePrefix = '', saveFormat = 'png' } = this.options;
    if (!saveToDir) return;
    const names = [...indices].map(
      (index) => `${savePrefix}_${index}_${random.integer(1e7)}.${saveFormat}`,
    );
    for (const [i, image] of images.entries()) {
      const img = toImg(channelsFirst ? channelsToLast(image) : image, true);
      await saveImg(nodePath()?.join(saveToDir, names[i]!) ?? names[i]!, img);
    }
  }
}

/** One tensor (n, …) of images of one shape. */
export function stackImages(
  images: readonly ImageArray[],
  shape: readonly [number, number, number],
): tf.Tensor4D {
  const size = shape[0] * shape[1] * shape[2];
  const data = new Float32Array(images.length * size);
  images.forEach((image, i) => data.set(image.data, i * size));
  return tf.tensor4d(data, [images.length, ...shape]);
}
