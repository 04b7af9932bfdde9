import { message, text, varint } from '../api/proto.js';

/** How TensorFlow's runtime is set up. */
export interface RuntimeSettings {
  /** Index of the GPU to use; null: none, the processor alone. */
  readonly gpu: number | null;
  /** Threads within an operation; 0: all cores. */
  readonly threads: number;
}

/**
 * TensorFlow's ConfigProto for the settings. GPU memory grows as it is needed; by itself TensorFlow
 * takes all of it.
 *
 * @see tensorflow/core/protobuf/config.proto
 */
export function configProto({ gpu, threads }: RuntimeSettings): Uint8Array {
  const DEVICE_COUNT = 1;
  const INTRA_OP_THREADS = 2;
  const GPU_OPTIONS = 6;
  const ALLOW_SOFT_PLACEMENT = 7;
  const gpuOptions = [...varint(4, 1), ...text(5, String(gpu))]; // allow_growth, visible_device_list
  return Uint8Array.from([
    ...(gpu === null ? message(DEVICE_COUNT, [...text(1, 'GPU'), ...varint(2, 0)]) : []),
    ...(threads > 0 ? varint(INTRA_OP_THREADS, threads) : []),
    ...(gpu === null ? [] : message(GPU_OPTIONS, gpuOptions)),
    // what has no GPU kernel (strings, say) runs on the processor
    ...varint(ALLOW_SOFT_PLACEMENT, 1),
  ]);
}
