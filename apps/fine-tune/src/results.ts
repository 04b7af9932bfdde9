import {
  confusionMatrix,
  countConfusions,
  imageGrid,
  plotHistory,
  Report,
  type Figure,
} from '@ibexjs/plot';
import type { Base } from './base.js';
import type { FineTuned } from './network.js';
import type { LabelledPictures } from './pictures.js';
import type { Settings } from './settings.js';
import type { Training } from './train.js';

/** Everything that a run gave. */
export interface Results {
  settings: Settings;
  pictures: LabelledPictures;
  base: Base;
  network: FineTuned;
  training: Training;
  summary: string;
  backend: string;
}

const SHOWN = 20;
/** Edge of a picture in the report. */
const EDGE = 112;

/** Which classes were taken for which. */
export function confusion({ pictures, training }: Results): Figure {
  const { classes, test } = pictures;
  const counts = countConfusions([...test.labels], [...training.after!.predicted], classes.length);
  return confusionMatrix(counts, [...classes]);
}

/** Test pictures, each with what the network says; mistakes in red. */
async function gallery(results: Results, indices: readonly number[]): Promise<Figure> {
  const { pictures, training } = results;
  const { predicted } = training.after!;
  const { test } = pictures;
  const { labels } = test;
  const images = await Promise.all(indices.map((index) => test.show(index, EDGE)));
  const name = (label: number) => pictures.classes[label]!;
  return imageGrid(images, {
    labels: indices.map((i) =>
      predicted[i] === labels[i]
        ? name(predicted[i]!)
        : `${name(predicted[i]!)}, not ${name(labels[i]!)}`,
    ),
    tones: indices.map((i) => (predicted[i] === labels[i] ? 'good' : 'bad')),
    size: EDGE,
    columns: 7,
    range: [0, 255],
  });
}

/** The mistakes that the network was surest of. */
export function mistakes({ pictures, training }: Results): number[] {
  const { predicted, confidence } = training.after!;
  return [...predicted.keys()]
    .filter((i) => predicted[i] !== pictures.test.labels[i])
    .sort((a, b) => confidence[b]! - confidence[a]!);
}

/** The report: before and after, curves, pictures, confusion matrix, the network. */
export async function writeReport(path: string, results: Results): Promise<void> {
  const { settings, pictures, base, network, training } = results;
  const { before, after } = training;
  const report = new Report({
    title: 'Fine-tuning a pretrained network',
    subtitle: `Base: ${base.described}. Data: ${pictures.described}.`,
  }).facts({
    'accuracy before': before.accuracy.toFixed(4),
    ...(after && { 'accuracy after': after.accuracy.toFixed(4) }),
    'seconds for features': training.featureSeconds.toFixed(1),
    'seconds of training': training.trainingSeconds.toFixed(1),
  });
  report.text(
    `${frozenPart(network)} What they make of the pictures is computed once and kept; only what follows is trained.`,
  );
  if (training.epochs > 0) {
    report.heading('Training').figure(plotHistory(training.history), CURVES);
  }
  if (after) {
    const spread = spreadOut(pictures.test.labels.length);
    report.heading('Test pictures').figure(await gallery(results, spread), GALLERY);
    const wrong = mistakes(results).slice(0, SHOWN);
    report.heading('The worst mistakes');
    if (wrong.length > 0) report.figure(await gallery(results, wrong), WORST);
    else report.text('There is none: every test picture was recognized.');
    report.heading('Confusion matrix').figure(confusion(results), CONFUSION);
  }
  report
    .heading('The network')
    .code(results.summary)
    .table({
      head: ['setting', 'value'],
      rows: [
        ['optimizer', `Adam, learning rate ${settings.learningRate}`],
        ['loss', 'sparse categorical crossentropy'],
        ['batch size', String(settings.batchSize)],
        ['epochs', `${training.epochs} of ${settings.epochs}`],
        ['pictures', `${base.size}x${base.size}`],
        [
          'training, test pictures',
          `${pictures.train.labels.length}, ${pictures.test.labels.length}`,
        ],
        ['backend', results.backend],
        ['seed', String(settings.seed)],
      ],
    });
  await report.save(path);
}

/** How much of the base does not learn. */
export function frozenPart({ frozenLayers, baseLayers }: FineTuned): string {
  const part = frozenLayers === baseLayers ? 'All' : `${frozenLayers} of the`;
  return `${part} ${baseLayers} layers of the base stay as they are.`;
}

/** Some of the pictures, from first to last: they stand by class. */
function spreadOut(count: number): number[] {
  const shown = Math.min(count, SHOWN + 1);
  return Array.from({ length: shown }, (_, i) => Math.floor((i * count) / shown));
}

const CURVES =
  'Loss and accuracy after each epoch; “validation” are the test pictures. Training values are means over the epoch, with dropout at work.';
const GALLERY =
  'What the network says of some of the test pictures: green where it is right, red where it is wrong.';
const WORST = 'The errors that the network was surest of: what it said, and what it is.';
const CONFUSION =
  'Rows are true classes, columns predictions; each row is shaded by its own share.';
