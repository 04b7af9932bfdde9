import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

import { FAULTY_KERNELS, MISSING_KERNELS, runOnCpu } from './cpu-fallback.js';
import type { Engine } from './engine.js';
import type { WasmKernel } from './kernel.js';

/** Registers kernels for tfjs's backend `wasm`, in place of tfjs's own of the same name. */
export function installKernels(
  kernels: readonly WasmKernel[],
  engineOf: (backend: tf.KernelBackend) => Engine,
): void {
  for (const { name, run } of kernels) {
    const own = tf.getKernel(name, 'wasm');
    replaceKernel(name, (params) => {
      const inputs = params.inputs as Record<string, tf.TensorInfo>;
      const attrs = params.attrs ?? {};
      const backend = params.backend as BackendWasm;
      return run({
        inputs,
        attrs,
        engine: engineOf(backend),
        original: () => own.kernelFunc(params) as tf.TensorInfo,
        onCpu: () => runOnCpu(name, inputs, attrs, backend) as tf.TensorInfo,
      });
    });
  }
}

/** Makes kernels of the cpu backend run on wasm tensors, where the wasm backend has none or a wrong one. */
export function installFallbacks(): void {
  for (const name of [...MISSING_KERNELS, ...Object.keys(FAULTY_KERNELS)]) {
    replaceKernel(name, ({ inputs, attrs, backend }) =>
      runOnCpu(name, inputs, attrs ?? {}, backend as BackendWasm),
    );
  }
  // complex numbers are rare: all their arithmetic happens there
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('wasm')) {
    if (!COMPLEX_CAPABLE.includes(kernelName)) continue;
    replaceKernel(kernelName, (params) => {
      const { inputs, attrs, backend } = params;
      const complex = Object.values(inputs).some((t) => t?.dtype === 'complex64');
      if (!complex && (attrs as { dtype?: string } | undefined)?.dtype !== 'complex64') {
        return kernelFunc(params);
      }
      return runOnCpu(kernelName, inputs, attrs ?? {}, backend as BackendWasm);
    });
  }
}

/** Kernels of the cpu backend that take or give complex64 and are not fallbacks anyway. */
const COMPLEX_CAPABLE: readonly string[] = [
  ...['Add', 'Cast', 'Concat', 'Multiply', 'NotEqual', 'OnesLike', 'Slice', 'Sub', 'ZerosLike'],
];

function replaceKernel(name: string, kernelFunc: tf.KernelFunc): void {
  const own = tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined;
  if (own) tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({
    kernelName: name,
    backendName: 'wasm',
    setupFunc: own?.setupFunc,
    disposeFunc: own?.disposeFunc,
    kernelFunc,
  });
}
