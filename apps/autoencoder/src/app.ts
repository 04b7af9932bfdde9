import {
  loadDigitImages,
  run,
  type Console,
  type DigitImages,
  type Interruption,
} from '@ibexjs-apps/kit';
import { backend, describeChoice, useBackend } from '@ibexjs/backends';
import { setRandomSeed } from '@ibexjs/core';
import { compareClassifiers } from './classify.js';
import { dream, encode, manifold, reconstruct } from './explore.js';
import { makeAutoencoder, type Autoencoder } from './networks.js';
import { dreams, reconstructions, writeReport, type Results } from './results.js';
import { readSettings, recipe, type Settings } from './settings.js';
import { train } from './train.js';

/** The whole demo. @returns the exit code: 0, 1 failed, 2 wrong options, 130 interrupted */
export function autoencoder(argv: readonly string[], console: Console): Promise<number> {
  return run(console, async (interruption) => {
    const settings = readSettings(argv, console);
    const images = await loadDigitImages({
      wanted: settings.data,
      console,
      signal: interruption.signal,
    });
    console.out(describeChoice(await useBackend(settings.backend)));
    setRandomSeed(settings.seed);
    const results = await learn(images, settings, console, interruption);
    if (settings.report !== undefined) {
      await writeReport(settings.report, results);
      console.out(`Report: ${settings.report}`);
    }
  });
}

async function learn(
  images: DigitImages,
  settings: Settings,
  console: Console,
  interruption: Interruption,
): Promise<Results> {
  const planned = recipe(images.name, settings);
  const parts = makeAutoencoder(settings.variant, images.train.edge);
  try {
    const summary: string[] = [];
    parts.autoencoder.summary({ printFn: (line) => summary.push(line) });
    console.out(summary.join('\n'));
    console.out(`Train on ${images.train.count} images, test on ${images.test.count}.`);
    const training = await train(parts, images, planned, settings, interruption);
    const results: Results = {
      dataName: images.name === 'mnist' ? 'MNIST' : 'shipped digits',
      settings,
      recipe: planned,
      backend: backend() ?? settings.backend,
      summary: summary.join('\n'),
      training,
    };
    tellTraining(results, console);
    if (interruption.requested) return results;
    const seen = await look(parts, images, settings, interruption);
    tellSeen(seen, console);
    return { ...results, seen };
  } finally {
    parts.autoencoder.dispose();
  }
}

async function look(
  parts: Autoencoder,
  images: DigitImages,
  settings: Settings,
  interruption: Interruption,
): Promise<NonNullable<Results['seen']>> {
  const { edge, labels } = images.test;
  const codes = await encode(parts, images.test);
  const common = {
    ...(await reconstruct(parts, images.test, 10)),
    dreams: await dream(parts, codes, edge, 20, settings.seed),
  };
  if (settings.variant !== 'variational') {
    const comparison = await compareClassifiers(parts, images, settings, interruption);
    return { ...common, comparison };
  }
  const steps = 15;
  return { ...common, plane: { grid: await manifold(parts, edge, steps), steps, codes, labels } };
}

function tellTraining({ training, recipe: planned }: Results, console: Console): void {
  const { history, epochs, seconds } = training;
  const last = Object.entries(history).map(([name, values]) => {
    const value = Array.from(values).at(-1);
    return `${name} ${value === undefined ? '–' : value.toFixed(4)}`;
  });
  const word = epochs < planned.epochs ? 'Interrupted' : 'Trained';
  console.out(
    `\n${word}: ${epochs} of ${planned.epochs} epochs in ${seconds.toFixed(1)} s; ${last.join(', ')}`,
  );
}

function tellSeen(seen: NonNullable<Results['seen']>, console: Console): void {
  console.out(`\nTest digits and their reconstructions:\n${reconstructions(seen).toTerminal()}`);
  console.out(`\nRandom codes:\n${dreams(seen).toTerminal()}`);
  if (!seen.comparison) return;
  const { labels, pretrained, fromScratch } = seen.comparison;
  console.out(
    `\nClassifier from ${labels} labels: test accuracy ${pretrained.toFixed(4)} on the pretrained encoder, ${fromScratch.toFixed(4)} from scratch.`,
  );
}
