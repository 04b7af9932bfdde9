import { run, writeCard, type Console, type Interruption } from '@ibexjs-apps/kit';
import { backend, describeChoice, useBackend } from '@ibexjs/backends';
import { setRandomSeed } from '@ibexjs/core';
import { openBase, type Base } from './base.js';
import { fineTuned, type FineTuned } from './network.js';
import { digitPictures, folderPictures, type LabelledPictures } from './pictures.js';
import { confusion, frozenPart, mistakes, writeReport, type Results } from './results.js';
import { readSettings, type Settings } from './settings.js';
import { train } from './train.js';

/** The whole demo. @returns the exit code: 0, 1 failed, 2 wrong options, 130 interrupted */
export function fineTune(argv: readonly string[], console: Console): Promise<number> {
  return run(console, async (interruption) => {
    const settings = readSettings(argv, console);
    const { data } = settings;
    const pictures =
      data === undefined
        ? await digitPictures()
        : await folderPictures(data, settings.testShare / 100);
    console.out(`Data: ${pictures.described}.`);
    const choice = await useBackend(settings.backend);
    setRandomSeed(settings.seed);
    const base = await openBase(settings, interruption.signal);
    console.out(`Base: ${base.described}.`);
    console.out(describeChoice(choice));
    const network = fineTuned(base.model, settings.freeze ?? base.model.layers.length, {
      head: settings.head,
      units: settings.units,
      classes: pictures.classes.length,
    });
    try {
      await teach(network, base, pictures, settings, console, interruption);
    } finally {
      network.learning.dispose();
      network.whole.dispose();
    }
  });
}

async function teach(
  network: FineTuned,
  base: Base,
  pictures: LabelledPictures,
  settings: Settings,
  console: Console,
  interruption: Interruption,
): Promise<void> {
  const { whole, learning } = network;
  const summary: string[] = [];
  learning.summary({ printFn: (line) => summary.push(line) });
  console.out(`${frozenPart(network)} What learns:`);
  console.out(summary.join('\n'));
  const training = await train(network, base, pictures, settings, console, interruption);
  if (!training) return console.out('\nInterrupted: nothing was learned.');
  const results: Results = {
    ...{ settings, pictures, base, network, training },
    summary: summary.join('\n'),
    backend: backend() ?? settings.backend,
  };
  tell(results, console);
  const { save, report } = settings;
  if (save !== undefined && training.epochs > 0) {
    await whole.save(save);
    const classes = [...pictures.classes];
    const imageSize: [number, number] = [base.size, base.size];
    const card = await writeCard(save, { classes, imageSize, preprocess: base.preprocess });
    console.out(`Saved: ${save}, and its classes: ${card}`);
  }
  if (report !== undefined) {
    await writeReport(report, results);
    console.out(`Report: ${report}`);
  }
}

function tell(results: Results, console: Console): void {
  const { training, settings, pictures } = results;
  const { before, after, epochs, featureSeconds, trainingSeconds } = training;
  console.out(`\nAccuracy before: ${before.accuracy.toFixed(4)} (loss ${before.loss.toFixed(4)})`);
  if (!after) {
    return console.out(`Interrupted: ${epochs} of ${settings.epochs} epochs finished.`);
  }
  console.out(`Accuracy after: ${after.accuracy.toFixed(4)} (loss ${after.loss.toFixed(4)})`);
  console.out(
    `Features: ${featureSeconds.toFixed(1)} s, once; training: ${trainingSeconds.toFixed(1)} s for ${epochs} epochs`,
  );
  const count = mistakes(results).length;
  console.out(`\n${count} of ${pictures.test.labels.length} test pictures are mistaken.`);
  console.out(confusion(results).toTerminal());
}
