import { BackendError, nodeRequire } from '@ibexjs/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Kernels that run on the cpu backend's code: inputs are copied out of wasm memory, the result is
 * copied back. They are seldom in a training step; docs/wasm-engine.md lists them.
 */
export const CPU_FALLBACKS: readonly string[] = [
  'Complex',
  'ComplexAbs',
  'Draw',
  'Einsum',
  'FFT',
  'IFFT',
  'Imag',
  'RaggedGather',
  'RaggedRange',
  'RaggedTensorToTensor',
  'Real',
  'StaticRegexReplace',
];

/** Loads the cpu backend where that takes a promise: in a page. Node loads it when first needed. */
export async function prepareFallback(): Promise<void> {
  if (!nodeRequire(import.meta.url)) await import('@tensorflow/tfjs-backend-cpu');
}

function cpuKernel(name: string): tf.KernelFunc {
  const load = () => tf.getKernel(name, 'cpu') as tf.KernelConfig | undefined;
  let kernel = load();
  if (!kernel) {
    nodeRequire(import.meta.url)?.('@tensorflow/tfjs-backend-cpu');
    kernel = load();
  }
  if (kernel) return kernel.kernelFunc;
  throw new BackendError(
    `The wasm backend runs "${name}" with the code of the cpu backend, which is not loaded. ` +
      `Add: import '@tensorflow/tfjs-backend-cpu'.`,
  );
}

/** Runs a kernel of the cpu backend on wasm tensors. */
export function runOnCpu(
  name: string,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap,
  backend: BackendWasm,
): tf.TensorInfo | tf.TensorInfo[] {
  const kernel = cpuKernel(name);
  const cpu = tf.findBackend('cpu') as MathBackendCPU;
  const copied: tf.TensorInfo[] = [];
  const copyOut = (t: tf.TensorInfo): tf.TensorInfo => {
    const copy = toCpu(t, backend, cpu);
    copied.push(copy);
    return copy;
  };
  const cpuInputs = mapTensors(inputs, copyOut);
  const result = kernel({ inputs: cpuInputs, attrs, backend: cpu });
  const results = Array.isArray(result) ? result : [result];
  const moved = results.map((t) =>
    backend.makeOutput(t.shape, t.dtype, undefined, cpu.readSync(t.dataId)),
  );
  for (const t of results) cpu.disposeData(t.dataId, true);
  for (const t of copied) if (cpu.refCount(t.dataId) > 0) cpu.disposeData(t.dataId, true);
  return Array.isArray(result) ? moved : moved[0]!;
}

/** Inputs are an object, or for kernels of any number of tensors (Einsum) an array. */
function mapTensors(
  inputs: tf.NamedTensorInfoMap,
  copy: (t: tf.TensorInfo) => tf.TensorInfo,
): tf.NamedTensorInfoMap {
  const copies: tf.NamedTensorInfoMap = Array.isArray(inputs)
    ? ([] as unknown as tf.NamedTensorInfoMap)
    : {};
  for (const [key, value] of Object.entries(inputs)) if (value) copies[key] = copy(value);
  return copies;
}

function toCpu(t: tf.TensorInfo, backend: BackendWasm, cpu: MathBackendCPU): tf.TensorInfo {
  const values = backend.readSync(t.dataId);
  if (t.dtype !== 'complex64') return cpu.makeTensorInfo(t.shape, t.dtype, values);
  const { real, imag } = tf.backend_util.splitRealAndImagArrays(values as Float32Array);
  const parts = {
    real: cpu.makeTensorInfo(t.shape, 'float32', real),
    imag: cpu.makeTensorInfo(t.shape, 'float32', imag),
  };
  const complex = cpuKernel('Complex')({ inputs: parts, attrs: {}, backend: cpu }) as tf.TensorInfo;
  cpu.disposeData(parts.real.dataId);
  cpu.disposeData(parts.imag.dataId);
  return complex;
}

/**
 * tfjs's wasm backend cannot read complex64, which it keeps as pairs of float32 once a fallback
 * made some.
 */
export function readComplex(backend: BackendWasm): void {
  const readSync = backend.readSync.bind(backend);
  backend.readSync = (dataId, start, end) => {
    const { dtype, memoryOffset, shape } = backend.dataIdMap.get(dataId);
    if (dtype !== 'complex64') return readSync(dataId, start, end);
    const from = memoryOffset + 8 * (start ?? 0);
    const to = memoryOffset + 8 * (end ?? tf.util.sizeFromShape(shape));
    const bytes = (backend.wasm as unknown as { HEAPU8: Uint8Array }).HEAPU8.slice(from, to);
    return new Float32Array(bytes.buffer);
  };
}
