import { checkOptions, RandomGenerator, StateError, ValueError } from '@ibexjs/core/plain';

import { murmurHash3 } from '../hash/murmur3.js';
import { ChunkBuilder, ChunkSource, type Chunk } from '../training/chunks.js';
import { lineWords, openCorpus, type Corpus } from '../training/corpus.js';
import {
  flagBits,
  MODELS,
  type Method,
  type ModelName,
  type Network,
} from '../training/network.js';
import { Session } from '../training/session.js';
import { trainNetwork, type TrainingReport } from '../training/train.js';
import { checkVocabulary, frequentWords, WordCounter } from '../training/vocabulary.js';
import { KeyedVectors } from '../vectors/keyed-vectors.js';
import {
  resolveOptions,
  TRAIN_OPTIONS,
  type ResolvedOptions,
  type TrainOptions,
  type VectorModelOptions,
} from './options.js';
import { initialRows } from './weights.js';

/** A document: its words, and the names under which it is known (usually one). */
export interface TaggedDocument {
  words: readonly string[];
  tags: readonly (string | number)[];
}

interface OwnOptions {
  /** The document and neighbours predict a word (PV-DM, default), or the document alone (PV-DBOW). */
  dm?: boolean;
  /** PV-DM: mean of the vectors (default) or their sum. */
  dmMean?: boolean;
  /** PV-DM: vectors end to end instead of their mean; a far larger model. Default false. */
  dmConcat?: boolean;
  /** Tags that every document has, for `dmConcat`. Default 1. */
  dmTagCount?: number;
  /** PV-DBOW: train word vectors too, by skip-gram. Default false. */
  dbowWords?: boolean;
}

export interface Doc2VecOptions extends Omit<VectorModelOptions, 'cbowMean'>, OwnOptions {}

const OWN_DEFAULTS: Required<OwnOptions> = {
  dm: true,
  dmMean: true,
  dmConcat: false,
  dmTagCount: 1,
  dbowWords: false,
};

/**
 * Vectors of documents (Le and Mikolov 2014, "paragraph vectors"). Options and results are those of
 * gensim's `Doc2Vec`.
 *
 * @example
 * const documents = texts.map((text, i) => ({ words: wordTokens(text), tags: [i] }));
 * const model = await Doc2Vec.fromCorpus(documents, { vectorSize: 50, epochs: 20 });
 * model.dv.mostSimilar({ positive: [await model.inferVector(['a', 'new', 'text'])] });
 */
export class Doc2Vec {
  /** Vectors of documents by tag, and of words. */
  dv: KeyedVectors;
  wv: KeyedVectors;
  readonly options: ResolvedOptions<OwnOptions>;
  corpusWords = 0;
  corpusDocuments = 0;
  private words: Float32Array = new Float32Array(0);
  private negatives: Float32Array | null = null;
  private nodes: Float32Array | null = null;
  private inference: Promise<Session> | undefined;

  constructor(options: Doc2VecOptions = {}) {
    this.options = resolveOptions<OwnOptions>('Doc2Vec', { epochs: 10, ...options }, OWN_DEFAULTS);
    this.wv = new KeyedVectors(this.options.vectorSize);
    this.dv = new KeyedVectors(this.options.vectorSize);
  }

  /** A model, its vocabulary built and trained on a corpus. */
  static async fromCorpus(
    corpus: Corpus<TaggedDocument>,
    options: Doc2VecOptions = {},
    training: TrainOptions = {},
  ): Promise<Doc2Vec> {
    const model = new Doc2Vec(options);
    await model.buildVocab(corpus);
    await model.train(corpus, training);
    return model;
  }

  private async *documents(corpus: Corpus<TaggedDocument>): AsyncGenerator<TaggedDocument> {
    const ofLine = (line: string, number: number) => ({ words: lineWords(line), tags: [number] });
    for await (const document of openCorpus('Doc2Vec', corpus, ofLine)()) {
      if (!Array.isArray(document?.words) || !Array.isArray(document.tags)) {
        throw new ValueError(
          `Doc2Vec: a document is { words: [...], tags: [...] }; received ${JSON.stringify(document)?.slice(0, 60)}.`,
        );
      }
      yield document;
    }
  }

  /** Counts words, collects tags, and gives them all vectors of small random numbers. */
  async buildVocab(corpus: Corpus<TaggedDocument>): Promise<void> {
    const o = this.options;
    const counter = new WordCounter(o.maxVocabSize);
    const tags = new Set<string>();
    for await (const document of this.documents(corpus)) {
      counter.add(document.words);
      for (const tag of document.tags) tags.add(String(tag));
    }
    this.corpusWords = counter.words;
    this.corpusDocuments = counter.sentences;
    const kept = frequentWords(counter.counts, o.minCount, o.maxFinalVocab);
    checkVocabulary('Doc2Vec', kept.length, counter, o.minCount);
    const width = o.vectorSize;
    const keys = kept.map(([word]) => word);
    // The word that stands before the first and after the last has the last row.
    this.words = initialRows(keys.length + (o.dmConcat ? 1 : 0), width, o.seed);
    this.wv = KeyedVectors.from(keys, this.words.subarray(0, keys.length * width));
    this.wv.counts = kept.map(([, count]) => count);
    this.dv = KeyedVectors.from([...tags], initialRows(tags.size, width, o.seed + 1));
    const outSize = this.inputs * width;
    this.negatives = o.negative > 0 ? new Float32Array(keys.length * outSize) : null;
    this.nodes = o.hs ? new Float32Array((keys.length - 1) * outSize) : null;
    this.inference = undefined;
  }

  /** Vectors that stand end to end in an input. */
  private get inputs(): number {
    const { dm, dmConcat, dmTagCount, window } = this.options;
    return dm && dmConcat ? dmTagCount + 2 * window : 1;
  }

  private network(documents: Float32Array): Network {
    return {
      vectorSize: this.options.vectorSize,
      words: this.words,
      documents,
      inputs: this.inputs,
      negatives: this.negatives,
      nodes: this.nodes,
      counts: this.wv.counts!,
      subwords: null,
      nullWord: this.wv.size,
    };
  }

  private method(learn: { words: boolean; loss: boolean }): Method {
    const o = this.options;
    const model: ModelName = !o.dm ? 'dbow' : o.dmConcat ? 'dmConcat' : 'dm';
    return {
      model,
      window: o.window,
      negative: o.negative,
      nsExponent: o.nsExponent,
      sample: o.sample,
      flags: flagBits({
        shrinkWindows: o.shrinkWindows,
        mean: o.dmMean,
        loss: learn.loss,
        learnDocuments: true,
        learnWords: learn.words,
        learnOutput: learn.words,
        wordsToo: learn.words && o.dbowWords,
      }),
    };
  }

  private tokens(words: readonly string[]): number[] {
    return words.flatMap((word) => this.wv.keyToIndex.get(word) ?? []);
  }

  private async *encode(corpus: Corpus<TaggedDocument>): AsyncGenerator<Chunk> {
    const builder = new ChunkBuilder();
    for await (const { words, tags } of this.documents(corpus)) {
      const numbers = tags.flatMap((tag) => this.dv.keyToIndex.get(String(tag)) ?? []);
      yield* builder.add(this.tokens(words), words.length, numbers);
    }
    yield builder.take();
  }

  private checkBuilt(): void {
    if (this.wv.size > 0) return;
    throw new StateError('Doc2Vec: there is no vocabulary yet. Call buildVocab first.');
  }

  /** Trains all vectors on a corpus. @throws StateError before `buildVocab` */
  async train(
    corpus: Corpus<TaggedDocument>,
    training: TrainOptions = {},
  ): Promise<TrainingReport> {
    checkOptions('Doc2Vec.train', training, TRAIN_OPTIONS);
    this.checkBuilt();
    const o = this.options;
    const { computeLoss = false } = training;
    const source = new ChunkSource(() => this.encode(corpus));
    const method = this.method({ words: true, loss: computeLoss });
    const report = await trainNetwork(this.network(this.dv.vectors), method, source, {
      epochs: training.epochs ?? o.epochs,
      startAlpha: training.startAlpha ?? o.alpha,
      endAlpha: training.endAlpha ?? o.minAlpha,
      totalWords: Math.max(1, this.corpusWords),
      workers: training.workers ?? o.workers,
      seed: o.seed,
      computeLoss,
      onProgress: training.onProgress,
    });
    this.wv.fillNorms(true);
    this.dv.fillNorms(true);
    this.inference = undefined;
    return report;
  }

  /**
   * A vector for a document that was not trained on: everything else stays as it is. The same words
   * always give the same vector.
   */
  async inferVector(
    words: readonly string[],
    options: { epochs?: number; alpha?: number; minAlpha?: number } = {},
  ): Promise<Float32Array> {
    checkOptions('Doc2Vec.inferVector', options, ['epochs', 'alpha', 'minAlpha']);
    this.checkBuilt();
    const o = this.options;
    const { epochs = o.epochs, alpha = o.alpha, minAlpha = o.minAlpha } = options;
    const method = this.method({ words: false, loss: false });
    const tags = new Array<number>(this.options.dmConcat ? o.dmTagCount : 1).fill(0);
    this.inference ??= Session.open(this.network(new Float32Array(o.vectorSize)), method, 0);
    const session = await this.inference;
    const seed = o.seed + (murmurHash3(new TextEncoder().encode(words.join(' '))) >>> 0);
    session.setDocument(0, initialRows(1, o.vectorSize, seed));
    const builder = new ChunkBuilder();
    const chunks = [...builder.add(this.tokens(words), words.length, tags), builder.take()];
    const runner = await session.start(0);
    const random = new RandomGenerator(seed);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const rate = alpha - ((alpha - minAlpha) * epoch) / epochs;
      const model = MODELS[method.model];
      for (const chunk of chunks) {
        const jobSeed = [random.nextUint32(), random.nextUint32()] as const;
        await runner.submit({ chunk, model, alpha: rate, seed: jobSeed }, () => undefined);
      }
    }
    return session.getDocument(0);
  }
}
