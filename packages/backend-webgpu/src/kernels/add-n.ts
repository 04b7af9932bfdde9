import type * as tf from '@tensorflow/tfjs-core';

import { setKernel } from './replace.js';

/** Sums of more tensors than a shader may bind buffers are made in groups. */
export function installAddN(): void {
  setKernel('AddN', ({ inputs, backend, original, run }) => {
    // tfjs passes a list
    const tensors = inputs as unknown as tf.TensorInfo[];
    // one buffer is the result's
    const most = backend.device.limits.maxStorageBuffersPerShaderStage - 1;
    if (tensors.length <= most) return original();
    let sum = run(tensors.slice(0, most));
    for (let at = most; at < tensors.length; at += most - 1) {
      const next = run([sum, ...tensors.slice(at, at + most - 1)]);
      backend.disposeData(sum.dataId);
      sum = next;
    }
    return sum;
  });
}
