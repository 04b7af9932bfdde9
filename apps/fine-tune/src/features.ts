import type { Interruption } from '@ibexjs-apps/kit';
import type { Model } from '@ibexjs/models';
import * as tf from '@tensorflow/tfjs-core';
import { toInputs, type Base } from './base.js';
import type { PictureSet } from './pictures.js';

/** What the frozen part makes of pictures, kept in memory. */
export interface Features {
  data: Float32Array;
  /** (pictures, …) */
  shape: number[];
}

/** Runs the frozen part over the pictures, once; undefined when Ctrl-C ended it. */
export async function computeFeatures(
  set: PictureSet,
  base: Base,
  frozen: Model,
  interruption: Pick<Interruption, 'requested'>,
): Promise<Features | undefined> {
  const count = set.labels.length;
  let data = new Float32Array(0);
  let shape: number[] = [];
  let at = 0;
  for await (const pixels of set.batches(base.size)) {
    const features = tf.tidy(() => frozen.predict(toInputs(base, pixels)) as tf.Tensor);
    pixels.dispose();
    const values = await features.data();
    if (at === 0) {
      shape = [count, ...features.shape.slice(1)];
      data = new Float32Array(tf.util.sizeFromShape(shape));
    }
    data.set(values, at);
    at += values.length;
    features.dispose();
    if (interruption.requested) return undefined;
  }
  return { data, shape };
}
