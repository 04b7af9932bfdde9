export type { WordHash, WordHashName } from './hash/word-hash.js';
export { murmurHash3 } from './hash/murmur3.js';
export { pythonHash } from './hash/python-hash.js';
export { PythonRandom } from './random/python-random.js';
export * from './sequences/hashing-trick.js';
export * from './sequences/pad-sequences.js';
export * from './sequences/sampling-table.js';
export * from './sequences/skipgrams.js';
export {
  DEFAULT_FILTERS,
  textToWordSequence,
  type WordSequenceOptions,
} from './sequences/text-to-word-sequence.js';
export * from './sequences/timeseries-generator.js';
export type { MatrixMode } from './tokenizer/matrix.js';
export * from './tokenizer/tokenizer.js';
export type { Analyze, AnalyzerOptions, TextDocument } from './vectorizers/analyzer.js';
export { stripAccentsAscii, stripAccentsUnicode } from './vectorizers/accents.js';
export {
  CountVectorizer,
  countVectorizer,
  type CountVectorizerOptions,
} from './vectorizers/count-vectorizer.js';
export { CsrMatrix, type CsrValues } from './vectorizers/csr-matrix.js';
export * from './vectorizers/hashing-vectorizer.js';
export type { Norm } from './vectorizers/normalize.js';
export {
  TfidfTransformer,
  tfidfTransformer,
  type TfidfTransformerOptions,
} from './vectorizers/tfidf-transformer.js';
export * from './vectorizers/tfidf-vectorizer.js';
export { DEFAULT_TOKEN_PATTERN } from './vectorizers/token-pattern.js';
export type { DocumentFrequency, VocabularyInput } from './vectorizers/vocabulary.js';
export * from './language/ngrams.js';
export * from './language/phonetics.js';
export * from './language/sentences.js';
export * from './language/stemmers.js';
export * from './language/stop-words.js';
export * from './language/tokenizers.js';
export * from './language/words.js';
export { Word2Vec, type Word2VecOptions } from './models/word2vec.js';
export type { TrainOptions, VectorModelOptions } from './models/options.js';
export type { Corpus, Sentence } from './training/corpus.js';
export type { TrainingProgress, TrainingReport } from './training/train.js';
export * from './vectors/embedding.js';
export * from './vectors/evaluate.js';
export * from './vectors/keyed-vectors.js';
export type { UnicodeErrors } from './vectors/files/collector.js';
export type { VectorSource } from './vectors/files/source.js';
export * from './vectors/files/npy-format.js';
export * from './vectors/files/word2vec-format.js';
export { Doc2Vec, type Doc2VecOptions, type TaggedDocument } from './models/doc2vec.js';
export { FastText, type FastTextOptions } from './models/fasttext.js';
export { ENGLISH_CONNECTOR_WORDS, Phrases, type PhrasesOptions } from './models/phrases.js';
