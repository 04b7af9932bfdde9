import * as tf from '@tensorflow/tfjs-core';

import type { Engine } from './engine.js';
import type { WasmKernel } from './kernel.js';

/** Registers kernels for tfjs's backend `wasm`, in place of tfjs's own of the same name. */
export function installKernels(
  kernels: readonly WasmKernel[],
  engineOf: (backend: tf.KernelBackend) => Engine,
): void {
  for (const { name, run } of kernels) {
    const own = tf.getKernel(name, 'wasm');
    if (own) tf.unregisterKernel(name, 'wasm');
    tf.registerKernel({
      kernelName: name,
      backendName: 'wasm',
      setupFunc: own?.setupFunc,
      disposeFunc: own?.disposeFunc,
      kernelFunc: (params) =>
        run({
          inputs: params.inputs as Record<string, tf.TensorInfo>,
          attrs: params.attrs ?? {},
          engine: engineOf(params.backend as tf.KernelBackend),
          original: () => own.kernelFunc(params) as tf.TensorInfo,
        }),
    });
  }
}
