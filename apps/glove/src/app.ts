import { run, type Console, type Interruption } from '@ibexjs-apps/kit';
import { describeChoice, useBackend } from '@ibexjs/backends';
import { setRandomSeed } from '@ibexjs/core';
import { formatTable, plotHistory, Report, type HistoryValues, type TableData } from '@ibexjs/plot';
import { padSequences } from '@ibexjs/text';
import * as tf from '@tensorflow/tfjs-core';
import { loadData, type Data, type ReviewSet } from './data.js';
import { network, VARIANTS, type Variant } from './networks.js';
import { readSettings, type Settings } from './settings.js';

/** How one variant did. */
interface Result {
  variant: Variant;
  /** Weights that training changed. */
  trained: number;
  history: HistoryValues;
  accuracies: number[];
}

/** The whole demo. @returns the exit code: 0, 1 failed, 2 wrong options, 130 interrupted */
export function glove(argv: readonly string[], console: Console): Promise<number> {
  return run(console, async (interruption) => {
    const settings = readSettings(argv, console);
    const data = await loadData(settings, console, interruption.signal);
    console.out(describeChoice(await useBackend(settings.backend)));
    const words = [...data.tokenizer.wordIndex].slice(0, settings.words - 1);
    const known = words.filter(([word]) => data.vectors.has(word)).length;
    console.out(
      `${known} of the ${words.length} words have vectors; train on ${data.train.labels.length} reviews, ` +
        `test on ${data.test.labels.length}.`,
    );
    const results: Result[] = [];
    for (const variant of VARIANTS) {
      if (interruption.requested) break;
      setRandomSeed(settings.seed);
      console.out(`\nVectors ${variant}:`);
      results.push(await learn(variant, data, settings, interruption));
    }
    console.out(`\n${formatTable(comparison(results))}`);
    if (settings.report === undefined) return;
    await writeReport(settings.report, results, data);
    console.out(`Report: ${settings.report}`);
  });
}

function toTensors({ sequences, labels }: ReviewSet, maxlen: number): [tf.Tensor, tf.Tensor] {
  return [padSequences(sequences, { maxlen }), tf.tensor2d(labels, [labels.length, 1])];
}

async function learn(
  variant: Variant,
  data: Data,
  settings: Settings,
  interruption: Interruption,
): Promise<Result> {
  const model = network(variant, data, settings);
  const [x, y] = toTensors(data.train, settings.length);
  const test = toTensors(data.test, settings.length);
  try {
    const { history } = await model.fit(x, y, {
      epochs: settings.epochs,
      batchSize: settings.batchSize,
      validationData: test,
      signal: interruption.signal,
      verbose: settings.verbose,
    });
    return {
      variant,
      trained: model.trainableWeights.reduce(
        (sum, weight) => sum + tf.util.sizeFromShape(weight.shape),
        0,
      ),
      history: history,
      accuracies: Array.from(history['val_accuracy'] ?? []),
    };
  } finally {
    tf.dispose([x, y, ...test]);
    model.dispose();
  }
}

/** Test accuracy after each epoch, a row for each variant. */
function comparison(results: readonly Result[]): TableData {
  const epochs = Math.max(0, ...results.map(({ accuracies }) => accuracies.length));
  const numbers = Array.from({ length: epochs }, (_, i) => i);
  return {
    head: ['vectors', 'weights trained', ...numbers.map((i) => `accuracy after ${i + 1}`)],
    rows: results.map(({ variant, trained, accuracies }) => [
      variant,
      trained,
      ...numbers.map((i) => accuracies[i]?.toFixed(4) ?? '–'),
    ]),
  };
}

async function writeReport(path: string, results: readonly Result[], data: Data): Promise<void> {
  const report = new Report({
    title: 'What are pretrained word vectors worth?',
    subtitle: `${data.name}, vectors of ${data.vectorsName}`,
  }).table(comparison(results));
  for (const { variant, history, accuracies } of results) {
    if (accuracies.length > 0) report.heading(variant).figure(plotHistory(history));
  }
  await report.save(path);
}
