import { fileError, FormatError, nodeFs, ValueError } from '@ibexjs/core/plain';

/** A file's path (`.gz` is unpacked on the way), its bytes, or its bytes in pieces. */
export type VectorSource = string | Uint8Array | AsyncIterable<Uint8Array>;

async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  const fs = nodeFs();
  if (!fs)
    throw new ValueError(`Cannot read ${path}: a page has no files. Pass the bytes instead.`);
  try {
    yield* fs.createReadStream(path, { highWaterMark: 1 << 22 }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw fileError('read', path, error);
  }
}

async function* unzipped(path: string): AsyncGenerator<Uint8Array> {
  const pieces = fileBytes(path);
  const unpack = new DecompressionStream('gzip');
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const next = (await pieces.next()) as IteratorResult<Uint8Array<ArrayBuffer>, undefined>;
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
  });
  const reader = packed.pipeThrough(unpack).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } catch (error) {
    throw new FormatError(`${path} is not a whole gzip file.`, { cause: error });
  }
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function open(source: VectorSource): AsyncIterable<Uint8Array> {
  if (source instanceof Uint8Array) return one(source);
  if (typeof source !== 'string') return source;
  return source.endsWith('.gz') ? unzipped(source) : fileBytes(source);
}

/** How many bytes a source has, where that can be known before it is read. */
export function sourceSize(source: VectorSource): number | undefined {
  if (source instanceof Uint8Array) return source.length;
  if (typeof source !== 'string' || source.endsWith('.gz')) return undefined;
  try {
    return nodeFs()?.statSync(source).size;
  } catch (error) {
    throw fileError('read', source, error);
  }
}

/** Reads a source piece by piece, keeping no more of it than was not taken yet. */
export class ByteBuffer {
  bytes: Uint8Array = new Uint8Array(0);
  /** The part that was not taken yet. */
  start = 0;
  end = 0;
  private readonly pieces: AsyncIterator<Uint8Array>;

  constructor(source: VectorSource) {
    this.pieces = open(source)[Symbol.asyncIterator]();
  }

  /** Bytes at hand. */
  get available(): number {
    return this.end - this.start;
  }

  /** Reads one more piece; false at the end. */
  async more(): Promise<boolean> {
    const next = (await this.pieces.next()) as IteratorResult<Uint8Array, undefined>;
    if (next.done) return false;
    const { value } = next;
    const needed = this.available + value.length;
    if (needed > this.bytes.length || this.end + value.length > this.bytes.length) {
      const target = needed > this.bytes.length ? new Uint8Array(needed * 2) : this.bytes;
      target.set(this.bytes.subarray(this.start, this.end));
      [this.bytes, this.start, this.end] = [target, 0, needed - value.length];
    }
    this.bytes.set(value, this.end);
    this.end += value.length;
    return true;
  }

  /** Where the next `byte` stands, or -1 if there is none at hand. */
  find(byte: number, from = this.start): number {
    const at = this.bytes.indexOf(byte, from);
    return at < this.end ? at : -1;
  }

  /** Lets go of the source. */
  async close(): Promise<void> {
    await this.pieces.return?.();
  }
}
