import { isNode, ValueError } from '@ibexjs/core/plain';

/** Tokens in a chunk, about; sentences are not cut for it. */
export const CHUNK_TOKENS = 16384;
/** Longest sentence; longer ones are cut into several. */
export const MAX_SENTENCE = 10000;
/** What a chunk can hold at most. */
export const CHUNK_ROOM = CHUNK_TOKENS + MAX_SENTENCE;

/** Sentences as numbers of words, ready for the kernel; for documents also their tags. */
export interface Chunk {
  tokens: Int32Array;
  starts: Int32Array;
  tags: Int32Array;
  tagStarts: Int32Array;
  /** Words before those without a number were left out. */
  words: number;
}

/** True where threads can share memory: in Node, and in pages that are cross-origin isolated. */
export const canShareMemory: boolean =
  typeof SharedArrayBuffer === 'function' &&
  (isNode || (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true);

function frozen(values: readonly number[]): Int32Array {
  const bytes = values.length * 4;
  const array = new Int32Array(
    canShareMemory ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes),
  );
  array.set(values);
  return array;
}

/** Gathers sentences into chunks. */
export class ChunkBuilder {
  private tokens: number[] = [];
  private starts: number[] = [0];
  private tags: number[] = [];
  private tagStarts: number[] = [0];
  private words = 0;

  /**
   * Adds a sentence of which `words` words were read and `tokens` have numbers.
   * @returns a chunk when one is full
   */
  add(tokens: readonly number[], words: number, tags: readonly number[] = []): Chunk[] {
    if (tags.length > MAX_SENTENCE) {
      throw new ValueError(`A document has ${tags.length} tags; ${MAX_SENTENCE} is the limit.`);
    }
    const full: Chunk[] = [];
    this.words += words;
    for (let from = 0; from < tokens.length; from += MAX_SENTENCE) {
      const to = Math.min(tokens.length, from + MAX_SENTENCE);
      for (let i = from; i < to; i++) this.tokens.push(tokens[i]!);
      this.starts.push(this.tokens.length);
      this.tags.push(...tags);
      this.tagStarts.push(this.tags.length);
      if (this.tokens.length >= CHUNK_TOKENS || this.tags.length >= CHUNK_TOKENS) {
        full.push(this.take());
      }
    }
    return full;
  }

  /** What has gathered, and begins anew. */
  take(): Chunk {
    const chunk = {
      tokens: frozen(this.tokens),
      starts: frozen(this.starts),
      tags: frozen(this.tags),
      tagStarts: frozen(this.tagStarts),
      words: this.words,
    };
    this.tokens = [];
    this.starts = [0];
    this.tags = [];
    this.tagStarts = [0];
    this.words = 0;
    return chunk;
  }
}

/** Tokens that are kept in memory from one epoch to the next; beyond that the corpus is read again. */
const CACHE_TOKENS = 1 << 26;

/** Chunks of a corpus, epoch after epoch: encoded once where they fit in memory. */
export class ChunkSource {
  private cache: Chunk[] | undefined;

  /** @param encode goes through the corpus and yields its chunks */
  constructor(private readonly encode: () => AsyncGenerator<Chunk>) {}

  async *epoch(): AsyncGenerator<Chunk> {
    if (this.cache) {
      yield* this.cache;
      return;
    }
    let cache: Chunk[] | undefined = [];
    let size = 0;
    for await (const chunk of this.encode()) {
      size += chunk.tokens.length;
      if (size > CACHE_TOKENS) cache = undefined;
      cache?.push(chunk);
      yield chunk;
    }
    this.cache = cache;
  }
}
