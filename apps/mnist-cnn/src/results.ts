import {
  confusionMatrix,
  countConfusions,
  imageGrid,
  plotHistory,
  Report,
  type HistoryValues,
} from '@ibexjs/plot';
import { pixelsOf, worstMistakes, type Prediction } from './predictions.js';
import type { Recipe, Settings } from './settings.js';
import type { Task } from './task.js';

/** What a run gave; without `test` when it was interrupted. */
export interface Results {
  dataName: string;
  settings: Settings;
  recipe: Recipe;
  backend: string;
  task: Task;
  summary: string;
  parameters: number;
  history: HistoryValues;
  /** Epochs that were finished. */
  epochs: number;
  seconds: number;
  test?: { loss: number; accuracy: number; predictions: readonly Prediction[] };
}

const SHOWN = 15;

/** The first test images, each with what the network said. */
export function firstDigits({ task, test }: Results) {
  const shown = test!.predictions.slice(0, SHOWN);
  return imageGrid(
    shown.map(({ index }) => pixelsOf(task.test, index)),
    {
      labels: shown.map(({ predicted }) => task.classes[predicted]!),
      tones: shown.map(({ predicted, actual }) => (predicted === actual ? 'good' : 'bad')),
      range: [0, 1],
    },
  );
}

/** The mistakes that the network was surest of; undefined when there are none. */
export function mistakes({ task, test }: Results) {
  const worst = worstMistakes(test!.predictions, SHOWN);
  if (worst.length === 0) return undefined;
  return imageGrid(
    worst.map(({ index }) => pixelsOf(task.test, index)),
    {
      labels: worst.map(
        ({ predicted, actual }) => `${task.classes[predicted]!} (${task.classes[actual]!})`,
      ),
      tones: worst.map(() => 'bad' as const),
      size: 92,
      columns: 8,
      range: [0, 1],
    },
  );
}

/** Which classes were taken for which. */
export function confusion({ task, test }: Results) {
  const { predictions } = test!;
  const counts = countConfusions(
    predictions.map(({ actual }) => actual),
    predictions.map(({ predicted }) => predicted),
    task.classes.length,
  );
  return confusionMatrix(counts, task.classes);
}

/** The report: curves, first digits, worst mistakes, confusion matrix, the network. */
export async function writeReport(path: string, results: Results): Promise<void> {
  const { settings, recipe, task, test, history } = results;
  const what = settings.task === 'six' ? 'Six or not six' : 'Ten handwritten digits';
  const report = new Report({
    title: `${what}: the network “${settings.network}”`,
    subtitle: `${results.dataName}, ${results.epochs} of ${recipe.epochs} epochs on backend ${results.backend}, seed ${settings.seed}`,
  }).facts({
    ...(test && { 'test accuracy': test.accuracy, 'test loss': test.loss }),
    'training seconds': results.seconds.toFixed(1),
    parameters: results.parameters.toLocaleString('en'),
    'training images': task.train.count.toLocaleString('en'),
  });
  if (results.epochs > 0) {
    report.heading('Training').figure(plotHistory(history), CURVES);
  }
  if (test) {
    report.heading('The first test digits').figure(firstDigits(results), FIRST);
    const worst = mistakes(results);
    report.heading('The worst mistakes');
    if (worst) report.figure(worst, WORST);
    else report.text('There is none: every test image was recognized.');
    report.heading('Confusion matrix').figure(confusion(results), CONFUSION);
  }
  report
    .heading('The network')
    .code(results.summary)
    .table({
      head: ['setting', 'value'],
      rows: [
        ['optimizer', recipe.optimizer],
        ['loss', 'categorical crossentropy'],
        ['batch size', String(recipe.batchSize)],
        ['epochs', String(recipe.epochs)],
        ['seed', String(settings.seed)],
      ],
    });
  await report.save(path);
}

const CURVES =
  'Loss and accuracy after each epoch. “Validation” are the test images; training values are means over the epoch, with dropout at work, so they can lag behind.';
const FIRST =
  'What the network says of the first 15 test images: green where it is right, red where it is wrong.';
const WORST =
  'The errors that the network was surest of: what it said, and in brackets what the image is labelled.';
const CONFUSION =
  'Rows are true classes, columns predictions; each row is shaded by its own share.';
