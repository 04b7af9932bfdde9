import * as tf from '@tensorflow/tfjs-core';

import type { TensorFlowBackend } from '../runtime/backend.js';
import { EagerValue } from '../runtime/eager.js';
import type { Value } from '../runtime/executor.js';
import { Ops } from '../runtime/ops.js';
import { TraceError } from '../errors.js';
import { kernels } from './index.js';
import type { Kernel } from './kernel.js';

/** Registers all kernels for a backend of that name. */
export function installKernels(backendName: string): void {
  for (const kernel of kernels) {
    if (tf.getKernel(kernel.name, backendName) !== undefined) continue;
    tf.registerKernel({
      kernelName: kernel.name,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) =>
        runKernel(kernel, inputs, attrs ?? {}, backend as TensorFlowBackend),
    });
  }
}

type Given = Record<string, tf.TensorInfo | tf.TensorInfo[] | null | undefined>;

function runKernel(
  kernel: Kernel,
  given: Given,
  attrs: object,
  backend: TensorFlowBackend,
): tf.TensorInfo | tf.TensorInfo[] {
  const owners = new Map<Value, tf.TensorInfo>();
  const take = (tensor: tf.TensorInfo): Value => {
    const value = backend.valueFor(tensor);
    owners.set(value, tensor);
    return value;
  };
  const inputs: Record<string, Value> = {};
  for (const [name, tensor] of Object.entries(given)) {
    if (!tensor) continue;
    // a few kernels of ragged tensors have lists among their inputs
    inputs[name] = (Array.isArray(tensor) ? tensor.map(take) : take(tensor)) as Value;
  }
  const ops = new Ops(backend.executor);
  let results: Value[] = [];
  try {
    const result = kernel.run({ inputs, attrs, ops, read: (value) => read(backend, value) });
    results = Array.isArray(result) ? result : [result];
    const infos = results.map((value) => {
      const owner = owners.get(value);
      if (!owner) return backend.hold(value);
      backend.incRef(owner.dataId);
      return { dataId: owner.dataId, shape: owner.shape, dtype: owner.dtype };
    });
    return Array.isArray(result) ? infos : infos[0]!;
  } finally {
    ops.release(results);
  }
}

function read(backend: TensorFlowBackend, value: Value): ArrayLike<number> {
  if (value instanceof EagerValue) return backend.eager.read(value) as ArrayLike<number>;
  throw new TraceError('it reads the values of a tensor');
}
