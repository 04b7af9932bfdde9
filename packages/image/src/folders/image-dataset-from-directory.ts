import {
  checkChoice,
  checkOptions,
  checkPositiveInteger,
  nextSeed,
  NotFoundError,
  ValueError,
} from '@ibexjs/core';

import { readDataFormat, type DataFormatOption } from '../data-format.js';
import { readColorMode, type ColorMode } from '../img.js';
import { INTERPOLATIONS, type Interpolation } from '../resize/kernels.js';
import { readSize, type ImageSize } from '../resize/size.js';
import { ImageDataset, type ImageDatasetPlan, type LabelMode } from './image-dataset.js';
import {
  labelledFiles,
  shuffleFiles,
  splitFiles,
  type LabelledFiles,
  type LabelsOption,
} from './labelled-files.js';
import type { ArrayLoading } from './load-array.js';

/** Options of Keras' `image_dataset_from_directory`. */
export interface ImageDatasetOptions {
  /**
   * `inferred` from the folders, numbers in the order of the files' paths, or null. Default:
   * `inferred`.
   */
  labels?: LabelsOption;
  /**
   * `int`: int32 [batch]; `categorical`: one-hot [batch, classes]; `binary`: 0 and 1 [batch, 1];
   * null: no labels. Default: `int`.
   */
  labelMode?: LabelMode | null;
  /** Names of the folders that are classes, in their order. Default: all, by name. */
  classNames?: readonly string[] | null;
  /** Default: `rgb`. */
  colorMode?: ColorMode;
  /** null: one image at a time. Default: 32. */
  batchSize?: number | null;
  /** (height, width), or one number for both. Default: 256. */
  imageSize?: ImageSize;
  /** Shuffle the files first, and anew in every pass. Default: true. */
  shuffle?: boolean;
  /** Of the order. Default: the next process-wide seed. */
  seed?: number;
  /** The share of the files that is kept for validation. */
  validationSplit?: number;
  /** With `validationSplit`: `training`, `validation`, or `both` as a pair. */
  subset?: 'training' | 'validation' | 'both';
  /** Default: `bilinear`. */
  interpolation?: Interpolation;
  /** Default: false. */
  followLinks?: boolean;
  /** Cut out the middle part of the size's aspect ratio first. Default: false. */
  cropToAspectRatio?: boolean;
  /** Put the whole picture in the middle of black. Default: false. */
  padToAspectRatio?: boolean;
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption;
  /** Tell how many files were found. Default: true. */
  verbose?: boolean;
}

const OPTIONS = [
  'labels',
  'labelMode',
  'classNames',
  'colorMode',
  'batchSize',
  'imageSize',
  'shuffle',
  'seed',
  'validationSplit',
  'subset',
  'interpolation',
  'followLinks',
  'cropToAspectRatio',
  'padToAspectRatio',
  'dataFormat',
  'verbose',
];

const WHERE = 'imageDatasetFromDirectory';
const ENDINGS = ['.bmp', '.gif', '.jpeg', '.jpg', '.png'];

/**
 * A data set of the pictures in a folder, with a folder for each class: Keras'
 * `image_dataset_from_directory`. Pixels are 0 … 255, float32. Files are shuffled by Ibex's own
 * generator, so a seed gives another order than in Keras.
 *
 * @throws FileError when the folder cannot be read; NotFoundError when it has no pictures;
 *   ValueError, UnknownOptionError for wrong options
 * @example
 * const [train, test] = await imageDatasetFromDirectory('flowers', {
 *   imageSize: 180, validationSplit: 0.2, subset: 'both', seed: 1,
 * });
 * await model.fit(train, { validationData: test, epochs: 5 });
 * @see https://keras.io/api/data_loading/image/#imagedatasetfromdirectory-function
 */
export function imageDatasetFromDirectory(
  directory: string,
  options: ImageDatasetOptions & { subset: 'both' },
): Promise<[training: ImageDataset, validation: ImageDataset]>;
export function imageDatasetFromDirectory(
  directory: string,
  options?: ImageDatasetOptions & { subset?: 'training' | 'validation' },
): Promise<ImageDataset>;
export async function imageDatasetFromDirectory(
  directory: string,
  options: ImageDatasetOptions = {},
): Promise<ImageDataset | [ImageDataset, ImageDataset]> {
  checkOptions(WHERE, options, OPTIONS);
  checkSplit(options);
  const { subset, validationSplit = 0, shuffle = true, verbose = true } = options;
  const given = options.labelMode === undefined ? 'int' : options.labelMode;
  const labels = given === null ? null : readLabels(options);
  const labelMode =
    given === null || labels === null
      ? null
      : checkChoice(WHERE, 'labelMode', given, ['int', 'categorical', 'binary'] as const);
  const plan = readPlan(options, labelMode);

  const listing = { endings: ENDINGS, followLinks: options.followLinks ?? false };
  const found = await labelledFiles(directory, labels, options.classNames ?? null, listing);
  checkFound(directory, found, labelMode);
  if (verbose) console.log(describe(found));
  const files = shuffle ? shuffleFiles(found, plan.seed) : found;
  const make = (part: LabelledFiles, mayShuffle = shuffle) => {
    if (part.paths.length > 0)
      return new ImageDataset({ ...plan, files: part, shuffle: mayShuffle });
    throw new ValueError(`${WHERE}: ${files.paths.length} files are too few to be split.`);
  };
  if (!subset) return make(files);
  const parts = splitFiles(files, validationSplit);
  if (subset !== 'both') return make(parts[subset]);
  return [make(parts.training), make(parts.validation, false)];
}

function readLabels({ labels }: ImageDatasetOptions): LabelsOption {
  return labels === undefined ? 'inferred' : labels;
}

function readPlan(
  options: ImageDatasetOptions,
  labelMode: LabelMode | null,
): Omit<ImageDatasetPlan, 'files' | 'shuffle'> {
  const { batchSize = 32, cropToAspectRatio = false, padToAspectRatio = false } = options;
  if (batchSize !== null) checkPositiveInteger(WHERE, 'batchSize', batchSize);
  if (cropToAspectRatio && padToAspectRatio) {
    throw new ValueError(`${WHERE}: give either cropToAspectRatio or padToAspectRatio, not both.`);
  }
  const method = options.interpolation ?? 'bilinear';
  const loading: ArrayLoading = {
    size: readSize(WHERE, options.imageSize ?? 256),
    colorMode: readColorMode(WHERE, options.colorMode),
    interpolation: checkChoice(WHERE, 'interpolation', method, INTERPOLATIONS),
    cropToAspectRatio,
    padToAspectRatio,
    dataFormat: readDataFormat(WHERE, options.dataFormat),
  };
  return { loading, labelMode, batchSize, seed: options.seed ?? nextSeed() };
}

/** @throws ValueError for a split without a part, a part without a split, or parts that overlap */
function checkSplit({ validationSplit, subset, shuffle = true, seed }: ImageDatasetOptions): void {
  if (subset !== undefined)
    checkChoice(WHERE, 'subset', subset, ['training', 'validation', 'both']);
  if ((validationSplit === undefined || validationSplit === 0) !== (subset === undefined)) {
    throw new ValueError(`${WHERE}: "validationSplit" and "subset" need each other.`);
  }
  if (!validationSplit) return;
  if (!(validationSplit > 0 && validationSplit < 1)) {
    throw new ValueError(
      `${WHERE}: option "validationSplit" must lie between 0 and 1; received ${validationSplit}.`,
    );
  }
  if (shuffle && seed === undefined && subset !== 'both') {
    throw new ValueError(
      `${WHERE}: give the same "seed" for both parts, or they overlap; or take subset: "both".`,
    );
  }
}

function checkFound(directory: string, found: LabelledFiles, labelMode: LabelMode | null): void {
  if (found.paths.length === 0) {
    throw new NotFoundError(
      `${WHERE}: no pictures were found in ${directory} (${ENDINGS.join(' ')}); with inferred ` +
        'labels they lie in a folder for each class.',
    );
  }
  if (labelMode === 'binary' && found.classNames!.length !== 2) {
    throw new ValueError(
      `${WHERE}: labelMode "binary" needs two classes; ${directory} has ${found.classNames!.join(', ')}.`,
    );
  }
}

function describe({ paths, classNames }: LabelledFiles): string {
  if (!classNames) return `Found ${paths.length} files.`;
  return `Found ${paths.length} files belonging to ${classNames.length} classes.`;
}
