import type { RandomGenerator } from '@ibexjs/core';
import type { Sequential } from '@ibexjs/models';
import * as tf from '@tensorflow/tfjs-core';
import type { Sampler } from './samplers.js';
import type { Vocabulary } from './vocabulary.js';
import { oneHot } from './windows.js';

export interface GenerateOptions {
  /** The text that is continued; its last characters fill the network's window. */
  start: Uint16Array;
  /** Characters to write. */
  count: number;
  sampler: Sampler;
  diversity: number;
  random: RandomGenerator;
}

/** Writes on, one character at a time. */
export async function* generate(
  model: Sequential,
  vocabulary: Vocabulary,
  length: number,
  { start, count, sampler, diversity, random }: GenerateOptions,
): AsyncGenerator<string> {
  const window = Int32Array.from(start.subarray(Math.max(0, start.length - length)));
  for (let written = 0; written < count; written++) {
    const x = oneHot(window, [1, window.length], vocabulary.size);
    const y = model.predict(x, { verbose: 0 }) as tf.Tensor;
    const probabilities = await y.data();
    tf.dispose([x, y]);
    const next = sampler(probabilities, diversity, random);
    window.copyWithin(0, 1);
    window[window.length - 1] = next;
    yield vocabulary.decode([next]);
  }
}
