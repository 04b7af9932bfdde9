import { isNode } from '@ibexjs/core';
import { type BackendWasm, setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

const FLAG = 'WASM_HAS_MULTITHREAD_SUPPORT';

/** tfjs's backend and the memory that it works in. */
export interface Started {
  backend: BackendWasm;
  memory: WebAssembly.Memory;
}

/** Whether memory can be shared with workers: in Node, and in a page that is cross-origin isolated. */
export function canShareMemory(): boolean {
  return isNode || (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true;
}

/** Starts tfjs's ordinary build. */
export async function startPrivate(make: () => Promise<BackendWasm>): Promise<Started> {
  tf.env().set(FLAG, false);
  const backend = await make();
  const { memory } = (backend.wasm as unknown as { asm: { memory: WebAssembly.Memory } }).asm;
  return { backend, memory };
}

/**
 * Starts tfjs's threaded build for its shared memory alone. The workers that its loader makes at
 * once (eight, of which one thread uses none) are replaced by stand-ins, for they cost much to
 * start; the memory, which the loader keeps to itself, is noted when it is made.
 */
export async function startShared(make: () => Promise<BackendWasm>): Promise<Started> {
  tf.env().set(FLAG, true);
  setThreadsCount(1);
  const OwnMemory = WebAssembly.Memory;
  let memory: WebAssembly.Memory | undefined;
  WebAssembly.Memory = new Proxy(OwnMemory, {
    construct(target, [descriptor]: [WebAssembly.MemoryDescriptor]) {
      const made = new target(descriptor);
      if (descriptor.shared) memory = made;
      return made;
    },
  });
  const restoreWorker = replaceGlobal('Worker', IdleWorker);
  try {
    const backend = await make();
    if (!memory) throw new Error('tfjs made no shared memory');
    return { backend, memory };
  } finally {
    WebAssembly.Memory = OwnMemory;
    restoreWorker();
  }
}

/** Sets a global that assignments cannot change (the loader assigns Node's Worker); undo by calling. */
function replaceGlobal(name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get: () => value,
    set: () => undefined,
  });
  return () => {
    if (own) Object.defineProperty(globalThis, name, own);
    else Reflect.deleteProperty(globalThis, name);
  };
}

/** A Worker that says that it is ready and never does anything. */
class IdleWorker {
  onmessage?: (event: { data: { cmd: string } }) => void;

  postMessage(message: { cmd?: string }): void {
    if (message.cmd !== 'load') return;
    queueMicrotask(() => this.onmessage?.({ data: { cmd: 'loaded' } }));
  }

  on(): void {}
  ref(): void {}
  unref(): void {}
  terminate(): void {}
}
