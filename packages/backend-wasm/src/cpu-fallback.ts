import { BackendError, nodeRequire } from '@ibexjs/core';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Kernels that run on the cpu backend's code: inputs are copied out of wasm memory, the result is
 * copied back. tfjs has no wasm kernel of these names; they are seldom in a training step.
 */
export const MISSING_KERNELS: readonly string[] = [
  ...['Complex', 'ComplexAbs', 'Draw', 'FFT', 'IFFT', 'Imag', 'RaggedGather'],
  ...['RaggedRange', 'RaggedTensorToTensor', 'Real', 'StaticRegexReplace'],
];

/** Kernels of tfjs's wasm backend that give wrong numbers, and how; they run on the cpu's code too. */
export const FAULTY_KERNELS: Readonly<Record<string, string>> = {
  Conv3DBackpropFilterV2: "is wrong for uneven strides with padding 'same'",
  Conv3DBackpropInputV2: 'gives zeros',
  Dilation2D: 'gives zero where the largest sum is negative',
  Dilation2DBackpropFilter: 'finds no maximum where the largest sum is negative',
  Dilation2DBackpropInput: 'finds no maximum where the largest sum is negative',
  MaxPool3D: 'gives zero where the largest value is negative',
  MaxPool3DGrad: 'drops gradients where the largest value is negative',
  MaxPoolWithArgmax: 'gives index 0 where the largest value is negative',
  RotateWithOffset: 'ignores a fillValue that is one number',
};

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
    backend.makeOutput(t.shape, t.dtype, undefined, valuesOf(t, cpu)),
  );
  for (const t of results) cpu.disposeData(t.dataId, true);
  for (const t of copied) if (cpu.refCount(t.dataId) > 0) cpu.disposeData(t.dataId, true);
  return Array.isArray(result) ? moved : moved[0]!;
}

/** The values in the array type of the tensor's dtype; MaxPoolWithArgmax keeps its indices otherwise. */
function valuesOf(t: tf.TensorInfo, cpu: MathBackendCPU): tf.backend_util.BackendValues {
  const values = cpu.readSync(t.dataId);
  return t.dtype === 'int32' ? Int32Array.from(values as Float32Array) : values;
}

/** Inputs are an object, an array for kernels of any number of tensors, or hold arrays (ragged ones). */
function mapTensors(
  inputs: tf.NamedTensorInfoMap,
  copy: (t: tf.TensorInfo) => tf.TensorInfo,
): tf.NamedTensorInfoMap {
  const entries = Object.entries(inputs).map(([key, value]) => {
    if (!value) return [key, value] as const;
    return [
      key,
      Array.isArray(value) ? (value as tf.TensorInfo[]).map(copy) : copy(value),
    ] as const;
  });
  const copies = Array.isArray(inputs)
    ? entries.map(([, value]) => value)
    : Object.fromEntries(entries);
  return copies as tf.NamedTensorInfoMap;
}

function toCpu(t: tf.TensorInfo, backend: BackendWasm, cpu: MathBackendCPU): tf.TensorInfo {
  const values = backend.readSync(t.dataId);
  if (t.dtype !== 'complex64') {
    // the gradients of Dilation2D read the rank, which tensors have and tensor infos lack
    return Object.assign(cpu.makeTensorInfo(t.shape, t.dtype, values), { rank: t.shape.length });
  }
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
