import { typeOfNumber, TYPE_NUMBERS, type ElementType } from '../api/data-types.js';
import { TraceError } from '../errors.js';
import type { Attribute, Attributes, Executor, Input, Numbers, Value } from './executor.js';
import { makeHostTensor, readHostTensor } from './host-tensor.js';
import type { Runtime } from './runtime.js';

/** A tensor that exists. */
export class EagerValue implements Value {
  constructor(
    /** TFE_TensorHandle */
    readonly handle: number,
    readonly shape: readonly number[],
    readonly dtype: ElementType,
  ) {}
}

/** @throws TraceError for a value that only a graph has */
function handleOf(value: Value): number {
  if (value instanceof EagerValue) return value.handle;
  throw new TraceError(
    'A tensor is used that was computed while a step was compiled, and kept: compile({ runEagerly: true }) runs such a model.',
  );
}

/** Runs operations at once. */
export class EagerExecutor implements Executor {
  readonly keepsValues = false;
  /** Handles of results; TensorFlow writes there. */
  private results = new BigInt64Array(64);
  private readonly resultCount = new Int32Array(1);
  /** Handles that are alive: what a leak would show in. */
  private alive = 0;

  constructor(readonly runtime: Runtime) {}

  get numHandles(): number {
    return this.alive;
  }

  run(name: string, inputs: readonly Input[], attrs: Attributes, outputs: number): EagerValue[] {
    const { context, status, library } = this.runtime;
    const { api } = library;
    const at = status.pointer;
    const op = api.TFE_NewOp(context, name, at);
    status.check(name);
    try {
      for (const input of inputs) {
        if (Array.isArray(input)) this.addList(op, input as readonly Value[]);
        else api.TFE_OpAddInput(op, handleOf(input as Value), at);
        status.check(name);
      }
      for (const key of Object.keys(attrs)) this.setAttribute(op, key, attrs[key]!);
      if (this.results.length < outputs) this.results = new BigInt64Array(outputs);
      this.resultCount[0] = outputs;
      api.TFE_Execute(op, this.results, this.resultCount, at);
      status.check(name);
    } finally {
      api.TFE_DeleteOp(op);
    }
    const made: EagerValue[] = [];
    for (let i = 0; i < this.resultCount[0]; i++) made.push(this.wrap(Number(this.results[i])));
    return made;
  }

  private addList(op: number, values: readonly Value[]): void {
    const handles = BigInt64Array.from(values, (value) => BigInt(handleOf(value)));
    const { library, status } = this.runtime;
    library.api.TFE_OpAddInputList(op, handles, handles.length, status.pointer);
  }

  private setAttribute(op: number, name: string, value: Attribute): void {
    const { api } = this.runtime.library;
    if (typeof value === 'boolean') api.TFE_OpSetAttrBool(op, name, Number(value));
    else if (typeof value === 'number') api.TFE_OpSetAttrInt(op, name, value);
    else if (typeof value === 'string') {
      const text = new TextEncoder().encode(value);
      api.TFE_OpSetAttrString(op, name, text, text.length);
    } else if ('float' in value) api.TFE_OpSetAttrFloat(op, name, value.float);
    else if ('type' in value) api.TFE_OpSetAttrType(op, name, TYPE_NUMBERS[value.type]);
    else if ('proto' in value) {
      const { pointer } = this.runtime.status;
      api.TFE_OpSetAttrValueProto(op, name, value.proto, value.proto.length, pointer);
      this.runtime.status.check(name);
    } else {
      api.TFE_OpSetAttrIntList(op, name, BigInt64Array.from(value, BigInt), value.length);
    }
  }

  /** The value of a handle that TensorFlow made. */
  private wrap(handle: number): EagerValue {
    const { library, status } = this.runtime;
    const { api } = library;
    const rank = api.TFE_TensorHandleNumDims(handle, status.pointer);
    const shape: number[] = [];
    for (let i = 0; i < rank; i++) shape.push(api.TFE_TensorHandleDim(handle, i, status.pointer));
    this.alive++;
    return new EagerValue(handle, shape, typeOfNumber(api.TFE_TensorHandleDataType(handle)));
  }

  constant(values: Numbers, shape: readonly number[], dtype: ElementType): EagerValue {
    const { library, status } = this.runtime;
    const tensor = makeHostTensor(library, values, shape, dtype);
    const handle = library.api.TFE_NewTensorHandle(tensor, status.pointer);
    library.api.TF_DeleteTensor(tensor);
    status.check();
    this.alive++;
    return new EagerValue(handle, [...shape], dtype);
  }

  /** The same tensor once more, to be released by itself. */
  share({ handle, shape, dtype }: EagerValue): EagerValue {
    const { library, status } = this.runtime;
    const copy = library.api.TFE_TensorHandleCopySharingTensor(handle, status.pointer);
    status.check();
    this.alive++;
    return new EagerValue(copy, shape, dtype);
  }

  /** A copy of the numbers, for JavaScript. */
  read(value: EagerValue): ReturnType<typeof readHostTensor> {
    const tensor = this.hostTensor(value);
    try {
      return readHostTensor(this.runtime.library, tensor, TYPE_NUMBERS[value.dtype]);
    } finally {
      this.runtime.library.api.TF_DeleteTensor(tensor);
    }
  }

  /** The TF_Tensor of a value; the caller deletes it. */
  hostTensor({ handle }: EagerValue): number {
    const { library, status } = this.runtime;
    const tensor = library.api.TFE_TensorHandleResolve(handle, status.pointer);
    status.check();
    return tensor;
  }

  release(value: Value): void {
    this.alive--;
    this.runtime.library.api.TFE_DeleteTensorHandle((value as EagerValue).handle);
  }
}
