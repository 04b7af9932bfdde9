import { run, type Console, type Interruption } from '@ibexjs-apps/kit';
import { describeChoice, useBackend } from '@ibexjs/backends';
import { setRandomSeed } from '@ibexjs/core';
import { formatTable, plotHistory, Report, type HistoryValues, type TableData } from '@ibexjs/plot';
import * as tf from '@tensorflow/tfjs-core';
import { EXPLANATIONS, prepare } from './methods.js';
import { loadPosts, type PostSets } from './posts.js';
import { METHODS, readSettings, type Method, type Settings } from './settings.js';

interface Result {
  method: Method;
  history: HistoryValues;
  /** Test accuracy after each epoch. */
  accuracies: number[];
  seconds: number;
}

/** The whole demo. @returns the exit code: 0, 1 failed, 2 wrong options, 130 interrupted */
export function blogAuthors(argv: readonly string[], console: Console): Promise<number> {
  return run(console, async (interruption) => {
    const settings = readSettings(argv, console);
    const posts = await loadPosts(settings, console, interruption.signal);
    console.out(describeChoice(await useBackend(settings.backend)));
    const men = posts.test.labels.filter((label) => label === 1).length;
    const most = Math.max(men, posts.test.labels.length - men) / posts.test.labels.length;
    console.out(
      `Train on ${posts.train.labels.length} posts, test on ${posts.test.labels.length}; ` +
        `always the same answer would be right in ${most.toFixed(3)}.`,
    );
    const results: Result[] = [];
    for (const method of settings.method === 'all' ? METHODS : [settings.method]) {
      if (interruption.requested) break;
      setRandomSeed(settings.seed);
      console.out(`\n${method}: ${EXPLANATIONS[method]}`);
      results.push(await learn(method, posts, settings, interruption));
    }
    console.out(`\n${formatTable(comparison(results, posts))}`);
    if (settings.report === undefined) return;
    await writeReport(settings.report, results, posts);
    console.out(`Report: ${settings.report}`);
  });
}

async function learn(
  method: Method,
  posts: PostSets,
  settings: Settings,
  interruption: Interruption,
): Promise<Result> {
  const { x, xTest, model } = prepare(method, posts, settings);
  const [y, yTest] = [posts.train, posts.test].map(({ labels }) =>
    tf.tensor2d(labels, [labels.length, 1]),
  ) as [tf.Tensor, tf.Tensor];
  try {
    const started = performance.now();
    const { history } = await model.fit(x, y, {
      epochs: settings.epochs,
      batchSize: settings.batchSize,
      validationData: [xTest, yTest],
      signal: interruption.signal,
      verbose: settings.verbose,
    });
    return {
      method,
      history: history,
      accuracies: Array.from(history['val_accuracy'] ?? []),
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    tf.dispose([x, xTest, y, yTest]);
    model.dispose();
  }
}

function comparison(results: readonly Result[], { name }: PostSets): TableData {
  return {
    head: ['method', 'test accuracy', 'seconds', ...(name === 'blogs' ? ['tutorial'] : [])],
    rows: results.map(({ method, accuracies, seconds }) => [
      method,
      accuracies.at(-1)?.toFixed(4) ?? '–',
      seconds.toFixed(1),
      ...(name === 'blogs' ? [method === 'tfidf' ? '–' : '.519'] : []),
    ]),
  };
}

async function writeReport(
  path: string,
  results: readonly Result[],
  posts: PostSets,
): Promise<void> {
  const report = new Report({
    title: 'Who wrote this?',
    subtitle: `${posts.name}: ${posts.train.labels.length} posts to learn from, ${posts.test.labels.length} to test`,
  }).table(comparison(results, posts));
  for (const { method, history, accuracies } of results) {
    if (accuracies.length === 0) continue;
    report.heading(method).text(EXPLANATIONS[method]).figure(plotHistory(history));
  }
  await report.save(path);
}
