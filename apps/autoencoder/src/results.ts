import {
  barChart,
  imageGrid,
  plotHistory,
  Report,
  scatterChart,
  type Figure,
  type PixelData,
} from '@ibexjs/plot';
import type { Comparison } from './classify.js';
import type { Recipe, Settings } from './settings.js';
import type { Training } from './train.js';

/** What a run gave; without `seen` when it was interrupted. */
export interface Results {
  dataName: string;
  settings: Settings;
  recipe: Recipe;
  backend: string;
  summary: string;
  training: Training;
  seen?: {
    originals: PixelData[];
    reconstructions: PixelData[];
    dreams: PixelData[];
    /** Variational: the plane of codes, and where test images lie in it. */
    plane?: { grid: PixelData[]; steps: number; codes: Float32Array; labels: Uint8Array };
    comparison?: Comparison;
  };
}

/** Originals above their reconstructions. */
export function reconstructions({
  originals,
  reconstructions: made,
}: NonNullable<Results['seen']>): Figure {
  return imageGrid([...originals, ...made], { columns: originals.length, range: [0, 1] });
}

/** Images of random codes. */
export function dreams({ dreams: images }: NonNullable<Results['seen']>): Figure {
  return imageGrid(images, { columns: 10, range: [0, 1] });
}

/** Titles of the variants. */
const NAMES = {
  dense: 'A dense autoencoder',
  conv: 'A convolutional autoencoder',
  variational: 'A variational autoencoder',
} as const;

/** Curves, reconstructions, random samples, the plane of codes, the classifiers, the network. */
export async function writeReport(path: string, results: Results): Promise<void> {
  const { settings, recipe, training, seen } = results;
  const last = (name: string) => Array.from(training.history[name] ?? []).at(-1);
  const report = new Report({
    title: `${NAMES[settings.variant]} of handwritten digits`,
    subtitle: `${results.dataName}, ${training.epochs} of ${recipe.epochs} epochs on backend ${results.backend}, seed ${settings.seed}`,
  }).facts({
    loss: last('loss'),
    'test loss': last('val_loss') ?? last('valLoss'),
    'training seconds': training.seconds.toFixed(1),
    'seconds an epoch': (training.seconds / Math.max(1, training.epochs)).toFixed(2),
  });
  if (training.epochs > 0) {
    report.heading('Training').figure(plotHistory(training.history, { width: 560 }), CURVES);
  }
  if (seen) {
    report.heading('Reconstructions').figure(reconstructions(seen), RECONSTRUCTIONS);
    report.heading('Random codes').figure(dreams(seen), DREAMS);
    if (seen.plane) addPlane(report, seen.plane);
    if (seen.comparison) addComparison(report, seen.comparison);
  }
  report.heading('The network').code(results.summary);
  await report.save(path);
}

type Plane = NonNullable<NonNullable<Results['seen']>['plane']>;

function addPlane(report: Report, { grid, steps, codes, labels }: Plane): void {
  const shown = Math.min(labels.length, 2000);
  const axis = (offset: number) => Array.from({ length: shown }, (_, i) => codes[2 * i + offset]!);
  report
    .heading('The plane of codes')
    .figure(imageGrid(grid, { columns: steps, size: 42, range: [0, 1] }), GRID)
    .figure(
      scatterChart({
        x: axis(0),
        y: axis(1),
        groups: labels.subarray(0, shown),
        width: 520,
        height: 420,
      }),
      `Where the encoder puts the first ${shown} test images; colours are their digits, which it never saw.`,
    );
}

function addComparison(report: Report, { labels, pretrained, fromScratch }: Comparison): void {
  report
    .heading('What the codes are good for')
    .text(
      `Two classifiers of one shape learned from the same ${labels} labelled images: one on top of this encoder, one on top of an untrained one.`,
    )
    .figure(
      barChart({
        labels: ['pretrained encoder', 'from scratch'],
        values: [pretrained, fromScratch],
        valueTitle: 'test accuracy',
      }),
    );
}

const CURVES = 'Binary crossentropy of the reconstruction, a mean over pixels.';
const RECONSTRUCTIONS =
  'Test images, which it was not trained on, and beneath what it makes of them.';
const DREAMS = 'What the decoder draws from codes put together at random.';
const GRID = 'What the decoder draws over the plane, from -2.4 to 2.4 on either axis.';
