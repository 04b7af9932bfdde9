import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

/** What a kernel of this package is called with. */
export interface KernelCall {
  inputs: Record<string, tf.TensorInfo>;
  attrs: Record<string, unknown>;
  backend: WebGPUBackend;
  /** The kernel of tfjs of the same name. */
  original: () => tf.TensorInfo | tf.TensorInfo[];
  /** The same, on other inputs. */
  run: (inputs: tf.TensorInfo[] | Record<string, tf.TensorInfo>) => tf.TensorInfo;
}

type Kernel = (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[];

/** Registers a kernel for the backend `webgpu`, in place of tfjs's own of that name if it has one. */
export function setKernel(kernelName: string, run: Kernel): void {
  const own = tf.getKernel(kernelName, 'webgpu') as tf.KernelConfig | undefined;
  if (own) tf.unregisterKernel(kernelName, 'webgpu');
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    setupFunc: own?.setupFunc,
    disposeFunc: own?.disposeFunc,
    kernelFunc: (params) =>
      run({
        inputs: params.inputs as Record<string, tf.TensorInfo>,
        attrs: params.attrs ?? {},
        backend: params.backend as WebGPUBackend,
        original: () => own!.kernelFunc(params),
        run: (inputs) =>
          own!.kernelFunc({
            ...params,
            inputs: inputs as unknown as tf.NamedTensorInfoMap,
          }) as tf.TensorInfo,
      }),
  });
}

/** A tensor whose elements are all the same. */
export function filled(
  backend: WebGPUBackend,
  shape: number[],
  value: number,
  dtype: tf.DataType,
): tf.TensorInfo {
  const values = tf.util.getTypedArrayFromDType(
    dtype as 'float32' | 'int32' | 'bool',
    tf.util.sizeFromShape(shape),
  );
  return backend.makeTensorInfo(shape, dtype, values.fill(value));
}
