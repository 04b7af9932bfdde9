import { BackendError } from '@ibexjs/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

import { setKernel } from './replace.js';

/**
 * Kernels whose results depend in shape on the values, or that work on strings: they run on the cpu
 * backend's code. Their inputs must be at hand: made from JavaScript values and not yet computed
 * with, or read with `data()` before.
 */
export const CPU_KERNELS: readonly string[] = [
  ...['NonMaxSuppressionV4', 'RaggedGather', 'RaggedRange', 'RaggedTensorToTensor'],
  ...['SparseFillEmptyRows', 'SparseReshape', 'SparseSegmentMean', 'SparseSegmentSum'],
  ...['StaticRegexReplace', 'StringSplit', 'StringToHashBucketFast', 'Unique'],
];

export function installCpuFallbacks(): void {
  for (const name of CPU_KERNELS) {
    setKernel(name, ({ inputs, attrs, backend }) => runOnCpu(name, inputs, attrs, backend));
  }
}

type Inputs = Record<string, tf.TensorInfo | tf.TensorInfo[]>;

function runOnCpu(
  name: string,
  inputs: Inputs,
  attrs: Record<string, unknown>,
  backend: WebGPUBackend,
): tf.TensorInfo | tf.TensorInfo[] {
  const kernel = tf.getKernel(name, 'cpu') as tf.KernelConfig | undefined;
  if (!kernel) throw new BackendError(`The cpu backend, whose "${name}" is needed, is not loaded.`);
  const cpu = tf.findBackend('cpu') as MathBackendCPU;
  const copies: tf.TensorInfo[] = [];
  const copy = (t: tf.TensorInfo): tf.TensorInfo => {
    const made = cpu.makeTensorInfo(t.shape, t.dtype, backend.readSync(t.dataId));
    copies.push(made);
    return made;
  };
  const cpuInputs = Object.fromEntries(
    // ragged kernels take lists of tensors
    Object.entries(inputs).map(([key, t]) => [key, Array.isArray(t) ? t.map(copy) : copy(t)]),
  );
  const result = kernel.kernelFunc({
    inputs: cpuInputs as unknown as tf.NamedTensorInfoMap,
    attrs: attrs as tf.NamedAttrMap,
    backend: cpu,
  });
  const results = Array.isArray(result) ? result : [result];
  const moved = results.map((t) =>
    backend.makeTensorInfo(t.shape, t.dtype, cpu.readSync(t.dataId)),
  );
  for (const t of [...results, ...copies]) {
    if (cpu.refCount(t.dataId) > 0) cpu.disposeData(t.dataId, true);
  }
  return Array.isArray(result) ? moved : moved[0]!;
}
