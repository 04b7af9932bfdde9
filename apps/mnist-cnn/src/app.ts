import { loadDigitImages, run, type Console } from '@ibexjs-apps/kit';
import { describeChoice, useBackend } from '@ibexjs/backends';
import { setRandomSeed } from '@ibexjs/core';
import { firstDigits, mistakes, writeReport, type Results } from './results.js';
import { readSettings, recipe } from './settings.js';
import { train } from './train.js';

/** The whole demo. @returns the exit code: 0, 1 failed, 2 wrong options, 130 interrupted */
export function mnistCnn(argv: readonly string[], console: Console): Promise<number> {
  return run(console, async (interruption) => {
    const settings = readSettings(argv, console);
    const images = await loadDigitImages({
      wanted: settings.data,
      margin: 2, // convolution sees little at an edge
      console,
      signal: interruption.signal,
    });
    const choice = await useBackend(settings.backend);
    console.out(describeChoice(choice));
    setRandomSeed(settings.seed);
    const results = await train(
      images,
      recipe(images.name, settings),
      settings,
      console,
      interruption,
    );
    tell(results, console);
    if (settings.report !== undefined) {
      await writeReport(settings.report, results);
      console.out(`Report: ${settings.report}`);
    }
  });
}

function tell(results: Results, console: Console): void {
  const { test, seconds, epochs, recipe: planned, history } = results;
  if (!test) {
    const last = Object.entries(history).map(
      ([name, values]) => `${name} ${values[epochs - 1]?.toFixed(4)}`,
    );
    console.out(
      `\nInterrupted: ${epochs} of ${planned.epochs} epochs finished in ${seconds.toFixed(1)} s` +
        (epochs > 0
          ? `; after the last: ${last.join(', ')}.`
          : '; nothing was learned to the end of an epoch.'),
    );
    return;
  }
  console.out(
    `\nThe first test digits, as the network reads them:\n${firstDigits(results).toTerminal()}`,
  );
  const worst = mistakes(results);
  const wrong = test.predictions.filter((p) => p.actual !== p.predicted).length;
  console.out(
    worst
      ? `\n${wrong} mistakes; the surest, and in brackets the truth:\n${worst.toTerminal()}`
      : '\nNo mistakes.',
  );
  console.out(`\nTest loss: ${test.loss.toFixed(4)}`);
  console.out(`Test accuracy: ${test.accuracy.toFixed(4)}`);
  console.out(`Training: ${seconds.toFixed(1)} s for ${epochs} epochs on ${results.backend}`);
}
