import { checkOptions, FormatError, NotFoundError, ValueError } from '@ibexjs/core/plain';

import {
  checkNdArray,
  showShape,
  sizeOf,
  type NdArray,
  type NdArrayLike,
  type NdDtype,
} from '../ndarray.js';
import { decodeElements, encodeElements, type Int64Options } from '../npy/elements.js';

/** The format's names of types, and how many bytes an element has. */
const TYPES: Readonly<Record<string, { dtype: NdDtype; size: number }>> = {
  BOOL: { dtype: 'bool', size: 1 },
  U8: { dtype: 'uint8', size: 1 },
  I8: { dtype: 'int8', size: 1 },
  U16: { dtype: 'uint16', size: 2 },
  I16: { dtype: 'int16', size: 2 },
  F16: { dtype: 'float16', size: 2 },
  BF16: { dtype: 'float32', size: 2 },
  U32: { dtype: 'uint32', size: 4 },
  I32: { dtype: 'int32', size: 4 },
  F32: { dtype: 'float32', size: 4 },
  U64: { dtype: 'uint64', size: 8 },
  I64: { dtype: 'int64', size: 8 },
  F64: { dtype: 'float64', size: 8 },
};

const MAX_HEADER = 100_000_000;

interface Entry {
  type: string;
  shape: number[];
  begin: number;
  end: number;
}

/**
 * The arrays of a `.safetensors` file, each decoded when it is asked for. bfloat16 is read as
 * float32.
 *
 * Format: https://huggingface.co/docs/safetensors — the header's length in 8 bytes, a JSON header,
 * the elements without gaps.
 */
export class SafetensorsFile {
  /** What the writer noted about the file. */
  readonly metadata: Readonly<Record<string, string>>;
  private readonly entries: Map<string, Entry>;
  private readonly start: number;

  /** Reads and checks the header. @throws FormatError when it is damaged or does not fit the file */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly options: Int64Options = {},
  ) {
    checkOptions('SafetensorsFile', options, ['int64']);
    const { header, start } = readHeader(bytes);
    const { __metadata__: metadata, ...tensors } = header;
    this.metadata = readMetadata(metadata);
    this.start = start;
    this.entries = new Map(
      Object.entries(tensors).map(([name, value]) => [name, readEntry(name, value)]),
    );
    checkCoverage([...this.entries.values()], bytes.length - start);
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Shape and dtype of an array, without decoding it. @throws NotFoundError */
  info(name: string): Omit<NdArray, 'data'> {
    const { type, shape } = this.entry(name);
    return { shape: [...shape], dtype: TYPES[type]!.dtype };
  }

  /** One array. @throws NotFoundError */
  get(name: string): NdArray {
    const { type, shape, begin, end } = this.entry(name);
    const { dtype, size } = TYPES[type]!;
    const bytes = this.bytes.subarray(this.start + begin, this.start + end);
    const count = sizeOf(shape);
    const data =
      type === 'BF16'
        ? fromBfloat16(bytes, count)
        : decodeElements(bytes, count, { dtype, size, bigEndian: false }, this.options);
    return { shape: [...shape], dtype, data };
  }

  private entry(name: string): Entry {
    const entry = this.entries.get(name);
    if (entry) return entry;
    throw new NotFoundError(
      `The safetensors file has no array ${JSON.stringify(name)}. It has: ${this.names.slice(0, 20).join(', ')}.`,
    );
  }
}

/** Every array of a `.safetensors` file. @throws FormatError */
export function readSafetensors(
  bytes: Uint8Array,
  options: Int64Options = {},
): Record<string, NdArray> {
  const file = new SafetensorsFile(bytes, options);
  return Object.fromEntries(file.names.map((name) => [name, file.get(name)]));
}

/**
 * Writes named arrays as a `.safetensors` file.
 * @param metadata notes about the file, words by words
 * @throws ValueError for strings and objects, which the format has not
 */
export function writeSafetensors(
  arrays: Readonly<Record<string, NdArrayLike>>,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const { shape, dtype, data } = checkNdArray('writeSafetensors', array);
    const type = Object.keys(TYPES).find((key) => TYPES[key]!.dtype === dtype && key !== 'BF16');
    if (!type || name === '__metadata__') {
      throw new ValueError(`writeSafetensors: ${name} of dtype "${dtype}" cannot be written.`);
    }
    const { bytes } = encodeElements('writeSafetensors', data, dtype);
    header[name] = { dtype: type, shape, data_offsets: [at, at + bytes.length] };
    pieces.push(bytes);
    at += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const out = new Uint8Array(start + at).fill(0x20, 8, start);
  new DataView(out.buffer).setBigUint64(0, BigInt(start - 8), true);
  out.set(text, 8);
  let offset = start;
  for (const piece of pieces) {
    out.set(piece, offset);
    offset += piece.length;
  }
  return out;
}

function readHeader(bytes: Uint8Array): { header: Record<string, unknown>; start: number } {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? NaN : Number(data.getBigUint64(0, true));
  if (!(length <= MAX_HEADER && length <= bytes.length - 8)) {
    throw new FormatError(
      'Not a safetensors file, or a truncated one: its header runs over its end.',
    );
  }
  let header: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length));
    header = JSON.parse(text);
  } catch (error) {
    throw new FormatError('The safetensors file is damaged: its header is not JSON.', {
      cause: error,
    });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new FormatError('The safetensors file is damaged: its header is not an object.');
  }
  return { header: header as Record<string, unknown>, start: 8 + length };
}

function readMetadata(metadata: unknown): Record<string, string> {
  if (metadata === undefined) return {};
  const valid =
    typeof metadata === 'object' &&
    metadata !== null &&
    Object.values(metadata).every((value) => typeof value === 'string');
  if (!valid) throw new FormatError('The safetensors file is damaged: its metadata are not words.');
  return metadata as Record<string, string>;
}

function readEntry(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  const type = typeof dtype === 'string' && Object.hasOwn(TYPES, dtype) ? dtype : undefined;
  if (!type || !isWholeNumbers(shape) || !isWholeNumbers(offsets) || offsets.length !== 2) {
    throw new FormatError(
      `The safetensors file is damaged, or of a newer kind: ${JSON.stringify(name)} is described by ${JSON.stringify(value)?.slice(0, 200)}.`,
    );
  }
  const [begin, end] = offsets as [number, number];
  const needed = sizeOf(shape) * TYPES[type]!.size;
  if (!Number.isSafeInteger(needed) || end - begin !== needed) {
    throw new FormatError(
      `The safetensors file is damaged: ${JSON.stringify(name)} of shape ${showShape(shape)} needs ${needed} bytes, ${end - begin} are marked.`,
    );
  }
  return { type, shape, begin, end };
}

function isWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

/** Arrays must fill the file without gaps, overlaps or rest. */
function checkCoverage(entries: Entry[], size: number): void {
  let at = 0;
  for (const { begin, end } of entries.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at)
      throw new FormatError('The safetensors file is damaged: arrays overlap or leave gaps.');
    at = end;
  }
  if (at !== size) {
    throw new FormatError(
      `The safetensors file is truncated or damaged: its arrays need ${at} bytes, ${size} are there.`,
    );
  }
}

/** bfloat16 is the upper half of a float32. */
function fromBfloat16(bytes: Uint8Array, count: number): Float32Array {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++) words[i] = data.getUint16(2 * i, true) << 16;
  return new Float32Array(words.buffer);
}
