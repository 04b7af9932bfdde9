import type { Interruption } from '@ibexjs-apps/kit';
import { dense } from '@ibexjs/layers';
import { sequential } from '@ibexjs/models';
import type { TableData } from '@ibexjs/plot';
import { Doc2Vec } from '@ibexjs/text';
import * as tf from '@tensorflow/tfjs-core';
import type { Settings } from './settings.js';
import type { Texts } from './texts.js';

/** What the vectors of documents know. */
export interface Documents {
  nearest: TableData;
  /** Share of the texts kept back whose class logistic regression tells from their vectors. */
  accuracy: number;
  seconds: number;
}

const beginning = (text: string) => `${text.replace(/\s+/g, ' ').trim().slice(0, 90)} …`;

/** Learns a vector for each text (PV-DBOW), and looks at what is near, and what the vectors tell. */
export async function learnDocuments(
  texts: Texts,
  settings: Settings,
  interruption: Interruption,
): Promise<Documents> {
  const started = performance.now();
  const corpus = texts.words.map((words, i) => ({ words, tags: [i] }));
  const { dv } = await Doc2Vec.fromCorpus(corpus, {
    dm: false,
    vectorSize: settings.dimension,
    minCount: settings.minCount,
    epochs: settings.epochs * 2,
    workers: settings.workers,
    seed: settings.seed,
  });
  const seconds = (performance.now() - started) / 1000;
  const nearest = {
    head: ['text', 'nearest text', 'similarity'],
    rows: [0, 1, 2].map((i) => {
      const [tag, score] = dv.similarByKey(i, 1)[0]!;
      return [beginning(texts.texts[i]!), beginning(texts.texts[Number(tag)]!), score.toFixed(2)];
    }),
  };
  dv.unitNormalizeAll();
  const accuracy = await classify(dv.vectors, texts.labels, settings.dimension, interruption);
  return { nearest, accuracy, seconds };
}

/** Test accuracy of logistic regression: half of the texts to learn from, half to test. */
async function classify(
  vectors: Float32Array,
  labels: readonly number[],
  width: number,
  interruption: Interruption,
): Promise<number> {
  const half = Math.floor(labels.length / 2);
  const tensors = {
    x: tf.tensor2d(vectors.slice(0, half * width), [half, width]),
    y: tf.tensor2d(labels.slice(0, half), [half, 1]),
    xTest: tf.tensor2d(vectors.slice(half * width), [labels.length - half, width]),
    yTest: tf.tensor2d(labels.slice(half), [labels.length - half, 1]),
  };
  const model = sequential({
    layers: [dense({ units: 1, activation: 'sigmoid', inputShape: [width] })],
  });
  model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam', metrics: ['accuracy'] });
  try {
    const batchSize = half > 5000 ? 128 : 16;
    await model.fit(tensors.x, tensors.y, {
      epochs: 30,
      batchSize,
      verbose: 0,
      signal: interruption.signal,
    });
    const { accuracy } = await model.evaluate(tensors.xTest, tensors.yTest, {
      batchSize: 256,
      verbose: 0,
      returnDict: true,
    });
    return accuracy!;
  } finally {
    tf.dispose(tensors);
    model.dispose();
  }
}
