import { run, type Console, type Interruption } from '@ibexjs-apps/kit';
import { backend, describeChoice, useBackend } from '@ibexjs/backends';
import { setRandomSeed } from '@ibexjs/core';
import { imdb } from '@ibexjs/datasets';
import type { Sequential } from '@ibexjs/models';
import { ask } from './ask.js';
import { network } from './networks.js';
import { accuracy, showVerdicts, writeReport, type Results, type Verdict } from './results.js';
import { loadReviews, type Reviews } from './reviews.js';
import { readSettings, type Settings } from './settings.js';
import { judge, train } from './train.js';
import { unknownWords } from './words.js';

/** The whole demo. @returns the exit code: 0, 1 failed, 2 wrong options, 130 interrupted */
export function imdbRnn(argv: readonly string[], console: Console): Promise<number> {
  return run(console, async (interruption) => {
    const settings = readSettings(argv, console);
    const reviews = await loadReviews(settings, console, interruption.signal);
    console.out(describeChoice(await useBackend(settings.backend)));
    setRandomSeed(settings.seed);
    const { network: name, maxFeatures, maxLength, learningRate } = settings;
    const model = network(name, maxFeatures, maxLength, learningRate);
    try {
      const summary: string[] = [];
      model.summary({ printFn: (line) => summary.push(line) });
      console.out(summary.join('\n'));
      console.out(
        `Train on ${reviews.train.labels.length} reviews, test on ${reviews.test.labels.length}.`,
      );
      const training = await train(model, reviews, settings, interruption);
      let results: Results = {
        settings,
        backend: backend() ?? settings.backend,
        summary: summary.join('\n'),
        reviews,
        training,
        verdicts: [],
      };
      if (!interruption.requested) {
        const scores = await judge(model, reviews.test.sequences, settings.maxLength);
        results = { ...results, scores };
        results = {
          ...results,
          verdicts: await judgeTexts(model, reviews, settings.sentence, settings),
        };
      }
      tell(results, console);
      if (settings.report !== undefined) {
        await writeReport(settings.report, results);
        console.out(`Report: ${settings.report}`);
      }
      await converse(model, reviews, settings, console, interruption);
    } finally {
      model.dispose();
    }
  });
}

async function judgeTexts(
  model: Sequential,
  reviews: Reviews,
  texts: readonly string[],
  settings: Settings,
): Promise<Verdict[]> {
  if (texts.length === 0) return [];
  const scores = await judge(
    model,
    texts.map((text) =>
      imdb.encodeReview(text, reviews.wordIndex, { numWords: settings.maxFeatures }),
    ),
    settings.maxLength,
  );
  return texts.map((text, i) => ({
    text,
    score: scores[i]!,
    unknown: unknownWords(text, reviews.wordIndex, settings.maxFeatures),
  }));
}

/** Judges what the user types, on a terminal, until an empty line. */
async function converse(
  model: Sequential,
  reviews: Reviews,
  settings: Settings,
  console: Console,
  interruption: Interruption,
): Promise<void> {
  if (interruption.requested || !process.stdin.isTTY || settings.sentence.length > 0) return;
  for await (const text of ask('Your review (empty to end): ', interruption.signal)) {
    console.out(showVerdicts(await judgeTexts(model, reviews, [text], settings)));
  }
}

function tell(results: Results, console: Console): void {
  const { training, settings, scores, verdicts } = results;
  const { epochs, seconds } = training;
  if (!scores) {
    console.out(
      `\nInterrupted: ${epochs} of ${settings.epochs} epochs finished in ${seconds.toFixed(1)} s.`,
    );
    return;
  }
  console.out(`\nTest accuracy: ${accuracy(results).toFixed(4)}`);
  console.out(`Training: ${seconds.toFixed(1)} s for ${epochs} epochs on ${results.backend}`);
  if (verdicts.length > 0) console.out(showVerdicts(verdicts));
}
