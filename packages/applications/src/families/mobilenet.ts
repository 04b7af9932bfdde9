import { ValueError } from '@ibexjs/core';
import {
  activation,
  batchNormalization,
  conv2d,
  depthwiseConv2d,
  dropout,
  globalAveragePooling2d,
  relu,
  reshape,
  zeroPadding2d,
  type SymbolicTensor,
} from '@ibexjs/layers';

import { defineApplication } from '../application.js';
import { border } from '../graph.js';
import { nativeRows, nativeSize, resolveInputShape, warnOfSize } from '../input-shape.js';
import type { Settings } from '../options.js';
import { inFamily } from '../weights.js';

/** Options of `mobileNet` beyond the common ones. */
interface MobileNetExtras {
  /** Width of every layer, relative to the paper's. Default: 1. */
  alpha: number;
  /** Outputs that each channel's own convolution has. Default: 1. */
  depthMultiplier: number;
  /** Part of the features that training drops before the classifier. Default: 0.001. */
  dropout: number;
}

type MobileNetSettings = Settings & MobileNetExtras;

/** Filters and stride of the 13 blocks. */
const BLOCKS: readonly (readonly [filters: number, stride: number])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
];
/** Sizes of images that there are weights for. */
const SIZES = [128, 160, 192, 224];
/** Widths that there are weights for, as their files spell them. */
const ALPHAS = new Map([
  [0.25, '2_5'],
  [0.5, '5_0'],
  [0.75, '7_5'],
  [1, '1_0'],
]);

function normAndRelu(x: SymbolicTensor, name: string): SymbolicTensor {
  const y = batchNormalization({ axis: -1, name: `${name}_bn` }).apply(x);
  return relu({ maxValue: 6, name: `${name}_relu` }).apply(y);
}

function features(start: SymbolicTensor, settings: MobileNetSettings): SymbolicTensor {
  const { alpha, depthMultiplier } = settings;
  const plain = { padding: 'same', useBias: false } as const;
  const stem = { filters: Math.trunc(32 * alpha), kernelSize: 3, strides: 2, name: 'conv1' };
  let x = normAndRelu(conv2d({ ...plain, ...stem }).apply(start), 'conv1');
  for (const [i, [width, strides]] of BLOCKS.entries()) {
    const [depthwise, pointwise] = [`conv_dw_${i + 1}`, `conv_pw_${i + 1}`];
    if (strides === 2) {
      x = zeroPadding2d({ padding: border(0, 1), name: `conv_pad_${i + 1}` }).apply(x);
    }
    x = depthwiseConv2d({
      kernelSize: 3,
      padding: strides === 1 ? 'same' : 'valid',
      depthMultiplier,
      strides,
      useBias: false,
      name: depthwise,
    }).apply(x);
    x = normAndRelu(x, depthwise);
    const filters = Math.trunc(width * alpha);
    x = conv2d({ ...plain, filters, kernelSize: 1, strides: 1, name: pointwise }).apply(x);
    x = normAndRelu(x, pointwise);
  }
  return x;
}

function top(x: SymbolicTensor, settings: MobileNetSettings): SymbolicTensor {
  const { classes, classifierActivation } = settings;
  let y = globalAveragePooling2d({ keepdims: true }).apply(x);
  y = dropout({ rate: settings.dropout, name: 'dropout' }).apply(y);
  y = conv2d({ filters: classes, kernelSize: 1, padding: 'same', name: 'conv_preds' }).apply(y);
  y = reshape({ targetShape: [classes], name: 'reshape_2' }).apply(y);
  return activation({ activation: classifierActivation ?? 'linear', name: 'predictions' }).apply(y);
}

function check(settings: MobileNetSettings): void {
  const { weights, alpha, depthMultiplier } = settings;
  if (weights !== 'imagenet') return;
  if (depthMultiplier !== 1) {
    throw new ValueError(
      `mobileNet: the weights of ImageNet are for depthMultiplier 1; received ${depthMultiplier}.`,
    );
  }
  if (!ALPHAS.has(alpha)) {
    throw new ValueError(
      `mobileNet: there are weights of ImageNet for alpha ${[...ALPHAS.keys()].join(', ')}; received ${alpha}.`,
    );
  }
  warnOfSize('mobileNet', settings, SIZES);
}

/**
 * MobileNet: a convolution of each channel by itself, then one across channels; small and fast.
 * Further options: `alpha`, `depthMultiplier`, `dropout`.
 * @see Howard et al., "MobileNets: efficient convolutional neural networks for mobile vision applications" (2017)
 */
export const mobileNet = defineApplication<MobileNetExtras>({
  factory: 'mobileNet',
  name: (settings) => `mobilenet_${settings.alpha.toFixed(2)}_${nativeRows(settings, SIZES)}`,
  mode: 'tf',
  defaultSize: 224,
  minSize: 32,
  extras: { alpha: 1, depthMultiplier: 1, dropout: 1e-3 },
  check,
  resolveShape: (settings) =>
    resolveInputShape('mobileNet', settings, {
      defaultSize: nativeSize(settings.inputShape, SIZES),
      minSize: 32,
    }),
  features,
  top,
  weights: (settings) => {
    const size = nativeRows(settings, SIZES);
    const file = `mobilenet_${ALPHAS.get(settings.alpha)!}_${size}_tf`;
    return inFamily('mobilenet', `${file}${settings.includeTop ? '' : '_no_top'}.h5`);
  },
});
