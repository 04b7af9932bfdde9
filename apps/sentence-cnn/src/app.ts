import { run, type Console } from '@ibexjs-apps/kit';
import { describeChoice, useBackend } from '@ibexjs/backends';
import { setRandomSeed } from '@ibexjs/core';
import { formatTable } from '@ibexjs/plot';
import { network } from './networks.js';
import { recipeOf } from './recipes.js';
import { comparison, writeReport } from './results.js';
import { loadSentences } from './sentences.js';
import { readSettings, VARIANTS } from './settings.js';
import { train, type Training } from './train.js';
import { learnVectors } from './vectors.js';

/** The whole demo. @returns the exit code: 0, 1 failed, 2 wrong options, 130 interrupted */
export function sentenceCnn(argv: readonly string[], console: Console): Promise<number> {
  return run(console, async (interruption) => {
    const settings = readSettings(argv, console);
    const sentences = await loadSentences(settings, console, interruption.signal);
    console.out(describeChoice(await useBackend(settings.backend)));
    console.out(
      `${sentences.tokenizer.wordIndex.size} words with padding, ${sentences.length} in the longest ` +
        `sentence; train on ${sentences.train.labels.length}, validate on ${sentences.validation.labels.length}.`,
    );
    const variants = settings.variant === 'all' ? VARIANTS : [settings.variant];
    const trainings: Training[] = [];
    for (const variant of variants) {
      if (interruption.requested) break;
      setRandomSeed(settings.seed);
      console.out(`\nVariant ${variant}`);
      const recipe = recipeOf(variant, settings);
      const vectors =
        variant === 'rand'
          ? undefined
          : await learnVectors(sentences, recipe.dimension, settings, console, interruption.signal);
      const model = network(variant, sentences, recipe, vectors, settings.seed);
      try {
        console.out(`${model.countParams()} weights`);
        trainings.push(await train(variant, model, recipe, sentences, settings, interruption));
      } finally {
        model.dispose();
      }
    }
    console.out(`\n${formatTable(comparison(trainings, sentences))}`);
    if (settings.report === undefined) return;
    await writeReport(settings.report, trainings, sentences, settings);
    console.out(`Report: ${settings.report}`);
  });
}
