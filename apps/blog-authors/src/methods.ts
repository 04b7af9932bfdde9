import { dense, dropout, embedding, lstm } from '@ibexjs/layers';
import { sequential, type Sequential } from '@ibexjs/models';
import { adam, sgd } from '@ibexjs/optimizers';
import { oneHot, padSequences, TfidfVectorizer } from '@ibexjs/text';
import type * as tf from '@tensorflow/tfjs-core';
import type { Posts, PostSets } from './posts.js';
import type { Method, Settings } from './settings.js';

/** Posts as tensors, and the network that reads them, compiled. */
export interface Prepared {
  x: tf.Tensor;
  xTest: tf.Tensor;
  model: Sequential;
}

/** What each method does, for the reader. */
export const EXPLANATIONS: Record<Method, string> = {
  hashing: 'words hashed to numbers, an LSTM reads the last ones (the tutorial)',
  'tfidf-tutorial': 'TF-IDF as in the tutorial: refitted for each author, rows cut like sequences',
  tfidf: 'TF-IDF mended: fitted once on the posts to learn from, whole rows',
};

const TFIDF = { minDf: 3, stopWords: 'english', decodeError: 'ignore', norm: 'l2' } as const;

/** Every word becomes one of `buckets` numbers; a recurrent network reads the last words. */
function hashing({ train, test }: PostSets, settings: Settings): Prepared {
  const { buckets, length: maxlen, units } = settings;
  const toTensor = ({ texts }: Posts) =>
    padSequences(
      texts.map((text) => oneHot(text, buckets)),
      { maxlen },
    );
  const model = sequential({
    layers: [
      embedding({ inputDim: buckets, outputDim: units, inputShape: [maxlen] }),
      lstm({ units }),
      dropout({ rate: 0.5 }),
      dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  model.compile({ loss: 'binaryCrossentropy', optimizer: sgd(), metrics: ['accuracy'] });
  return { x: toTensor(train), xTest: toTensor(test), model };
}

/** A network for rows of weights. */
function denseNetwork(width: number): Sequential {
  const model = sequential({
    layers: [
      dense({ units: 32, activation: 'relu', inputShape: [width] }),
      dropout({ rate: 0.5 }),
      dense({ units: 1, activation: 'sigmoid' }),
    ],
  });
  const optimizer = adam({ learningRate: 0.002 });
  model.compile({ loss: 'binaryCrossentropy', optimizer, metrics: ['accuracy'] });
  return model;
}

/**
 * The tutorial's two mistakes. The vectorizer is fitted anew on each author's posts, so that a column
 * means one word for him and another for her; and the rows are cut to their last columns by
 * `padSequences`, as if they were sequences, so that all but a few words are lost.
 */
function tfidfTutorial({ train, test }: PostSets, { length: maxlen }: Settings): Prepared {
  const toTensor = ({ texts, labels }: Posts) => {
    const rows = new Array<ArrayLike<number>>(texts.length);
    for (const author of [0, 1]) {
      const own = [...texts.keys()].filter((i) => labels[i] === author);
      const matrix = new TfidfVectorizer(TFIDF).fitTransform(own.map((i) => texts[i]!));
      own.forEach((i, row) => (rows[i] = matrix.slice(row, row + 1).toDense()));
    }
    return padSequences(rows, { maxlen, dtype: 'float32' });
  };
  return { x: toTensor(train), xTest: toTensor(test), model: denseNetwork(maxlen) };
}

/** One vectorizer, fitted on the posts to learn from; every post keeps its whole row. */
function tfidf({ train, test }: PostSets): Prepared {
  const vectorizer = new TfidfVectorizer({ ...TFIDF, maxFeatures: 5000, sublinearTf: true });
  const x = vectorizer.fitTransform(train.texts);
  const xTest = vectorizer.transform(test.texts);
  return { x: x.toTensor(), xTest: xTest.toTensor(), model: denseNetwork(x.shape[1]) };
}

/** Turns posts into tensors, and makes the network. The caller disposes of both. */
export function prepare(method: Method, posts: PostSets, settings: Settings): Prepared {
  switch (method) {
    case 'hashing':
      return hashing(posts, settings);
    case 'tfidf-tutorial':
      return tfidfTutorial(posts, settings);
    case 'tfidf':
      return tfidf(posts);
  }
}
