import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

import type { ops } from '../generated/kernels.js';
import { ops as operationNumbers } from '../generated/kernels.js';
import { type Heap, outOfMemory } from './memory.js';
import type { Runner } from './runner.js';

/** Name of an operation in assembly/. */
export type Operation = keyof typeof ops;

/** What a job needs besides the operation and its number of tiles. */
export interface JobOptions {
  /** float32 arguments; in the operation's struct they follow the int32 ones. */
  floats?: readonly number[];
  /** Bytes of private scratch memory that each thread gets. */
  scratch?: number;
}

const MAX_ARGUMENTS = 64;

/**
 * Everything kernels use: tensors' addresses, outputs, scratch memory, and `run`. One belongs to
 * each tfjs wasm backend that was started.
 */
export class Engine {
  readonly backend: BackendWasm;
  readonly heap: Heap;
  readonly #runner: Runner;
  readonly #args: number;
  readonly #afterwards: (() => void) | undefined;

  /** @param afterwards called after each operation */
  constructor(backend: BackendWasm, heap: Heap, runner: Runner, afterwards?: () => void) {
    this.backend = backend;
    this.heap = heap;
    this.#runner = runner;
    this.#afterwards = afterwards;
    this.#args = heap.allocate(4 * MAX_ARGUMENTS);
  }

  /** How many threads share the work. */
  get threads(): number {
    return this.#runner.threads;
  }

  /**
   * Runs an operation of assembly/: `tiles` independent pieces, in any order, on all threads.
   * Returns when all are done.
   *
   * @param ints the int32 fields of the operation's argument struct, in order
   */
  run(
    operation: Operation,
    tiles: number,
    ints: readonly number[],
    options: JobOptions = {},
  ): void {
    if (tiles === 0) return;
    const perThread = ((options.scratch ?? 0) + 127) & -64;
    const scratch = this.heap.threadScratch(perThread * this.#runner.threads);
    const { ints: intView, floats: floatView } = this.heap;
    let at = this.#args >>> 2;
    for (const value of ints) intView[at++] = value;
    if (options.floats) for (const value of options.floats) floatView[at++] = value;
    this.#runner.run(operationNumbers[operation], this.#args, tiles, scratch, perThread);
    this.#afterwards?.();
  }

  /** Ends the threads. */
  dispose(): void {
    this.#runner.dispose();
  }

  /** Where a tensor's numbers stand in wasm memory. */
  address(tensor: tf.TensorInfo): number {
    return this.backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  /** A new tensor with undefined contents. */
  output(shape: number[], dtype: tf.DataType = 'float32'): tf.TensorInfo {
    const info = this.backend.makeOutput(shape, dtype);
    const size = tf.util.sizeFromShape(shape);
    if (size > 0 && this.address(info) === 0) {
      this.backend.disposeData(info.dataId, true);
      throw outOfMemory(size * tf.util.bytesPerElement(dtype));
    }
    return info;
  }

  /** A tensor of another shape over the same numbers. */
  share(tensor: tf.TensorInfo, shape: number[] = tensor.shape): tf.TensorInfo {
    this.backend.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
  }

  /** Frees a tensor that a kernel made for its own use. */
  release(tensor: tf.TensorInfo): void {
    this.backend.disposeData(tensor.dataId);
  }

  /** Runs another wasm kernel that gives one tensor. */
  call(name: string, inputs: tf.NamedTensorInfoMap, attrs: object = {}): tf.TensorInfo {
    const kernel = tf.getKernel(name, 'wasm');
    return kernel.kernelFunc({
      inputs,
      attrs: attrs as tf.NamedAttrMap,
      backend: this.backend,
    }) as tf.TensorInfo;
  }
}
