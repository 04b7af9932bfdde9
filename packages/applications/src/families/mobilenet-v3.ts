import { ValueError } from '@ibexjs/core';
import {
  activation,
  add,
  batchNormalization,
  conv2d,
  depthwiseConv2d,
  dropout,
  flatten,
  globalAveragePooling2d,
  multiply,
  ops,
  relu,
  rescaling,
  zeroPadding2d,
  type SymbolicTensor,
} from '@ibexjs/layers';

import { defineApplication, type Application } from '../application.js';
import { channelsOf, correctPad, makeDivisible } from '../graph.js';
import { checkSize, checkTensor, warnOfSize } from '../input-shape.js';
import type { ApplicationOptions, Settings } from '../options.js';
import { inFamily, type Hashes } from '../weights.js';

/** Options of `mobileNetV3Small` and `mobileNetV3Large` beyond the common ones. */
interface MobileNetV3Extras {
  /** Width of every layer, relative to the paper's. Default: 1. */
  alpha: number;
  /** Leave out what some hardware is slow at: windows of 5, hard swish, squeeze and excite. Default: false. */
  minimalistic: boolean;
  /** Part of the features that training drops before the classifier. Default: 0.2. */
  dropoutRate: number;
  /** Whether the model scales pixels itself; else it takes -1 to 1. Default: true. */
  includePreprocessing: boolean;
}

type MobileNetV3Settings = Settings & MobileNetV3Extras;

/**
 * One block. `kernel` and `nonlinearity` 'own' are the variant's: 5 and hard swish, or 3 and relu
 * where it is minimalistic.
 */
type Row = readonly [
  expansion: number,
  filters: number,
  kernel: 3 | 'own',
  stride: number,
  excite: boolean,
  nonlinearity: 'relu' | 'own',
];

const SMALL: readonly Row[] = [
  [1, 16, 3, 2, true, 'relu'],
  [72 / 16, 24, 3, 2, false, 'relu'],
  [88 / 24, 24, 3, 1, false, 'relu'],
  [4, 40, 'own', 2, true, 'own'],
  [6, 40, 'own', 1, true, 'own'],
  [6, 40, 'own', 1, true, 'own'],
  [3, 48, 'own', 1, true, 'own'],
  [3, 48, 'own', 1, true, 'own'],
  [6, 96, 'own', 2, true, 'own'],
  [6, 96, 'own', 1, true, 'own'],
  [6, 96, 'own', 1, true, 'own'],
];

const LARGE: readonly Row[] = [
  [1, 16, 3, 1, false, 'relu'],
  [4, 24, 3, 2, false, 'relu'],
  [3, 24, 3, 1, false, 'relu'],
  [3, 40, 'own', 2, true, 'relu'],
  [3, 40, 'own', 1, true, 'relu'],
  [3, 40, 'own', 1, true, 'relu'],
  [6, 80, 3, 2, false, 'own'],
  [2.5, 80, 3, 1, false, 'own'],
  [2.3, 80, 3, 1, false, 'own'],
  [2.3, 80, 3, 1, false, 'own'],
  [6, 112, 3, 1, true, 'own'],
  [6, 112, 3, 1, true, 'own'],
  [6, 160, 'own', 2, true, 'own'],
  [6, 160, 'own', 1, true, 'own'],
  [6, 160, 'own', 1, true, 'own'],
];

function norm(x: SymbolicTensor, name: string): SymbolicTensor {
  return batchNormalization({ axis: -1, epsilon: 1e-3, momentum: 0.999, name }).apply(x);
}

/** The activation of a block, or of the whole network. */
function bend(x: SymbolicTensor, row: 'relu' | 'own', minimalistic: boolean): SymbolicTensor {
  const isRelu = row === 'relu' || minimalistic;
  return isRelu ? relu().apply(x) : activation({ activation: 'hard_swish' }).apply(x);
}

/** Squeeze and excite: each channel times a number that all channels' means decide. */
function excite(x: SymbolicTensor, filters: number, prefix: string): SymbolicTensor {
  const name = `${prefix}squeeze_excite`;
  const point = { kernelSize: 1, padding: 'same' } as const;
  let y = globalAveragePooling2d({ keepdims: true, name: `${name}_avg_pool` }).apply(x);
  const narrow = makeDivisible(filters * 0.25);
  y = conv2d({ ...point, filters: narrow, name: `${name}_conv` }).apply(y);
  y = relu({ name: `${name}_relu` }).apply(y);
  y = conv2d({ ...point, filters, name: `${name}_conv_1` }).apply(y);
  y = ops.multiply(relu({ maxValue: 6 }).apply(ops.add(y, 3)), 1 / 6);
  return multiply({ name: `${name}_mul` }).apply([x, y]);
}

function block(
  x: SymbolicTensor,
  [expansion, width, size, strides, isExcited, nonlinearity]: Row,
  index: number,
  { alpha, minimalistic }: MobileNetV3Settings,
): SymbolicTensor {
  const prefix = index === 0 ? 'expanded_conv_' : `expanded_conv_${index}_`;
  const point = { kernelSize: 1, padding: 'same', useBias: false } as const;
  const kernelSize = size === 3 || minimalistic ? 3 : 5;
  const filters = makeDivisible(width * alpha);
  const channels = channelsOf(x);
  const inner = makeDivisible(channels * expansion);
  let y = x;
  if (index > 0) {
    const name = `${prefix}expand`;
    y = norm(conv2d({ ...point, filters: inner, name }).apply(y), `${name}_bn`);
    y = bend(y, nonlinearity, minimalistic);
  }
  if (strides === 2) {
    const padding = correctPad(y, kernelSize);
    y = zeroPadding2d({ padding, name: `${prefix}depthwise_pad` }).apply(y);
  }
  const padding = strides === 1 ? 'same' : 'valid';
  const name = `${prefix}depthwise`;
  y = depthwiseConv2d({ kernelSize, strides, padding, useBias: false, name }).apply(y);
  y = bend(norm(y, `${name}_bn`), nonlinearity, minimalistic);
  if (isExcited && !minimalistic) y = excite(y, inner, prefix);
  y = norm(conv2d({ ...point, filters, name: `${prefix}project` }).apply(y), `${prefix}project_bn`);
  const isResidual = strides === 1 && channels === filters;
  return isResidual ? add({ name: `${prefix}add` }).apply([x, y]) : y;
}

function features(
  start: SymbolicTensor,
  rows: readonly Row[],
  settings: MobileNetV3Settings,
): SymbolicTensor {
  const { minimalistic } = settings;
  const plain = { padding: 'same', useBias: false } as const;
  let x = start;
  if (settings.includePreprocessing) x = rescaling({ scale: 1 / 127.5, offset: -1 }).apply(x);
  x = conv2d({ ...plain, filters: 16, kernelSize: 3, strides: 2, name: 'conv' }).apply(x);
  x = bend(norm(x, 'conv_bn'), 'own', minimalistic);
  for (const [index, row] of rows.entries()) x = block(x, row, index, settings);
  const filters = makeDivisible(channelsOf(x) * 6);
  x = norm(conv2d({ ...plain, filters, kernelSize: 1, name: 'conv_1' }).apply(x), 'conv_1_bn');
  return bend(x, 'own', minimalistic);
}

/** @param width filters before the classifier */
function top(x: SymbolicTensor, width: number, settings: MobileNetV3Settings): SymbolicTensor {
  const { alpha, minimalistic, dropoutRate, classes, classifierActivation } = settings;
  const point = { kernelSize: 1, padding: 'same' } as const;
  let y = globalAveragePooling2d({ keepdims: true }).apply(x);
  const filters = alpha > 1 ? makeDivisible(width * alpha) : width;
  y = bend(conv2d({ ...point, filters, name: 'conv_2' }).apply(y), 'own', minimalistic);
  if (dropoutRate > 0) y = dropout({ rate: dropoutRate }).apply(y);
  y = conv2d({ ...point, filters: classes, name: 'logits' }).apply(y);
  y = flatten().apply(y);
  return activation({ activation: classifierActivation ?? 'linear', name: 'predictions' }).apply(y);
}

function check(where: string, settings: MobileNetV3Settings): void {
  const { weights, alpha, minimalistic } = settings;
  checkTensor(where, settings);
  if (weights === 'imagenet' && alpha !== 1 && (minimalistic || alpha !== 0.75)) {
    throw new ValueError(
      `${where}: there are weights of ImageNet for alpha 1 and, unless minimalistic, 0.75; received ${alpha}.`,
    );
  }
  warnOfSize(where, settings, [224]);
}

function mobileNetV3(
  size: 'Small' | 'Large',
  rows: readonly Row[],
  width: number,
  hashes: Readonly<Record<string, Hashes>>,
): Application<ApplicationOptions & Partial<MobileNetV3Extras>> {
  const factory = `mobileNetV3${size}`;
  return defineApplication<MobileNetV3Extras>({
    factory,
    name: `MobileNetV3${size}`,
    mode: 'none',
    defaultSize: 224,
    minSize: 32,
    extras: { alpha: 1, minimalistic: false, dropoutRate: 0.2, includePreprocessing: true },
    check: (settings) => check(factory, settings),
    // any size, with the classifier too
    resolveShape: ({ inputShape, inputTensor }) => {
      const [, rows = null, columns = null] = inputTensor?.shape ?? [];
      const shape = inputShape ?? [rows, columns, 3];
      checkSize(factory, shape, 32);
      return shape;
    },
    features: (x, settings) => features(x, rows, settings),
    top: (x, settings) => top(x, width, settings),
    poolNames: { avg: 'avg_pool', max: 'max_pool' },
    weights: ({ alpha, minimalistic, includeTop }) => {
      const kind = minimalistic ? '_minimalistic' : '';
      const model = `${size.toLowerCase()}${kind}_224_${alpha === 1 ? '1.0' : alpha}_float`;
      const file = `weights_mobilenet_v3_${model}${includeTop ? '' : '_no_top_v2'}.h5`;
      return inFamily('mobilenet_v3', file, hashes[model]![includeTop ? 0 : 1]);
    },
  });
}

/**
 * MobileNetV3Small: found by search, for phones. Further options: `alpha`, `minimalistic`,
 * `dropoutRate`, `includePreprocessing`.
 * @see Howard et al., "Searching for MobileNetV3" (2019)
 */
export const mobileNetV3Small = mobileNetV3('Small', SMALL, 1024, {
  'small_224_0.75_float': ['cb65d4e5be93758266aa0a7f2c6708b7', 'ebdb5cc8e0b497cd13a7c275d475c819'],
  'small_224_1.0_float': ['8768d4c2e7dee89b9d02b2d03d65d862', 'd3e8ec802a04aa4fc771ee12a9a9b836'],
  'small_minimalistic_224_1.0_float': [
    '99cd97fb2fcdad2bf028eb838de69e37',
    'cde8136e733e811080d9fcd8a252f7e4',
  ],
});

/** MobileNetV3Large: as MobileNetV3Small, larger. */
export const mobileNetV3Large = mobileNetV3('Large', LARGE, 1280, {
  'large_224_0.75_float': ['765b44a33ad4005b3ac83185abf1d0eb', '40af19a13ebea4e2ee0c676887f69a2e'],
  'large_224_1.0_float': ['59e551e166be033d707958cf9e29a6a7', '07fb09a5933dd0c8eaafa16978110389'],
  'large_minimalistic_224_1.0_float': [
    '675e7b876c45c57e9e63e6d90a36599c',
    'ec5221f64a2f6d1ef965a614bdae7973',
  ],
});
