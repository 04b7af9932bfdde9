import type * as tf from '@tensorflow/tfjs-core';

import { defineKernel } from '../kernel.js';

/** A second owner of the same numbers; tfjs's wasm kernel copies them at every clone. */
export const identity = defineKernel<tf.IdentityInputs>('Identity', ({ inputs: { x }, engine }) =>
  engine.share(x),
);
