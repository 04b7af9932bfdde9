import { checkChoice, checkOptions, ValueError, type ImageDataFormat } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { checkOrder } from '../augment/affine.js';
import { FILL_MODES, type FillMode } from '../augment/boundary.js';
import { readRange } from '../augment/random.js';
import { readDataFormat, type DataFormatOption } from '../data-format.js';

/** Options of `ImageDataGenerator`, all of Keras'. */
export interface ImageDataGeneratorOptions {
  /** Subtract the mean of each channel over the data that `fit` saw. Default: false. */
  featurewiseCenter?: boolean;
  /** Subtract each image's own mean. Default: false. */
  samplewiseCenter?: boolean;
  /** Divide by the standard deviation of each channel over the data; centres too. Default: false. */
  featurewiseStdNormalization?: boolean;
  /** Divide by each image's own standard deviation; centres too. Default: false. */
  samplewiseStdNormalization?: boolean;
  /** Make pixels uncorrelated over the data; centres featurewise too. Default: false. */
  zcaWhitening?: boolean;
  /** Default: 1e-6. */
  zcaEpsilon?: number;
  /** Turn by up to so many degrees. Default: 0. */
  rotationRange?: number;
  /**
   * Move sideways: below 1 a share of the width, from 1 on pixels; a whole number n by a whole
   * number of pixels below n; a list: by one of its numbers, either way. Default: 0.
   */
  widthShiftRange?: number | readonly number[];
  /** The same, up and down. Default: 0. */
  heightShiftRange?: number | readonly number[];
  /** Factors between which brightness is drawn. Default: none. */
  brightnessRange?: readonly [number, number] | null;
  /** Shear by up to so many degrees. Default: 0. */
  shearRange?: number;
  /** Stretch by factors of [low, high]; a number z means [1 - z, 1 + z]. Default: 0. */
  zoomRange?: number | readonly [number, number];
  /** Add up to so much to all channels. Default: 0. */
  channelShiftRange?: number;
  /** What stands outside: `nearest`, `constant`, `reflect`, `wrap`. Default: `nearest`. */
  fillMode?: FillMode;
  /** The number that `constant` fills in. Default: 0. */
  cval?: number;
  /** Mirror half of the images. Default: false. */
  horizontalFlip?: boolean;
  /** Turn half of the images upside down. Default: false. */
  verticalFlip?: boolean;
  /** Multiply by this factor, before all other normalization. Default: none. */
  rescale?: number | null;
  /** Applied to each image after augmentation, before `rescale`; gives one of the same shape. */
  preprocessingFunction?: ((image: tf.Tensor3D) => tf.Tensor) | null;
  /** Default: the configured one, `channelsLast`. */
  dataFormat?: DataFormatOption | null;
  /** The share of images that is kept for validation, the first of each class. Default: 0. */
  validationSplit?: number;
  /** Of the splines between pixels, 0 … 5. Default: 1, linear. */
  interpolationOrder?: number;
}

const KEYS = [
  'featurewiseCenter',
  'samplewiseCenter',
  'featurewiseStdNormalization',
  'samplewiseStdNormalization',
  'zcaWhitening',
  'zcaEpsilon',
  'rotationRange',
  'widthShiftRange',
  'heightShiftRange',
  'brightnessRange',
  'shearRange',
  'zoomRange',
  'channelShiftRange',
  'fillMode',
  'cval',
  'horizontalFlip',
  'verticalFlip',
  'rescale',
  'preprocessingFunction',
  'dataFormat',
  'validationSplit',
  'interpolationOrder',
];

/** The options with defaults filled in. */
export type GeneratorSettings = Required<
  Omit<ImageDataGeneratorOptions, 'zoomRange' | 'dataFormat'>
> & {
  zoomRange: readonly [number, number];
  dataFormat: ImageDataFormat;
};

/** @throws UnknownOptionError, ValueError */
export function readOptions(options: ImageDataGeneratorOptions): GeneratorSettings {
  const where = 'ImageDataGenerator';
  checkOptions(where, options, KEYS);
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as ImageDataGeneratorOptions;
  const { zoomRange = 0, brightnessRange, validationSplit = 0, interpolationOrder = 1 } = given;
  if (brightnessRange) readRange(`${where}, brightnessRange`, brightnessRange);
  checkOrder(where, interpolationOrder);
  if (validationSplit !== 0 && !(validationSplit > 0 && validationSplit < 1)) {
    throw new ValueError(
      `${where}: option "validationSplit" must lie between 0 and 1; received ${validationSplit}.`,
    );
  }
  const settings: GeneratorSettings = {
    featurewiseCenter: false,
    samplewiseCenter: false,
    featurewiseStdNormalization: false,
    samplewiseStdNormalization: false,
    zcaWhitening: false,
    zcaEpsilon: 1e-6,
    rotationRange: 0,
    widthShiftRange: 0,
    heightShiftRange: 0,
    brightnessRange: null,
    shearRange: 0,
    channelShiftRange: 0,
    cval: 0,
    horizontalFlip: false,
    verticalFlip: false,
    rescale: null,
    preprocessingFunction: null,
    validationSplit: 0,
    interpolationOrder: 1,
    ...given,
    fillMode: checkChoice(where, 'fillMode', given.fillMode ?? 'nearest', FILL_MODES),
    dataFormat: readDataFormat(where, given.dataFormat),
    zoomRange:
      typeof zoomRange === 'number'
        ? [1 - zoomRange, 1 + zoomRange]
        : readRange(`${where}, zoomRange`, zoomRange),
  };
  return implied(settings);
}

/** Whitening and division ask for centring; whitening takes the place of division. */
function implied(settings: GeneratorSettings): GeneratorSettings {
  const { zcaWhitening, featurewiseStdNormalization, samplewiseStdNormalization } = settings;
  return {
    ...settings,
    featurewiseStdNormalization: featurewiseStdNormalization && !zcaWhitening,
    featurewiseCenter: settings.featurewiseCenter || zcaWhitening || featurewiseStdNormalization,
    samplewiseCenter: settings.samplewiseCenter || samplewiseStdNormalization,
  };
}
