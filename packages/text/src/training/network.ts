/** The weights of a model, as plain arrays, and what the kernel derives its tables from. */
export interface Network {
  vectorSize: number;
  /** Vectors of words, then of subwords: rows of `vectorSize`. */
  words: Float32Array;
  /** Vectors of documents; empty where there are none. */
  documents: Float32Array;
  /** How many vectors stand end to end in an input: 1, or more where they are concatenated. */
  inputs: number;
  /** Output vectors for negative sampling, rows of inputs · vectorSize; null without. */
  negatives: Float32Array | null;
  /** Output vectors of the Huffman tree's inner nodes; null without. */
  nodes: Float32Array | null;
  /** How often each word occurs, most frequent first. */
  counts: ArrayLike<number>;
  /** Subwords of word i are the rows from start[i] to start[i + 1] of `rows`; null without. */
  subwords: { start: Uint32Array; rows: Uint32Array } | null;
  /** Row of the word that stands outside a document. */
  nullWord: number;
}

/** Numbers of the models in assembly/models.ts. */
export const MODELS = { skipGram: 0, cbow: 1, dbow: 2, dm: 3, dmConcat: 4 } as const;

export type ModelName = keyof typeof MODELS;

/** Bits in assembly/state.ts. */
export const FLAGS = {
  shrinkWindows: 1,
  mean: 2,
  loss: 4,
  learnWords: 8,
  learnDocuments: 16,
  learnOutput: 32,
  wordsToo: 64,
} as const;

/** How a network is trained. */
export interface Method {
  model: ModelName;
  window: number;
  negative: number;
  nsExponent: number;
  sample: number;
  flags: number;
}

/** The bits of the flags that are true. */
export function flagBits(flags: Partial<Record<keyof typeof FLAGS, boolean>>): number {
  let bits = 0;
  for (const [name, bit] of Object.entries(FLAGS)) {
    if (flags[name as keyof typeof FLAGS]) bits |= bit;
  }
  return bits;
}
