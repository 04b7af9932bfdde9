import * as tf from '@tensorflow/tfjs-core';

import { flat } from './elementwise-program.js';
import { setKernel } from './replace.js';

/** `where` of ranks 5 and 6 works on rows: the shader of tfjs ends at 4. */
export function installSelect(): void {
  setKernel('Select', ({ inputs, original, run }) => {
    const [condition, t, e] = [inputs['condition']!, inputs['t']!, inputs['e']!];
    if (t.shape.length <= 4) return original();
    // a condition of rank 1 chooses whole entries of the first axis
    const rows = (x: tf.TensorInfo) => {
      const shape = [x.shape[0]!, tf.util.sizeFromShape(x.shape.slice(1))];
      return condition.shape.length === 1 ? { ...x, shape } : flat(x);
    };
    const chosen = run({ condition: flat(condition), t: rows(t), e: rows(e) });
    return { ...chosen, shape: t.shape };
  });
}
