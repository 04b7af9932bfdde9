import * as tf from '@tensorflow/tfjs-core';

/**
 * tfjs-core, for code that makes tensors now and then: `import { tfjs } from '@ibexjs/core/tfjs'`.
 * This is the form for pages and bundlers; Node takes `tfjs-node.ts`, which loads it at first use.
 */
export const tfjs = (): typeof tf => tf;
