import * as tf from '@tensorflow/tfjs-core';

import { TraceError } from '../errors.js';
import { EagerExecutor, EagerValue } from './eager.js';
import type { Executor, Numbers, Value } from './executor.js';
import type { GraphExecutor } from './graph.js';
import type { Runtime } from './runtime.js';

interface Entry {
  readonly value: Value;
  references: number;
}

/** tfjs' backend on a running TensorFlow. */
export class TensorFlowBackend extends tf.KernelBackend {
  readonly eager: EagerExecutor;
  private readonly entries: tf.DataStorage<Entry>;
  /** Set while a step is noted in a graph. */
  private graph: GraphExecutor | null = null;

  constructor(readonly runtime: Runtime) {
    super();
    this.eager = new EagerExecutor(runtime);
    this.entries = new tf.DataStorage<Entry>(this, tf.engine());
  }

  /** Where kernels run now. */
  get executor(): Executor {
    return this.graph ?? this.eager;
  }

  /** Runs `body` with all kernels noted in a graph. */
  tracing<T>(graph: GraphExecutor, body: () => T): T {
    this.graph = graph;
    try {
      return body();
    } finally {
      this.graph = null;
    }
  }

  override write(
    values: tf.backend_util.BackendValues,
    shape: number[],
    dtype: tf.DataType,
  ): object {
    const value = this.eager.constant(toNumbers(values, dtype), shape, dtype);
    this.graph?.bear(value);
    return this.hold(value).dataId;
  }

  override move(
    dataId: object,
    values: tf.backend_util.BackendValues,
    shape: number[],
    dtype: tf.DataType,
    refCount: number,
  ): void {
    const value = this.eager.constant(toNumbers(values, dtype), shape, dtype);
    this.graph?.bear(value);
    this.entries.set(dataId, { value, references: refCount });
  }

  /** Takes a value over into the care of tfjs. */
  hold(value: Value): tf.TensorInfo {
    const dataId = {};
    this.entries.set(dataId, { value, references: 1 });
    return { dataId, shape: [...value.shape], dtype: value.dtype as tf.DataType };
  }

  /** Whether a tensor's data lie here. */
  holds({ dataId }: { dataId: object }): boolean {
    return this.entries.has(dataId);
  }

  valueFor({ dataId }: { dataId: object }): Value {
    return this.entries.get(dataId).value;
  }

  override async read(dataId: object): Promise<tf.backend_util.BackendValues> {
    return this.readSync(dataId);
  }

  override readSync(dataId: object): tf.backend_util.BackendValues {
    const { value } = this.entries.get(dataId);
    if (value instanceof EagerValue) return this.eager.read(value);
    throw new TraceError('it reads the values of a tensor');
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.entries.has(dataId)) return true;
    const entry = this.entries.get(dataId);
    entry.references--;
    if (!force && entry.references > 0) return false;
    if (entry.value instanceof EagerValue) this.eager.release(entry.value);
    this.entries.delete(dataId);
    return true;
  }

  override refCount(dataId: object): number {
    return this.entries.has(dataId) ? this.entries.get(dataId).references : 0;
  }

  override incRef(dataId: object): void {
    this.entries.get(dataId).references++;
  }

  decRef(dataId: object): void {
    if (this.entries.has(dataId)) this.entries.get(dataId).references--;
  }

  override numDataIds(): number {
    return this.entries.numDataIds();
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override time(body: () => void): Promise<tf.BackendTimingInfo> {
    const start = performance.now();
    body(); // what it throws, the caller gets now
    return Promise.resolve({ kernelMs: performance.now() - start });
  }

  override timerAvailable(): boolean {
    return true;
  }

  override dispose(): void {
    // its library stays open: TensorFlow cannot be unloaded
  }
}

/** Values as TensorFlow's memory takes them. */
function toNumbers(values: tf.backend_util.BackendValues, dtype: tf.DataType): Numbers {
  if (dtype === 'string') {
    return (values as (Uint8Array | string)[]).map((text) =>
      typeof text === 'string' ? new TextEncoder().encode(text) : text,
    );
  }
  const numbers = values as ArrayLike<number>;
  if (dtype === 'int32') return numbers instanceof Int32Array ? numbers : Int32Array.from(numbers);
  if (dtype === 'bool') return numbers instanceof Uint8Array ? numbers : Uint8Array.from(numbers);
  return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
}
