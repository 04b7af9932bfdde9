import {
  FormatError,
  ValueError,
  checkOptions,
  checkPositiveInteger,
  fetchBytes,
} from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

/** A class that a network believes to see. */
export interface Prediction {
  /** WordNet's name: `n07745940`. */
  classId: string;
  /** `strawberry`. */
  className: string;
  /** Probability, or whatever the network gives. */
  score: number;
  /** Place among the 1000 classes. */
  index: number;
}

/** By index: WordNet's name and the class's own. */
type ClassIndex = readonly (readonly [classId: string, className: string])[];

const CLASSES = 1000;
let reading: Promise<ClassIndex> | null = null;

/**
 * The most probable classes of ImageNet for each image, best first. The names of the classes are
 * downloaded at the first call and cached.
 *
 * @param predictions outputs of an application with top: [images, 1000]
 * @param options.top how many classes. Default: 5
 * @throws ValueError for another shape, DownloadError when the names cannot be had
 * @example const [best] = await decodePredictions(await model.predict(inputs), { top: 3 })
 * @see https://keras.io/api/applications/
 */
export async function decodePredictions(
  predictions: tf.Tensor,
  options: { top?: number } = {},
): Promise<Prediction[][]> {
  checkOptions('decodePredictions', options, ['top']);
  const { top = 5 } = options;
  checkPositiveInteger('decodePredictions', 'top', top);
  const [images, classes] = predictions.shape;
  if (predictions.rank !== 2 || classes !== CLASSES) {
    throw new ValueError(
      `decodePredictions takes predictions of shape [images, ${CLASSES}]; received [${predictions.shape.join(', ')}].`,
    );
  }
  const names = await classIndex();
  const values = await predictions.data();
  return Array.from({ length: images }, (_, i) =>
    best(values.subarray(i * CLASSES, (i + 1) * CLASSES), top).map(([index, score]) => {
      const [classId, className] = names[index]!;
      return { classId, className, score, index };
    }),
  );
}

function best(scores: ArrayLike<number>, top: number): [index: number, score: number][] {
  const all = Array.from(scores, (score, index): [number, number] => [index, score]);
  return all.sort(([, a], [, b]) => b - a).slice(0, top);
}

/** Read once; a failure is tried again at the next call. */
function classIndex(): Promise<ClassIndex> {
  reading ??= readClassIndex().catch((error: unknown) => {
    reading = null;
    throw error;
  });
  return reading;
}

async function readClassIndex(): Promise<ClassIndex> {
  const bytes = await fetchBytes({
    origin: 'https://storage.googleapis.com/download.tensorflow.org/data/imagenet_class_index.json',
    cacheSubdir: 'models',
    mirrorPath: 'imagenet/imagenet_class_index.json',
    fileHash: 'c2c37ea517e94d9795004a39431a14cb',
  });
  const table = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, [string, string]>;
  return Array.from({ length: CLASSES }, (_, i) => {
    const entry = table[String(i)];
    if (entry?.length === 2) return entry;
    throw new FormatError(`imagenet_class_index.json does not name class ${i}.`);
  });
}
