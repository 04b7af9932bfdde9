import type { Console, Interruption } from '@ibexjs-apps/kit';
import { adam } from '@ibexjs/optimizers';
import type { HistoryValues } from '@ibexjs/plot';
import * as tf from '@tensorflow/tfjs-core';
import type { Base } from './base.js';
import { computeFeatures, type Features } from './features.js';
import type { FineTuned } from './network.js';
import type { LabelledPictures } from './pictures.js';
import type { Settings } from './settings.js';

/** How good the network is on the test pictures. */
export interface Score {
  loss: number;
  accuracy: number;
}

/** What a run gave; without `after` when it was interrupted. */
export interface Training {
  before: Score;
  after?: Score & { predicted: Int32Array; confidence: Float32Array };
  history: HistoryValues;
  /** Epochs that were finished. */
  epochs: number;
  /** Seconds that the frozen part took, once, and the epochs. */
  featureSeconds: number;
  trainingSeconds: number;
}

/**
 * Runs the frozen part over all pictures once, then trains the rest on its features.
 * @returns undefined when Ctrl-C came before there was anything to train on
 */
export async function train(
  network: FineTuned,
  base: Base,
  pictures: LabelledPictures,
  settings: Settings,
  console: Console,
  interruption: Interruption,
): Promise<Training | undefined> {
  const { train: training, test } = pictures;
  const count = training.labels.length + test.labels.length;
  console.out(`Running the frozen part once over ${count} pictures …`);
  let started = performance.now();
  const x = await computeFeatures(training, base, network.frozen, interruption);
  const xTest = x && (await computeFeatures(test, base, network.frozen, interruption));
  if (!x || !xTest) return undefined;
  const featureSeconds = (performance.now() - started) / 1000;

  const { learning } = network;
  const optimizer = adam({ learningRate: settings.learningRate });
  learning.compile({
    optimizer,
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
  });
  const before = await score(network, xTest, test.labels);
  started = performance.now();
  const { history } = await learning.fit(x, training.labels, {
    batchSize: settings.batchSize,
    epochs: settings.epochs,
    validationData: [xTest, test.labels],
    signal: interruption.signal,
    verbose: settings.verbose,
  });
  optimizer.dispose();
  const done: Training = {
    before,
    history,
    epochs: Object.values(history)[0]?.length ?? 0,
    featureSeconds,
    trainingSeconds: (performance.now() - started) / 1000,
  };
  if (interruption.requested) return done;
  const after = await score(network, xTest, test.labels);
  return { ...done, after: { ...after, ...(await predict(network, xTest)) } };
}

async function score(network: FineTuned, x: Features, labels: Int32Array): Promise<Score> {
  const logs = await network.learning.evaluate(x, labels, { verbose: 0, returnDict: true });
  return { loss: logs['loss']!, accuracy: logs['accuracy']! };
}

/** The most probable class of each picture, and how sure the network is of it. */
async function predict(network: FineTuned, x: Features) {
  const probabilities = network.learning.predict(x, { verbose: 0 }) as tf.Tensor;
  const classes = tf.argMax(probabilities, -1);
  const best = tf.max(probabilities, -1);
  const predicted = Int32Array.from(await classes.data());
  const confidence = Float32Array.from(await best.data());
  tf.dispose([probabilities, classes, best]);
  return { predicted, confidence };
}
