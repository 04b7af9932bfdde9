import { ValueError } from '@ibexjs/core';
import { digits } from '@ibexjs/datasets';
import { arrayToImg, ImageDataGenerator, loadImg, resize, type Img } from '@ibexjs/image';
import * as tf from '@tensorflow/tfjs-core';

/** Pictures and the class of each, in an order that stays. */
export interface PictureSet {
  labels: Int32Array;
  /** Batches of pixels, [pictures, size, size, 3] of 0 to 255; the taker disposes of them. */
  batches(size: number): AsyncIterable<tf.Tensor4D>;
  /** One of them, to look at. */
  show(index: number, size: number): Promise<Img>;
}

/** Pictures to learn from and others to test. */
export interface LabelledPictures {
  /** For a demo's first line: which they are and why. */
  described: string;
  classes: readonly string[];
  train: PictureSet;
  test: PictureSet;
}

/** Pictures that are loaded together. */
const BATCH = 16;

/** The pictures of a folder that has a folder for each class. @throws ValueError when it is too small */
export async function folderPictures(folder: string, testShare: number): Promise<LabelledPictures> {
  const generator = new ImageDataGenerator({ validationSplit: testShare });
  const open = (subset: 'training' | 'validation', targetSize: number) =>
    generator.flowFromDirectory(folder, {
      // smoothed, as the networks' own training pictures were
      interpolation: 'bilinear',
      targetSize,
      subset,
      classMode: null,
      shuffle: false,
      batchSize: BATCH,
    });
  const read = async (subset: 'training' | 'validation'): Promise<PictureSet> => {
    const { classes: labels, filepaths } = await open(subset, 1);
    return {
      labels,
      async *batches(size) {
        for await (const [x] of await open(subset, size)) yield x as tf.Tensor4D;
      },
      show: (index, size) =>
        loadImg(filepaths[index]!, { targetSize: size, interpolation: 'bilinear' }),
    };
  };
  const { classIndices } = await open('training', 1);
  const [classes, train, test] = [
    Object.keys(classIndices),
    await read('training'),
    await read('validation'),
  ];
  const lacking = classes.filter((_, i) => !train.labels.includes(i) || !test.labels.includes(i));
  if (classes.length < 2 || lacking.length > 0) {
    const few = lacking.map((name) => `"${name}"`).join(', ');
    throw new ValueError(
      classes.length < 2
        ? `${folder} must have a folder of pictures for each class, of which there are two or more; found ${classes.length}.`
        : `${folder}: of ${few} there are too few pictures to learn from some and test on others; add pictures, or raise --test-share.`,
    );
  }
  const count = train.labels.length + test.labels.length;
  const described = `${count} pictures of ${classes.length} classes in ${folder}, as asked for`;
  return { described, classes, train, test };
}

/** The shipped handwritten digits, as pictures. */
export async function digitPictures(): Promise<LabelledPictures> {
  const { xTrain, yTrain, xTest, yTest } = await digits.loadArrays();
  type Numbers = typeof xTrain;
  const set = (x: Numbers, y: Numbers): PictureSet => {
    const pixels = (start: number, end: number, size: number) =>
      tf.tidy(() => {
        const values = Float32Array.from(x.data.slice(64 * start, 64 * end) as Uint8Array);
        const grey = tf.mul(tf.tensor4d(values, [end - start, 8, 8, 1]), 255 / 16);
        return tf.tile(resize(grey as tf.Tensor4D, size), [1, 1, 1, 3]);
      });
    const count = y.data.length;
    return {
      labels: Int32Array.from(y.data as Uint8Array),
      async *batches(size) {
        for (let at = 0; at < count; at += BATCH)
          yield pixels(at, Math.min(at + BATCH, count), size);
      },
      async show(index, size) {
        const [picture] = [tf.tidy(() => tf.squeeze(pixels(index, index + 1, size), [0]))];
        const img = await arrayToImg(picture, { scale: false });
        picture.dispose();
        return img;
      },
    };
  };
  return {
    described:
      'the 1,797 real handwritten digits (8x8) shipped with @ibexjs/datasets, as pictures, since no folder was named',
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    train: set(xTrain, yTrain),
    test: set(xTest, yTest),
  };
}
