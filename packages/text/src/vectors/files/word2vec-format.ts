import {
  checkOptions,
  checkPositiveInteger,
  FormatError,
  writeFileAtomic,
  ValueError,
} from '@ibexjs/core/plain';

import type { KeyedVectors } from '../keyed-vectors.js';
import { nameDecoder, VectorCollector, type UnicodeErrors } from './collector.js';
import { parseNumber } from './parse-number.js';
import { ByteBuffer, sourceSize, type VectorSource } from './source.js';

export interface LoadVectorsOptions {
  /** Numbers as bytes, not as text. Default false. */
  binary?: boolean;
  /** Read the first vectors only. Default null: all. */
  limit?: number | null;
  /** There is no first line with the number of words and of values (GloVe). Default false. */
  noHeader?: boolean;
  /** What to do with words that are not UTF-8. Default `'strict'`: an error. */
  unicodeErrors?: UnicodeErrors;
}

const NEWLINE = 10;
const RETURN = 13;
const SPACE = 32;
const TAB = 9;
/** Nothing that is a vector file has longer lines. */
const LONGEST_LINE = 1 << 22;
const WHERE = 'loadWord2VecFormat';

const isBlank = (byte: number | undefined) => byte === SPACE || byte === TAB;

/** End of the line that begins at the start of the buffer, or -1 at the end of the file. */
async function lineEnd(buffer: ByteBuffer): Promise<number> {
  for (;;) {
    const end = buffer.find(NEWLINE);
    if (end >= 0) return end;
    if (buffer.available > LONGEST_LINE) {
      throw new FormatError(
        `${WHERE}: a line is longer than ${LONGEST_LINE} bytes; this is no vector file in text form.`,
      );
    }
    if (!(await buffer.more())) return buffer.available > 0 ? buffer.end : -1;
  }
}

interface Header {
  count: number;
  size: number;
}

async function readHeader(buffer: ByteBuffer): Promise<Header> {
  const end = await lineEnd(buffer);
  const line = end < 0 ? '' : new TextDecoder().decode(buffer.bytes.subarray(buffer.start, end));
  const match = /^\s*(\d+)\s+(\d+)\s*$/.exec(line);
  const [count, size] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || count < 1 || size < 1 || !Number.isSafeInteger(count * size)) {
    throw new FormatError(
      `${WHERE}: the first line should be the number of words and of values, such as "400000 300"; ` +
        `it is "${line.slice(0, 60)}". Files without it (GloVe) need noHeader: true.`,
    );
  }
  buffer.start = end + 1;
  return { count, size };
}

/** Throws when the header promises more than the file can hold. */
function checkPromise({ count, size }: Header, bytes: number | undefined, perValue: number): void {
  if (bytes === undefined || count * (size * perValue + 2) - 1 <= bytes) return;
  throw new FormatError(
    `${WHERE}: the header promises ${count} vectors of ${size} values, more than a file of ${bytes} bytes ` +
      'can hold. The header is wrong, the file was cut off, or it is in the other form (option binary).',
  );
}

function truncated(found: number, promised: number): FormatError {
  return new FormatError(
    `${WHERE}: the file ends after ${found} of ${promised} vectors. It was cut off, or its header is wrong.`,
  );
}

/** Reads "word value value …" to `vector`; returns the word's end, or -1 when it is no such line. */
function parseLine(bytes: Uint8Array, from: number, to: number, vector: Float32Array): number {
  // From the end, so that words may hold spaces (some of GloVe's do).
  let end = to;
  for (let i = vector.length - 1; i >= 0; i--) {
    while (end > from && isBlank(bytes[end - 1])) end--;
    let start = end;
    while (start > from && !isBlank(bytes[start - 1])) start--;
    if (start === from) return -1;
    vector[i] = parseNumber(bytes, start, end);
    end = start;
  }
  while (end > from && isBlank(bytes[end - 1])) end--;
  return end;
}

function countValues(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    if (isBlank(bytes[at]) && at + 1 < to && !isBlank(bytes[at + 1])) count++;
  }
  return count;
}

async function readText(
  buffer: ByteBuffer,
  header: Header | undefined,
  limit: number,
  decode: (bytes: Uint8Array) => string,
  capacity: number,
): Promise<KeyedVectors> {
  let collector = header && new VectorCollector(WHERE, header.size, capacity);
  const wanted = Math.min(limit, header?.count ?? Infinity);
  let lines = 0;
  for (; lines < wanted; lines++) {
    const next = await lineEnd(buffer);
    if (next < 0) break;
    const { bytes, start } = buffer;
    const end = next > start && bytes[next - 1] === RETURN ? next - 1 : next;
    if (end === start && header === undefined) {
      buffer.start = Math.min(next + 1, buffer.end);
      lines--;
      continue;
    }
    collector ??= new VectorCollector(WHERE, Math.max(1, countValues(bytes, start, end)), 1024);
    const vector = collector.room();
    const wordEnd = parseLine(bytes, start, end, vector);
    if (wordEnd < 0 || vector.some(Number.isNaN)) {
      const text = new TextDecoder().decode(bytes.subarray(start, Math.min(end, start + 60)));
      throw new FormatError(
        `${WHERE}: vector ${lines + 1} should be a word and ${collector.size} numbers; the line begins "${text}".`,
      );
    }
    collector.accept(decode(bytes.subarray(start, wordEnd)), vector);
    buffer.start = Math.min(next + 1, buffer.end);
  }
  if (header && lines < wanted) throw truncated(lines, header.count);
  if (!collector) throw new FormatError(`${WHERE}: the file is empty.`);
  if (header && limit >= header.count) await expectEnd(buffer, header.count);
  return collector.finish();
}

/** Nothing but white space may follow the vectors that the header promised. */
async function expectEnd(buffer: ByteBuffer, count: number): Promise<void> {
  do {
    for (let at = buffer.start; at < buffer.end; at++) {
      const byte = buffer.bytes[at];
      if (byte === NEWLINE || byte === RETURN || isBlank(byte)) continue;
      throw new FormatError(
        `${WHERE}: more follows after the ${count} vectors that the header promises; the header is wrong.`,
      );
    }
    buffer.start = buffer.end;
  } while (await buffer.more());
}

async function readBinary(
  buffer: ByteBuffer,
  header: Header,
  limit: number,
  decode: (bytes: Uint8Array) => string,
  capacity: number,
): Promise<KeyedVectors> {
  const { count, size } = header;
  const collector = new VectorCollector(WHERE, size, capacity);
  const need = async (at: () => number) => {
    while (at() < 0 || at() > buffer.end) {
      if (buffer.available > LONGEST_LINE + size * 4 || !(await buffer.more())) {
        throw truncated(collector.count, count);
      }
    }
  };
  const wanted = Math.min(limit, count);
  for (let i = 0; i < wanted; i++) {
    await need(() => buffer.find(SPACE));
    const space = buffer.find(SPACE) - buffer.start;
    await need(() => buffer.start + space + 1 + size * 4);
    let wordStart = buffer.start;
    while (buffer.bytes[wordStart] === NEWLINE) wordStart++;
    const valuesStart = buffer.start + space + 1;
    const vector = collector.room();
    const view = new DataView(buffer.bytes.buffer, buffer.bytes.byteOffset + valuesStart, size * 4);
    for (let j = 0; j < size; j++) vector[j] = view.getFloat32(j * 4, true);
    collector.accept(decode(buffer.bytes.subarray(wordStart, valuesStart - 1)), vector);
    buffer.start = valuesStart + size * 4;
  }
  if (wanted === count) await expectEnd(buffer, count);
  return collector.finish();
}

/**
 * Vectors from a file in word2vec's form, as text (also fastText's `.vec`) or binary, and GloVe's
 * (`noHeader: true`). It is read in a stream: no more than the vectors themselves is in memory.
 *
 * @throws FormatError for a wrong header, a file cut off, values that are no numbers, words that are
 *   no UTF-8; nothing is loaded then
 */
export async function loadWord2VecFormat(
  source: VectorSource,
  options: LoadVectorsOptions = {},
): Promise<KeyedVectors> {
  checkOptions(WHERE, options, ['binary', 'limit', 'noHeader', 'unicodeErrors']);
  const { binary = false, noHeader = false, unicodeErrors = 'strict' } = options;
  const limit = options.limit ?? Infinity;
  if (limit !== Infinity) checkPositiveInteger(WHERE, 'limit', limit);
  if (binary && noHeader) throw new ValueError(`${WHERE}: the binary form always has a header.`);
  const bytes = sourceSize(source);
  const buffer = new ByteBuffer(source);
  const decode = nameDecoder(WHERE, unicodeErrors);
  try {
    const header = noHeader ? undefined : await readHeader(buffer);
    if (header) checkPromise(header, bytes, binary ? 4 : 2);
    // What the header says is believed as far as the file's size bears it out.
    const promised = Math.min(limit, header?.count ?? 1024);
    const capacity = bytes === undefined ? Math.min(promised, 1024) : promised;
    return binary
      ? await readBinary(buffer, header!, limit, decode, capacity)
      : await readText(buffer, header, limit, decode, capacity);
  } finally {
    await buffer.close();
  }
}

/** Vectors from a GloVe file: text without a header. */
export function loadGlove(
  source: VectorSource,
  options: Omit<LoadVectorsOptions, 'binary' | 'noHeader'> = {},
): Promise<KeyedVectors> {
  return loadWord2VecFormat(source, { ...options, noHeader: true });
}

/** A decimal that gives the float32 back: short where six places do, nine digits otherwise. */
function decimal(value: number): string {
  const short = Math.round(value * 1e6) / 1e6;
  return Math.fround(short) === value ? String(short) : value.toPrecision(9);
}

export interface SaveVectorsOptions {
  /** Numbers as bytes. Default false. */
  binary?: boolean;
  /** Write the first line. Default true; GloVe's form has none. */
  header?: boolean;
}

/** Rows of one block of the file: writing many at once is what makes it fast. */
const BLOCK_ROWS = 1000;

/** Words and values of a block as bytes. */
function binaryBlock(keys: readonly string[], values: Float32Array, size: number): Uint8Array {
  const encoder = new TextEncoder();
  const words = keys.map((key) => encoder.encode(`${key} `));
  const block = new Uint8Array(words.reduce((sum, word) => sum + word.length, values.length * 4));
  const view = new DataView(block.buffer);
  let at = 0;
  for (const [i, word] of words.entries()) {
    block.set(word, at);
    at += word.length;
    for (let j = 0; j < size; j++, at += 4) view.setFloat32(at, values[i * size + j]!, true);
  }
  return block;
}

function textBlock(keys: readonly string[], values: Float32Array, size: number): Uint8Array {
  const lines = keys.map((key, i) => {
    return `${key} ${Array.from(values.subarray(i * size, (i + 1) * size), decimal).join(' ')}\n`;
  });
  return new TextEncoder().encode(lines.join(''));
}

function* encodeVectors(
  vectors: KeyedVectors,
  binary: boolean,
  header: boolean,
): Generator<Uint8Array> {
  const size = vectors.vectorSize;
  if (header) yield new TextEncoder().encode(`${vectors.size} ${size}\n`);
  const encode = binary ? binaryBlock : textBlock;
  for (let from = 0; from < vectors.size; from += BLOCK_ROWS) {
    const keys = vectors.indexToKey.slice(from, from + BLOCK_ROWS);
    yield encode(keys, vectors.vectors.subarray(from * size, (from + keys.length) * size), size);
  }
}

/**
 * Writes vectors in word2vec's form, which gensim, fastText's and GloVe's tools read. Every float32
 * comes back as it was. The file is written whole or not at all.
 *
 * @throws ValueError for a word with white space in it: the form cannot hold it
 */
export async function saveWord2VecFormat(
  vectors: KeyedVectors,
  path: string,
  options: SaveVectorsOptions = {},
): Promise<void> {
  checkOptions('saveWord2VecFormat', options, ['binary', 'header']);
  const { binary = false, header = true } = options;
  const unfit = vectors.indexToKey.find((key) => key === '' || /\s/.test(key));
  if (unfit !== undefined) {
    throw new ValueError(
      `saveWord2VecFormat: the key '${unfit}' is empty or holds white space, which word2vec's form cannot keep.`,
    );
  }
  if (binary && !header)
    throw new ValueError('saveWord2VecFormat: the binary form needs a header.');
  await writeFileAtomic(path, encodeVectors(vectors, binary, header));
}
