import { checkChoice, checkOptions, StateError } from '@ibexjs/core/plain';

import { ChunkBuilder, ChunkSource, type Chunk } from '../training/chunks.js';
import {
  checkSentence,
  lineWords,
  openCorpus,
  type Corpus,
  type Sentence,
} from '../training/corpus.js';
import { flagBits, type Method, type Network } from '../training/network.js';
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
import { carryRows, initialRows } from './weights.js';

export interface Word2VecOptions extends VectorModelOptions {
  /** Neighbours predict the word one by one (skip-gram) or together (CBOW, default). */
  model?: 'skipGram' | 'cbow';
}

/**
 * Word vectors from text (Mikolov et al. 2013): words that stand among the same words get vectors
 * near each other. Options and results are those of gensim's `Word2Vec`.
 *
 * @example
 * const model = await Word2Vec.fromCorpus(sentences, { model: 'skipGram', minCount: 2 });
 * model.wv.mostSimilar('river');
 */
export class Word2Vec {
  /** The word vectors. */
  wv: KeyedVectors;
  readonly options: ResolvedOptions<{ model: 'skipGram' | 'cbow' }>;
  /** Words, and sentences, of the corpus at the last `buildVocab`. */
  corpusWords = 0;
  corpusSentences = 0;
  /** Output vectors of negative sampling, and of the tree. */
  protected negatives: Float32Array | null = null;
  protected nodes: Float32Array | null = null;
  private readonly counts = new Map<string, number>();

  constructor(
    options: Word2VecOptions = {},
    protected readonly where = 'Word2Vec',
  ) {
    const model = checkChoice(where, 'model', options.model ?? 'cbow', [
      'skipGram',
      'cbow',
    ] as const);
    this.options = resolveOptions(where, { ...options, model }, { model });
    this.wv = new KeyedVectors(this.options.vectorSize);
  }

  /** A model, its vocabulary built and trained on a corpus. */
  static async fromCorpus(
    corpus: Corpus,
    options: Word2VecOptions = {},
    training: TrainOptions = {},
  ): Promise<Word2Vec> {
    const model = new Word2Vec(options);
    await model.buildVocab(corpus);
    await model.train(corpus, training);
    return model;
  }

  /**
   * Counts the words of a corpus and gives each that is frequent enough a vector of small random
   * numbers.
   *
   * @param update keep what is learned, and add the words that are new. Default false
   */
  async buildVocab(corpus: Corpus, { update = false }: { update?: boolean } = {}): Promise<void> {
    const { minCount, maxVocabSize, maxFinalVocab } = this.options;
    const counter = new WordCounter(maxVocabSize);
    const open = openCorpus<Sentence>(this.where, corpus, lineWords);
    for await (const sentence of open()) {
      checkSentence(this.where, sentence);
      counter.add(sentence);
    }
    this.corpusWords = counter.words;
    this.corpusSentences = counter.sentences;
    if (!update) this.counts.clear();
    for (const [word, count] of counter.counts) {
      this.counts.set(word, (this.counts.get(word) ?? 0) + count);
    }
    const known = update ? [...this.wv.keyToIndex.keys()] : [];
    const kept = new Map(frequentWords(this.counts, minCount, maxFinalVocab));
    // Words that have vectors keep them, even if they have become rare.
    for (const word of known)
      if (!kept.has(word)) kept.set(word, this.counts.get(word) ?? minCount);
    checkVocabulary(this.where, kept.size, counter, minCount);
    this.resetWeights([...kept].sort((a, b) => b[1] - a[1]));
  }

  /** Weights for a vocabulary; those of words known before are carried over. */
  private resetWeights(words: readonly [string, number][]): void {
    const { vectorSize, seed, hs, negative } = this.options;
    const old = this.wv;
    const keys = words.map(([word]) => word);
    const rows = initialRows(keys.length, vectorSize, seed);
    const places = keys
      .map((word, to) => [old.keyToIndex.get(word) ?? -1, to] as const)
      .filter(([from]) => from >= 0);
    this.wv = KeyedVectors.from(keys, carryRows(rows, old.vectors, vectorSize, places));
    this.wv.counts = words.map(([, count]) => count);
    if (negative > 0) {
      const fresh = new Float32Array(rows.length);
      const before = this.negatives ?? new Float32Array(0);
      this.negatives = carryRows(fresh, before, vectorSize, this.negatives ? places : []);
    }
    // A new vocabulary has another tree, so its nodes begin anew.
    if (hs) this.nodes = new Float32Array(Math.max(0, keys.length - 1) * vectorSize);
  }

  /** The weights as the kernel takes them. */
  protected network(): Network {
    return {
      vectorSize: this.options.vectorSize,
      words: this.wv.vectors,
      documents: new Float32Array(0),
      inputs: 1,
      negatives: this.negatives,
      nodes: this.nodes,
      counts: this.wv.counts!,
      subwords: null,
      nullWord: 0,
    };
  }

  /** Called when `network()` has new weights. */
  protected adopt(_network: Network): void {
    this.wv.fillNorms(true);
  }

  private async *encode(corpus: Corpus): AsyncGenerator<Chunk> {
    const builder = new ChunkBuilder();
    for await (const sentence of openCorpus<Sentence>(this.where, corpus, lineWords)()) {
      checkSentence(this.where, sentence);
      const tokens: number[] = [];
      for (const word of sentence) {
        const index = this.wv.keyToIndex.get(word);
        if (index !== undefined) tokens.push(index);
      }
      yield* builder.add(tokens, sentence.length);
    }
    yield builder.take();
  }

  /**
   * Trains the vectors on a corpus, the one of `buildVocab` or another.
   * @throws StateError before `buildVocab`
   */
  async train(corpus: Corpus, training: TrainOptions = {}): Promise<TrainingReport> {
    checkOptions(`${this.where}.train`, training, TRAIN_OPTIONS);
    if (this.wv.size === 0) {
      throw new StateError(`${this.where}: there is no vocabulary yet. Call buildVocab first.`);
    }
    const o = this.options;
    const { computeLoss = false } = training;
    const method: Method = {
      model: o.model,
      window: o.window,
      negative: o.negative,
      nsExponent: o.nsExponent,
      sample: o.sample,
      flags: flagBits({
        shrinkWindows: o.shrinkWindows,
        mean: o.cbowMean,
        loss: computeLoss,
        learnWords: true,
        learnOutput: true,
      }),
    };
    const network = this.network();
    const source = new ChunkSource(() => this.encode(corpus));
    const report = await trainNetwork(network, method, source, {
      epochs: training.epochs ?? o.epochs,
      startAlpha: training.startAlpha ?? o.alpha,
      endAlpha: training.endAlpha ?? o.minAlpha,
      totalWords: Math.max(1, this.corpusWords),
      workers: training.workers ?? o.workers,
      seed: o.seed,
      computeLoss,
      onProgress: training.onProgress,
    });
    this.adopt(network);
    return report;
  }
}
