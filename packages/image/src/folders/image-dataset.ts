import { RandomGenerator } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { prefetched } from '../prefetch.js';
import type { LabelledFiles } from './labelled-files.js';
import { loadArray, type ArrayLoading } from './load-array.js';

/** Images and their labels; images alone where there are none. */
export type ImageBatch = [images: tf.Tensor, labels?: tf.Tensor];

/** What labels look like. */
export type LabelMode = 'int' | 'categorical' | 'binary';

/** How a data set goes through its files. */
export interface ImageDatasetPlan {
  files: LabelledFiles;
  loading: ArrayLoading;
  labelMode: LabelMode | null;
  /** null: one image at a time, without the dimension of batches. */
  batchSize: number | null;
  /** Another order in every pass. */
  shuffle: boolean;
  seed: number;
}

/**
 * Batches of pictures from files, read as they are needed, one batch ahead: what `model.fit`,
 * `evaluate` and `predict` take. `for await` goes through one pass. The taker disposes of the
 * tensors (`fit` does).
 */
export class ImageDataset implements AsyncIterable<ImageBatch> {
  private readonly epochs: RandomGenerator;

  constructor(private readonly plan: ImageDatasetPlan) {
    this.epochs = new RandomGenerator(plan.seed);
  }

  /** What the labels mean, in their order; null without labels. */
  get classNames(): readonly string[] | null {
    return this.plan.files.classNames;
  }

  /** Paths of the files, in the order of a pass without shuffling. */
  get filePaths(): readonly string[] {
    return this.plan.files.paths;
  }

  /** Label of each file; null without labels. */
  get labels(): readonly number[] | null {
    return this.plan.files.labels;
  }

  /** Batches in a pass. */
  get size(): number {
    return Math.ceil(this.plan.files.paths.length / (this.plan.batchSize ?? 1));
  }

  [Symbol.asyncIterator](): AsyncGenerator<ImageBatch> {
    const { shuffle, files, batchSize } = this.plan;
    const count = files.paths.length;
    const order = shuffle
      ? new RandomGenerator(this.epochs.nextUint32()).permutation(count)
      : Int32Array.from({ length: count }, (_, i) => i);
    const step = batchSize ?? 1;
    return prefetched(this.size, (batch) =>
      this.makeBatch(order.subarray(batch * step, (batch + 1) * step)),
    );
  }

  /** A pass, as data sets of TensorFlow.js start one; tells `fit` how many batches there are. */
  async iterator(): Promise<AsyncIterator<ImageBatch>> {
    return this[Symbol.asyncIterator]();
  }

  private async makeBatch(indices: Int32Array): Promise<ImageBatch> {
    const { files, loading, batchSize } = this.plan;
    const images = await Promise.all(
      [...indices].map((index) => loadArray(files.paths[index]!, loading)),
    );
    const shape = [...images[0]!.shape];
    const size = tf.util.sizeFromShape(shape);
    const data = new Float32Array(images.length * size);
    images.forEach((image, i) => data.set(image.data, i * size));
    const x = tf.tensor(data, batchSize === null ? shape : [images.length, ...shape]);
    const { labels } = files;
    return labels ? [x, this.toTensor([...indices].map((index) => labels[index]!))] : [x];
  }

  private toTensor(labels: number[]): tf.Tensor {
    const { labelMode, batchSize, files } = this.plan;
    const rows = batchSize === null ? [] : [labels.length];
    if (labelMode === 'binary') return tf.tensor(labels, [...rows, 1], 'float32');
    if (labelMode === 'int') return tf.tensor(labels, rows, 'int32');
    const classes = files.classNames!.length;
    const values = new Float32Array(labels.length * classes);
    labels.forEach((label, i) => (values[i * classes + label] = 1));
    return tf.tensor(values, [...rows, classes]);
  }
}
