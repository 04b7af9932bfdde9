import { BackendError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { backends } from './table.js';

/**
 * Makes a registered backend of tfjs the current one. Tensors of the one before stay where they
 * are until something computes with them here; then tfjs moves them.
 */
export async function switchTo(tfjsName: string): Promise<void> {
  const before = tf.engine().backendName;
  if (before && before !== tfjsName) {
    await backends.find((descriptor) => descriptor.tfjsName === before)?.leave?.();
  }
  if (!(await tf.setBackend(tfjsName))) {
    throw new BackendError('TensorFlow.js could not start it');
  }
}
