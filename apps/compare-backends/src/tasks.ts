import { RandomGenerator } from '@ibexjs/core';
import { digits } from '@ibexjs/datasets';

/** What a network learns: inputs, and the class of each. */
export interface Task {
  /** Numbers of all samples, one after the other. */
  inputs: Float32Array | Int32Array;
  /** Shape of one sample. */
  shape: number[];
  labels: Int32Array;
  classes: number;
}

/** Where tasks come from, for the first line of the demo. */
export const SOURCE =
  'Data: the 1,797 real digits (8x8) shipped with @ibexjs/datasets; sequences made by a seeded generator.';

const SAMPLES = 512;
const STEPS = 16;

/** Ten handwritten digits, with two empty pixels around them. */
export async function digitImages(): Promise<Task> {
  const { xTrain, yTrain } = await digits.loadArrays();
  const source = xTrain.data as Uint8Array;
  const edge = 12;
  const inputs = new Float32Array(SAMPLES * edge * edge);
  for (let pixel = 0; pixel < SAMPLES * 64; pixel++) {
    const [image, row, column] = [pixel >> 6, (pixel >> 3) & 7, pixel & 7];
    inputs[(image * edge + row + 2) * edge + column + 2] = source[pixel]! / 16;
  }
  const labels = Int32Array.from((yTrain.data as Uint8Array).subarray(0, SAMPLES));
  return { inputs, shape: [edge, edge, 1], labels, classes: 10 };
}

/** Noisy waves of two lengths; which one it is. */
export function waves(): Task {
  const random = new RandomGenerator(1);
  const labels = Int32Array.from({ length: SAMPLES }, () => random.integer(2));
  const inputs = new Float32Array(SAMPLES * STEPS);
  for (let sample = 0; sample < SAMPLES; sample++) {
    const [start, pace] = [random.uniform() * 6, labels[sample] === 1 ? 0.9 : 0.6];
    for (let step = 0; step < STEPS; step++) {
      inputs[sample * STEPS + step] = Math.sin(start + pace * step) + random.normal(0, 0.3);
    }
  }
  return { inputs, shape: [STEPS, 1], labels, classes: 2 };
}

export const WORDS = 20;

/** Rows of word numbers; whether word 1 comes before word 2. */
export function wordOrders(): Task {
  const random = new RandomGenerator(2);
  const inputs = new Int32Array(SAMPLES * STEPS);
  const labels = new Int32Array(SAMPLES);
  for (let sample = 0; sample < SAMPLES; sample++) {
    const row = inputs.subarray(sample * STEPS, (sample + 1) * STEPS);
    for (let step = 0; step < STEPS; step++) row[step] = 3 + random.integer(WORDS - 3);
    const [a, b] = random.permutation(STEPS);
    row[a!] = 1;
    row[b!] = 2;
    labels[sample] = Number(a! < b!);
  }
  return { inputs, shape: [STEPS], labels, classes: 2 };
}
