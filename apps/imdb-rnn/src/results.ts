import { imdb } from '@ibexjs/datasets';
import {
  confusionMatrix,
  countConfusions,
  formatTable,
  plotHistory,
  Report,
  type TableData,
} from '@ibexjs/plot';
import type { Reviews } from './reviews.js';
import type { Settings } from './settings.js';
import type { Training } from './train.js';

/** A judged text. */
export interface Verdict {
  text: string;
  /** From 0, bad, to 1, good. */
  score: number;
  /** Words that the network does not know. */
  unknown: string[];
}

/** What a run gave; scores of the test reviews and the sentences are missing when interrupted. */
export interface Results {
  settings: Settings;
  backend: string;
  summary: string;
  reviews: Reviews;
  training: Training;
  scores?: Float32Array;
  verdicts: readonly Verdict[];
}

/** Share of test reviews that are judged rightly. */
export function accuracy({ reviews, scores }: Results): number {
  const { labels } = reviews.test;
  const right = Array.from(labels).filter((label, i) => Number(scores![i]! > 0.5) === label);
  return right.length / labels.length;
}

/** Judged texts as a table. */
export function verdictTable(verdicts: readonly Verdict[]): TableData {
  return {
    head: ['score', 'verdict', 'text'],
    rows: verdicts.map(({ score, text }) => [score.toFixed(3), score > 0.5 ? 'good' : 'bad', text]),
  };
}

/** The mistakes that the network was surest of. */
export function worstMistakes(results: Results, count: number): TableData {
  const { reviews, scores, settings } = results;
  const { labels, sequences } = reviews.test;
  const wrong = Array.from(labels.keys())
    .filter((i) => Number(scores![i]! > 0.5) !== labels[i])
    .sort((a, b) => Math.abs(scores![b]! - 0.5) - Math.abs(scores![a]! - 0.5))
    .slice(0, count);
  return {
    head: ['score', 'labelled', 'the end of the review'],
    rows: wrong.map((i) => [
      scores![i]!.toFixed(3),
      labels[i] === 1 ? 'good' : 'bad',
      ending(imdb.decodeReview(sequences[i]!.slice(-settings.maxLength), reviews.wordIndex), 90),
    ]),
  };
}

function ending(text: string, letters: number): string {
  return text.length <= letters ? text : `… ${text.slice(-letters).replace(/^\S*\s/, '')}`;
}

/** Prints verdicts. */
export function showVerdicts(verdicts: readonly Verdict[]): string {
  const table = formatTable(verdictTable(verdicts));
  const unknown = [...new Set(verdicts.flatMap((verdict) => verdict.unknown))];
  return unknown.length === 0 ? table : `${table}\nWords it does not know: ${unknown.join(', ')}`;
}

/** Curves, confusion matrix, worst mistakes, judged sentences, the network. */
export async function writeReport(path: string, results: Results): Promise<void> {
  const { settings, training, scores, reviews, verdicts } = results;
  const report = new Report({
    title: `Good or bad? Film reviews read by ${{ simple: 'a simple RNN', lstm: 'an LSTM', gru: 'a GRU' }[settings.network]}`,
    subtitle: `${reviews.name}, ${training.epochs} of ${settings.epochs} epochs on backend ${results.backend}, seed ${settings.seed}`,
  }).facts({
    ...(scores && { 'test accuracy': accuracy(results) }),
    'training seconds': training.seconds.toFixed(1),
    'reviews to learn from': reviews.train.labels.length.toLocaleString('en'),
    'words known': settings.maxFeatures.toLocaleString('en'),
  });
  if (training.epochs > 1) report.heading('Training').figure(plotHistory(training.history));
  if (scores) {
    const counts = countConfusions(
      reviews.test.labels,
      Array.from(scores, (score) => Number(score > 0.5)),
      2,
    );
    report
      .heading('Confusion matrix')
      .figure(confusionMatrix(counts, ['bad', 'good']), 'Rows are the labels, columns verdicts.')
      .heading('The worst mistakes')
      .table(worstMistakes(results, 8));
  }
  if (verdicts.length > 0) report.heading('Your sentences').table(verdictTable(verdicts));
  report.heading('The network').code(results.summary);
  await report.save(path);
}
