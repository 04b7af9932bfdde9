import { FormatError } from '@ibexjs/core/plain';

import { showShape, sizeOf, type NdArray, type NdData } from '../ndarray.js';
import { parseNpyType, type NpyType } from '../npy/dtype.js';
import { decodeElements } from '../npy/elements.js';
import { toRowMajor } from '../npy/order.js';
import { bytesOf, Callable, textOf, type Budget, type Draft } from './values.js';

const MAX_EMPTY_ELEMENTS = 0x100000;

/** A `numpy.dtype` on its way: its name comes first, its byte order with the state. */
class DtypeDraft implements Draft {
  private order = '';

  constructor(private readonly code: string) {}

  setState(state: unknown): void {
    const order = Array.isArray(state) ? textOf(state[1]) : undefined;
    if (order === undefined || !/^[<>=|]$/.test(order)) {
      throw new FormatError('The pickle holds a NumPy dtype that is damaged.');
    }
    this.order = order;
  }

  get type(): NpyType {
    // objects are 'O8', with the size of a pointer
    return parseNpyType(this.code.startsWith('O') ? '|O' : this.order + this.code);
  }

  finish(): string {
    return this.type.dtype;
  }
}

/** A `numpy.ndarray` on its way: made empty, filled by its state. */
class ArrayDraft implements Draft {
  private array: NdArray | undefined;

  setState(state: unknown, budget: Budget): void {
    if (!Array.isArray(state) || state.length < 4) throw damaged();
    // (version, shape, dtype, Fortran order, elements); the oldest have no version
    const [shape, dtype, fortran, elements] = state.slice(-4) as unknown[];
    this.array = makeArray(shape, dtype, fortran === true, elements, budget);
  }

  finish(): NdArray {
    if (this.array) return this.array;
    throw damaged();
  }
}

function damaged(): FormatError {
  return new FormatError('The pickle holds a NumPy array that is damaged.');
}

function makeArray(
  shape: unknown,
  dtype: unknown,
  fortranOrder: boolean,
  elements: unknown,
  budget: Budget,
): NdArray {
  const valid =
    Array.isArray(shape) &&
    shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
  if (!valid || !(dtype instanceof DtypeDraft)) throw damaged();
  const dimensions = shape as number[];
  const count = sizeOf(dimensions);
  const data = readElements(elements, count, dtype.type, dimensions, budget);
  return {
    shape: [...dimensions],
    dtype: dtype.type.dtype,
    data: fortranOrder && dimensions.length > 1 ? toRowMajor(data, dimensions) : data,
  };
}

function readElements(
  elements: unknown,
  count: number,
  type: NpyType,
  shape: readonly number[],
  budget: Budget,
): NdData {
  if (type.dtype === 'object') {
    if (Array.isArray(elements) && elements.length === count) return elements as unknown[];
    throw damaged();
  }
  const bytes = bytesOf(elements);
  if (!bytes || bytes.length !== count * type.size || !(count <= MAX_EMPTY_ELEMENTS || type.size)) {
    throw new FormatError(
      `The pickle holds a NumPy array that is damaged: shape ${showShape(shape)} of ${type.dtype} does not fit ${bytes?.length ?? 'no'} bytes.`,
    );
  }
  budget.spend(bytes.length);
  return decodeElements(bytes, count, type);
}

function scalar([dtype, data]: readonly unknown[], budget: Budget): unknown {
  if (!(dtype instanceof DtypeDraft)) throw damaged();
  if (dtype.type.dtype === 'object') return data;
  const [value] = readElements(data, 1, dtype.type, [], budget);
  return dtype.type.dtype === 'bool' ? value === 1 : value;
}

function fromBuffer(args: readonly unknown[], budget: Budget): Draft {
  const [bytes, dtype, shape, order] = args;
  const draft = new ArrayDraft();
  draft.setState([shape, dtype, textOf(order) === 'F', bytes], budget);
  return draft;
}

/** What a pickle may name of NumPy; the modules moved between NumPy 1 and 2. */
export const NUMPY_CALLABLES: readonly Callable[] = [
  new Callable('numpy.ndarray', () => {
    throw damaged();
  }),
  new Callable('numpy.dtype', ([code]) => new DtypeDraft(textOf(code) ?? '')),
  ...['numpy.core', 'numpy._core'].flatMap((core) => [
    new Callable(`${core}.multiarray._reconstruct`, () => new ArrayDraft()),
    new Callable(`${core}.multiarray.scalar`, scalar),
    new Callable(`${core}.numeric._frombuffer`, fromBuffer),
  ]),
];
