import { plotHistory, Report, type TableData } from '@ibexjs/plot';
import type { Sentences } from './sentences.js';
import type { Settings, Variant } from './settings.js';
import type { Training } from './train.js';

/** Best validation accuracy that the tutorial reports. */
const TUTORIAL: Record<Variant, string> = { rand: '.78 to .79', static: '.754', nonstatic: '.821' };

/** A row for each variant. */
export function comparison(trainings: readonly Training[], sentences: Sentences): TableData {
  const real = sentences.name === 'rt-polarity';
  return {
    head: [
      'variant',
      'best accuracy',
      'in epoch',
      'in the end',
      'seconds an epoch',
      ...(real ? ['tutorial'] : []),
    ],
    rows: trainings.map((training) => [
      training.variant,
      training.best.toFixed(4),
      `${training.bestEpoch} of ${training.epochs}`,
      training.last.toFixed(4),
      training.secondsPerEpoch.toFixed(1),
      ...(real ? [TUTORIAL[training.variant]] : []),
    ]),
  };
}

/** Curves and the comparison as one page. */
export async function writeReport(
  path: string,
  trainings: readonly Training[],
  sentences: Sentences,
  settings: Settings,
): Promise<void> {
  const report = new Report({
    title: 'Praise or blame? Sentences read by a convolutional network',
    subtitle: `${sentences.name}, vectors: ${settings.vectors}, seed ${settings.seed}`,
  })
    .facts({
      sentences: sentences.words.length.toLocaleString('en'),
      words: sentences.tokenizer.wordIndex.size.toLocaleString('en'),
      'longest sentence': sentences.length,
    })
    .table(comparison(trainings, sentences));
  for (const { variant, history, epochs } of trainings) {
    if (epochs > 0) report.heading(variant).figure(plotHistory(history));
  }
  await report.save(path);
}
