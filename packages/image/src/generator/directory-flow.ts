import {
  checkChoice,
  checkOptions,
  nodePath,
  ValueError,
  type RandomGenerator,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { listFiles, listFolders } from '../folders/list-files.js';
import { channelsToFirst, type ImageArray } from '../image-array.js';
import { channelsOf, readColorMode, type ColorMode } from '../img.js';
import { loadImg } from '../load-img.js';
import { PIL_INTERPOLATIONS, type PilInterpolation } from '../resize/pil-filters.js';
import { readSize, type ImageSize } from '../resize/size.js';
import type { ImageDataGenerator } from './image-data-generator.js';
import {
  FLOW_OPTIONS,
  ImageFlow,
  stackImages,
  type FlowBatch,
  type FlowOptions,
} from './image-flow.js';

const CLASS_MODES = ['categorical', 'binary', 'sparse', 'input'] as const;
export type ClassMode = (typeof CLASS_MODES)[number];

export interface DirectoryFlowOptions extends FlowOptions {
  /** (height, width), or one number for both. Default: 256. */
  targetSize?: ImageSize;
  /** Default: `rgb`. */
  colorMode?: ColorMode;
  /** Names of the folders that are classes, in their order. Default: all, by name. */
  classes?: readonly string[] | null;
  /**
   * Labels: `categorical` one-hot rows, `binary` and `sparse` class numbers, `input` the images
   * themselves, null none. Default: `categorical`.
   */
  classMode?: ClassMode | null;
  /** Default: false. */
  followLinks?: boolean;
  /** Default: `nearest`. */
  interpolation?: PilInterpolation;
  /** Cut out the middle part of the target's aspect ratio first. Default: false. */
  keepAspectRatio?: boolean;
}

const OPTIONS = [
  ...FLOW_OPTIONS,
  'targetSize',
  'colorMode',
  'classes',
  'classMode',
  'followLinks',
  'interpolation',
  'keepAspectRatio',
];

const ENDINGS = ['png', 'jpg', 'jpeg', 'bmp', 'ppm', 'tif', 'tiff'];

/** How a picture is loaded. */
interface Loading {
  targetSize: [number, number];
  colorMode: ColorMode;
  interpolation: PilInterpolation;
  keepAspectRatio: boolean;
}

/** The pictures of a folder, each with its class. */
interface Listing {
  paths: string[];
  classes: Int32Array;
  names: readonly string[];
}

/** Finds the pictures of a folder and goes through them. @see DirectoryFlow */
export async function openDirectoryFlow(
  generator: ImageDataGenerator,
  directory: string,
  options: DirectoryFlowOptions,
): Promise<DirectoryFlow> {
  const where = 'ImageDataGenerator.flowFromDirectory';
  checkOptions(where, options, OPTIONS);
  const { classMode = 'categorical', subset = null } = options;
  if (classMode !== null) checkChoice(where, 'classMode', classMode, CLASS_MODES);
  const loading: Loading = {
    targetSize: readSize(where, options.targetSize ?? 256),
    colorMode: readColorMode(where, options.colorMode),
    interpolation: checkChoice(
      where,
      'interpolation',
      options.interpolation ?? 'nearest',
      PIL_INTERPOLATIONS,
    ),
    keepAspectRatio: options.keepAspectRatio ?? false,
  };
  if (subset) checkChoice(where, 'subset', subset, ['training', 'validation']);
  const names = options.classes?.length ? options.classes : await listFolders(directory);
  const paths: string[] = [];
  const classes: number[] = [];
  for (const [index, name] of names.entries()) {
    const folder = nodePath()!.join(directory, name);
    const { followLinks = false } = options;
    const files = await listFiles(folder, { endings: ENDINGS, followLinks });
    const split = Math.trunc(generator.settings.validationSplit * files.length);
    const part =
      subset === 'training'
        ? files.slice(split)
        : subset === 'validation'
          ? files.slice(0, split)
          : files;
    paths.push(...part);
    classes.push(...part.map(() => index));
  }
  if (classMode === 'binary' && names.length !== 2) {
    throw new ValueError(
      `${where}: classMode "binary" needs two classes; ${directory} has ${names.length}.`,
    );
  }
  const listing = { paths, classes: Int32Array.from(classes), names };
  return new DirectoryFlow(generator, directory, listing, loading, classMode, options);
}

/** Batches of transformed pictures of a folder of class folders: Keras' `DirectoryIterator`. */
export class DirectoryFlow extends ImageFlow {
  /** Pictures that were found. */
  readonly samples: number;
  readonly numClasses: number;
  /** The number of each class. */
  readonly classIndices: Readonly<Record<string, number>>;
  /** The class of each picture. */
  readonly classes: Int32Array;
  readonly filepaths: readonly string[];

  constructor(
    private readonly generator: ImageDataGenerator,
    readonly directory: string,
    { paths, classes, names }: Listing,
    private readonly loading: Loading,
    private readonly classMode: ClassMode | null,
    options: DirectoryFlowOptions,
  ) {
    super('ImageDataGenerator.flowFromDirectory', paths.length, options);
    this.samples = paths.length;
    this.numClasses = names.length;
    this.classIndices = Object.fromEntries(names.map((name, index) => [name, index]));
    this.classes = classes;
    this.filepaths = paths;
  }

  /** Paths within the folder. */
  get filenames(): string[] {
    return this.filepaths.map((path) => nodePath()!.relative(this.directory, path));
  }

  protected override async makeBatch(
    indices: Int32Array,
    random: RandomGenerator,
  ): Promise<FlowBatch> {
    const { generator } = this;
    const channelsFirst = generator.settings.dataFormat === 'channels_first';
    const { targetSize, colorMode } = this.loading;
    const channels = channelsOf(colorMode);
    const shape: [number, number, number] = channelsFirst
      ? [channels, ...targetSize]
      : [...targetSize, channels];
    const parameters = [...indices].map(() =>
      generator.getRandomTransform(shape, random.nextUint32()),
    );
    const loaded = await Promise.all([...indices].map((index) => this.load(index, channelsFirst)));
    const made: ImageArray[] = [];
    for (const [i, image] of loaded.entries()) {
      made.push(await generator.standardize(generator.applyTransform(image, parameters[i]!)));
    }
    await this.save(made, indices, random, channelsFirst);
    const x = stackImages(made, shape);
    return this.classMode === null ? [x] : [x, this.labels(indices, x)];
  }

  private async load(index: number, channelsFirst: boolean): Promise<ImageArray> {
    const img = await loadImg(this.filepaths[index]!, this.loading);
    const shape = [img.height, img.width, img.channels] as const;
    const image = { data: Float32Array.from(img.data), shape };
    return channelsFirst ? channelsToFirst(image) : image;
  }

  private labels(indices: Int32Array, x: tf.Tensor4D): tf.Tensor {
    if (this.classMode === 'input') return tf.clone(x);
    const classes = indices.map((index) => this.classes[index]!);
    if (this.classMode !== 'categorical') return tf.tensor1d(Float32Array.from(classes));
    const rows = new Float32Array(classes.length * this.numClasses);
    classes.forEach((label, i) => (rows[i * this.numClasses + label] = 1));
    return tf.tensor2d(rows, [classes.length, this.numClasses]);
  }
}
