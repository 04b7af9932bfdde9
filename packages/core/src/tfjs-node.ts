import type * as Tfjs from '@tensorflow/tfjs-core';
import { nodeRequire } from './platform.js';

let loaded: typeof Tfjs | undefined;

/** Core itself imports tfjs; once it has, there is nothing to load. */
export function provideTfjs(tf: typeof Tfjs): void {
  loaded = tf;
}

/** tfjs-core, loaded when first asked for: the same module that an `import` of it gives in Node. */
export function tfjs(): typeof Tfjs {
  return (loaded ??= nodeRequire(import.meta.url)!('@tensorflow/tfjs-core') as typeof Tfjs);
}
