import { basename } from 'node:path';
import { barChart, imageGrid, Report } from '@ibexjs/plot';
import type { Answer, Answers } from './classify.js';

/** Pictures that a report shows; more would make it heavy. */
export const SHOWN = 24;

const BAR = 24;

/** What the network says of a picture, with bars, for a terminal. */
export function describe({ name, guesses }: Answer): string {
  const width = Math.max(...guesses.map((guess) => guess.name.length));
  const lines = guesses.map(({ name: guess, probability }) => {
    const bar = '█'.repeat(Math.round(probability * BAR)).padEnd(BAR, '·');
    return `  ${guess.padEnd(width)}  ${bar}  ${probability.toFixed(4)}`;
  });
  return [name, ...lines].join('\n');
}

/** The same for programs. */
export function toJson(network: string, { answers, unreadable }: Answers): string {
  const pictures = answers.map(({ name, guesses }) => ({ file: name, predictions: guesses }));
  const errors = unreadable.map(({ name, reason }) => ({ file: name, error: reason }));
  return JSON.stringify({ network, pictures: [...pictures, ...errors] }, null, 2);
}

/** What a report says about a run. */
export interface ReportFacts {
  path: string;
  network: string;
  data: string;
  backend: string;
  seconds: number;
  answers: Answers;
}

/** The report: each picture, where the network saw its first guess, and its guesses. */
export async function writeReport(facts: ReportFacts): Promise<void> {
  const { answers, unreadable } = facts.answers;
  const shown = answers.filter(({ photo }) => photo);
  const report = new Report({
    title: 'What the pictures show',
    subtitle: `Network: ${facts.network}. Data: ${facts.data}.`,
  }).facts({
    pictures: answers.length,
    seconds: facts.seconds.toFixed(1),
    backend: facts.backend,
  });
  if (shown.some(({ heat }) => heat)) report.text(EXPLANATION);
  for (const { name, photo, heat, guesses } of shown) {
    const best = guesses[0]!;
    report
      .heading(basename(name))
      .figure(
        imageGrid(heat ? [photo!, heat] : [photo!], {
          labels: ['as the network sees it', `where it saw “${best.name}”`].slice(0, heat ? 2 : 1),
          size: 224,
          range: [0, 255],
        }),
      )
      .figure(
        barChart({
          title: 'probability',
          labels: guesses.map((guess) => guess.name),
          values: guesses.map(({ probability }) => probability),
        }),
      );
  }
  if (answers.length > shown.length) {
    report.text(`The other ${answers.length - shown.length} pictures are only told as a table.`);
  }
  report.heading('All pictures').table({
    head: ['picture', 'first guess', 'probability', 'second guess', 'probability'],
    rows: answers.map(({ name, guesses: [first, second] }) => [
      basename(name),
      first!.name,
      first!.probability.toFixed(4),
      second?.name ?? '',
      second?.probability.toFixed(4) ?? '',
    ]),
  });
  if (unreadable.length > 0) {
    report.heading('Could not be read').table({
      head: ['picture', 'why'],
      rows: unreadable.map(({ name, reason }) => [basename(name), reason]),
    });
  }
  await report.save(facts.path);
}

const EXPLANATION =
  'Yellow to red marks where the network saw its first guess (Grad-CAM): parts of the picture that raise the odds of that class. It is as coarse as the last maps of features, often 7x7.';
