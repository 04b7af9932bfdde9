import { digits, mnist } from '@ibexjs/datasets';
import type { Console } from './console.js';
import { tryToLoad } from './quick-download.js';

/** Which images of handwritten digits: MNIST, or the small set that is shipped. */
export type DigitData = 'mnist' | 'digits';

/** Grey images of one size, 0 to 1, and which digit each shows. */
export interface Images {
  count: number;
  /** Pixels along an edge. */
  edge: number;
  pixels: Float32Array;
  labels: Uint8Array;
}

/** Images to learn from, and images to test. */
export interface DigitImages {
  name: DigitData;
  train: Images;
  test: Images;
}

export interface DigitOptions {
  /** Undefined: MNIST when it is at hand or quickly downloaded, else the shipped digits. */
  wanted?: DigitData | undefined;
  /** Empty pixels to add around the shipped digits, which touch their edges. Default 0. */
  margin?: number;
  console: Console;
  /** Ends a download. */
  signal: AbortSignal;
}

type Splits = Awaited<ReturnType<typeof mnist.loadArrays>>;
type NdArray = Splits['xTrain'];

const SHIPPED = 'the 1,797 real handwritten digits (8x8) shipped with @ibexjs/datasets';

/** Loads the images and prints, as a demo's first line, which they are and why. */
export async function loadDigitImages(options: DigitOptions): Promise<DigitImages> {
  const { wanted, margin = 0, console, signal } = options;
  if (wanted === 'mnist') {
    const splits = await mnist.loadArrays({ signal });
    console.out('Data: MNIST, as asked for.');
    return fromMnist(splits);
  }
  let why = 'as asked for';
  if (wanted === undefined) {
    const found = await tryToLoad('mnist.npz', (given) => mnist.loadArrays(given), signal);
    if ('data' in found) {
      console.out(`Data: MNIST, ${found.how}.`);
      return fromMnist(found.data);
    }
    why = `because MNIST is not at hand: ${found.reason}`;
  }
  console.out(`Data: ${SHIPPED}, ${why}.`);
  return shipped(margin);
}

/** MNIST has 28x28 pixels of 0 to 255. */
function fromMnist({ xTrain, yTrain, xTest, yTest }: Splits): DigitImages {
  return {
    name: 'mnist',
    train: toImages(xTrain, yTrain, 255, 0),
    test: toImages(xTest, yTest, 255, 0),
  };
}

/** The shipped digits have 8x8 pixels of 0 to 16. */
async function shipped(margin: number): Promise<DigitImages> {
  const { xTrain, yTrain, xTest, yTest } = await digits.loadArrays();
  return {
    name: 'digits',
    train: toImages(xTrain, yTrain, 16, margin),
    test: toImages(xTest, yTest, 16, margin),
  };
}

function toImages(x: NdArray, y: NdArray, highest: number, margin: number): Images {
  const [count = 0, size = 0] = x.shape;
  const edge = size + 2 * margin;
  const source = x.data as Uint8Array;
  const pixels = new Float32Array(count * edge * edge);
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < size; row++) {
      const from = (image * size + row) * size;
      const to = (image * edge + row + margin) * edge + margin;
      for (let column = 0; column < size; column++) {
        pixels[to + column] = source[from + column]! / highest;
      }
    }
  }
  return { count, edge, pixels, labels: y.data as Uint8Array };
}

/** Some of the images, in a given order. */
export function takeImages({ edge, pixels, labels }: Images, rows: ArrayLike<number>): Images {
  const size = edge * edge;
  const taken = new Float32Array(rows.length * size);
  const takenLabels = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    taken.set(pixels.subarray(row * size, (row + 1) * size), i * size);
    takenLabels[i] = labels[row]!;
  }
  return { count: rows.length, edge, pixels: taken, labels: takenLabels };
}
