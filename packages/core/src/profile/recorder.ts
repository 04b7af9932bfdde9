import * as tf from '@tensorflow/tfjs-core';

/** One line of a profile. */
export interface ProfileEntry {
  /** A kernel, or a layer's path. */
  name: string;
  calls: number;
  /** Milliseconds, those of other kernels called from it not counted. */
  ms: number;
  /** Bytes of the tensors made. */
  bytes: number;
}

/** A layer's line: its forward pass is in `ms`, its gradients in `backwardMs`. */
export interface LayerProfileEntry extends ProfileEntry {
  backwardMs: number;
}

/** What runs outside all layers and scopes. */
const OUTSIDE = '(other)';

/** Collects times of kernels while it is on, by kernel and by scope. */
export class Recorder {
  readonly kernels = new Map<string, ProfileEntry>();
  readonly layers = new Map<string, LayerProfileEntry>();
  readonly started = performance.now();
  #scope = OUTSIDE;
  #backward = false;
  /** Milliseconds spent in kernels called by the running one. */
  #inner = 0;
  readonly #attributed = new WeakSet<object>();
  readonly #undo: (() => void)[] = [];

  /** Puts a clock around every kernel of the present backend. */
  constructor() {
    for (const config of tf.getKernelsForBackend(tf.getBackend())) {
      const own = config.kernelFunc;
      config.kernelFunc = (params) => this.#time(config.kernelName, () => own(params));
      this.#undo.push(() => (config.kernelFunc = own));
    }
  }

  /** Takes the clocks away. */
  stop(): void {
    for (const undo of this.#undo) undo();
  }

  /** Counts what `body` runs, and later its gradients, to the scope `name`. */
  inScope<T>(name: string, body: () => T): T {
    const outer = this.#scope;
    // the tape is the list of operations that gradients will be taken of
    const first = tape().length;
    this.#scope = name;
    try {
      return body();
    } finally {
      this.#scope = outer;
      for (const node of tape().slice(first)) this.#attribute(node, name);
    }
  }

  #attribute(node: TapeNode, name: string): void {
    if (this.#attributed.has(node) || !node.gradient) return;
    this.#attributed.add(node);
    const own = node.gradient;
    node.gradient = (dys) => {
      const gradients = this.#inBackward(name, () => own(dys));
      return Object.fromEntries(
        Object.entries(gradients).map(([input, make]) => [
          input,
          () => this.#inBackward(name, make),
        ]),
      );
    };
  }

  #inBackward<T>(name: string, body: () => T): T {
    const [scope, backward] = [this.#scope, this.#backward];
    this.#scope = name;
    this.#backward = true;
    try {
      return body();
    } finally {
      this.#scope = scope;
      this.#backward = backward;
    }
  }

  #time<T extends tf.TensorInfo | tf.TensorInfo[]>(kernel: string, run: () => T): T {
    const outer = this.#inner;
    this.#inner = 0;
    const start = performance.now();
    const result = run();
    const whole = performance.now() - start;
    const ms = whole - this.#inner;
    this.#inner = outer + whole;
    const bytes = [result].flat().reduce((sum, info) => sum + bytesOf(info), 0);
    const entry = entryOf(this.kernels, kernel, () => ({
      name: kernel,
      calls: 0,
      ms: 0,
      bytes: 0,
    }));
    add(entry, ms, bytes);
    const layer = entryOf(this.layers, this.#scope, () => ({
      ...{ name: this.#scope, calls: 0, ms: 0, bytes: 0, backwardMs: 0 },
    }));
    add(layer, this.#backward ? 0 : ms, bytes);
    if (this.#backward) layer.backwardMs += ms;
    return result;
  }
}

type TapeNode = NonNullable<ReturnType<typeof tape>[number]>;

function tape(): NonNullable<ReturnType<typeof tf.engine>['state']['activeTape']> {
  return tf.engine().state.activeTape ?? [];
}

function bytesOf({ shape, dtype }: tf.TensorInfo): number {
  return dtype === 'string' ? 0 : tf.util.sizeFromShape(shape) * tf.util.bytesPerElement(dtype);
}

function add(entry: ProfileEntry, ms: number, bytes: number): void {
  entry.calls++;
  entry.ms += ms;
  entry.bytes += bytes;
}

function entryOf<T>(map: Map<string, T>, name: string, make: () => T): T {
  let entry = map.get(name);
  if (!entry) map.set(name, (entry = make()));
  return entry;
}
