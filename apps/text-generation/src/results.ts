import { lineChart, Report } from '@ibexjs/plot';
import type { Settings } from './settings.js';

/** What was written after an epoch. */
export interface Sample {
  epoch: number;
  diversity: number;
  /** The text that was continued. */
  start: string;
  text: string;
}

/** What a run gave. */
export interface Results {
  settings: Settings;
  backend: string;
  corpus: string;
  characters: number;
  windows: number;
  /** Of each epoch, those of earlier runs too. */
  losses: readonly number[];
  seconds: number;
  samples: readonly Sample[];
  summary: string;
}

/** The loss after each epoch, and what the network wrote. */
export async function writeReport(path: string, results: Results): Promise<void> {
  const { settings, losses, samples } = results;
  const report = new Report({
    title: 'A network that learns to write',
    subtitle: `${results.corpus}, ${losses.length} of ${settings.epochs} epochs on backend ${results.backend}, seed ${settings.seed}`,
  }).facts({
    loss: losses.at(-1),
    'training seconds': results.seconds.toFixed(1),
    windows: results.windows.toLocaleString('en'),
    'different characters': results.characters,
  });
  if (losses.length > 1) {
    report
      .heading('Training')
      .figure(lineChart({ series: [{ name: 'loss', y: losses }], xTitle: 'epoch' }));
  }
  for (const epoch of new Set(samples.map((sample) => sample.epoch))) {
    report.heading(`After epoch ${epoch}`);
    for (const { diversity, start, text } of samples.filter((sample) => sample.epoch === epoch)) {
      report.heading(`Diversity ${diversity}`, 3).text(`“${start}” ${text}`);
    }
  }
  await report.heading('The network').code(results.summary).save(path);
}
