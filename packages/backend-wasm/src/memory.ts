import { BackendError } from '@ibexjs/core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

const ALIGNMENT = 64;

interface EmscriptenAllocator {
  _malloc: (bytes: number) => number;
  _free: (address: number) => void;
}

/** A block of wasm memory that is kept and grows: what kernels scribble in between two steps. */
class Arena {
  #block = 0;
  #size = 0;
  readonly #heap: Heap;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** Address of at least `bytes` bytes, 64-byte aligned; what it held before is lost. */
  reserve(bytes: number): number {
    if (bytes > this.#size) {
      if (this.#block) this.#heap.free(this.#block);
      this.#block = 0;
      this.#size = 0;
      // some room for growth, so that slowly rising demands do not allocate each time
      const wanted = Math.ceil((bytes * 5) / 4);
      this.#block = this.#heap.allocate(wanted + ALIGNMENT);
      this.#size = wanted;
    }
    return (this.#block + ALIGNMENT - 1) & -ALIGNMENT;
  }
}

/**
 * tfjs's wasm memory: allocation by its own malloc, and typed-array views. A view goes stale when
 * memory grows, which any allocation may cause; so ask for it anew after each.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  readonly #malloc: (bytes: number) => number;
  readonly #free: (address: number) => void;
  #ints: Int32Array;
  #floats: Float32Array;
  #bytes: Uint8Array;
  readonly #scratch: Arena;
  readonly #shared: Arena;

  constructor(backend: BackendWasm, memory: WebAssembly.Memory) {
    const { _malloc, _free } = backend.wasm as unknown as EmscriptenAllocator;
    this.memory = memory;
    this.#malloc = _malloc;
    this.#free = _free;
    this.#ints = new Int32Array(memory.buffer);
    this.#floats = new Float32Array(memory.buffer);
    this.#bytes = new Uint8Array(memory.buffer);
    this.#scratch = new Arena(this);
    this.#shared = new Arena(this);
  }

  get ints(): Int32Array {
    if (this.#ints.buffer !== this.memory.buffer) this.#ints = new Int32Array(this.memory.buffer);
    return this.#ints;
  }

  get floats(): Float32Array {
    if (this.#floats.buffer !== this.memory.buffer) {
      this.#floats = new Float32Array(this.memory.buffer);
    }
    return this.#floats;
  }

  get bytes(): Uint8Array {
    if (this.#bytes.buffer !== this.memory.buffer) this.#bytes = new Uint8Array(this.memory.buffer);
    return this.#bytes;
  }

  /** @throws BackendError when wasm memory (at most 4 GB) is exhausted */
  allocate(bytes: number): number {
    const address = this.#malloc(bytes) >>> 0;
    if (address === 0) throw outOfMemory(bytes);
    return address;
  }

  free(address: number): void {
    this.#free(address);
  }

  /** Scratch of the threads that run a job, overwritten by the next job. */
  threadScratch(bytes: number): number {
    return this.#scratch.reserve(bytes);
  }

  /**
   * Scratch that outlives a job, for what one job makes and the next reads within one kernel. The
   * next call takes it back.
   */
  kernelScratch(bytes: number): number {
    return this.#shared.reserve(bytes);
  }

  /** `kernelScratch` in several blocks of the given sizes: their addresses. */
  kernelBlocks<Sizes extends readonly number[]>(...bytes: Sizes): { [I in keyof Sizes]: number } {
    const offsets: number[] = [];
    let total = 0;
    for (const size of bytes) {
      offsets.push(total);
      total += (size + ALIGNMENT - 1) & -ALIGNMENT;
    }
    const base = this.#shared.reserve(total);
    return offsets.map((offset) => base + offset) as unknown as { [I in keyof Sizes]: number };
  }
}

export function outOfMemory(bytes: number): BackendError {
  return new BackendError(
    `The wasm backend has no memory left for ${Math.ceil(bytes / 1024)} kB more. ` +
      'Use smaller batches, dispose tensors that are no longer needed, or another backend.',
  );
}
