import { ValueError } from '@ibexjs/core';
import {
  add,
  batchNormalization,
  conv2d,
  depthwiseConv2d,
  globalAveragePooling2d,
  relu,
  zeroPadding2d,
  type SymbolicTensor,
} from '@ibexjs/layers';

import { classifier, defineApplication } from '../application.js';
import { channelsOf, correctPad, makeDivisible } from '../graph.js';
import {
  checkTensor,
  nativeRows,
  nativeSize,
  resolveInputShape,
  warnOfSize,
} from '../input-shape.js';
import type { Settings } from '../options.js';
import { inFamily } from '../weights.js';

/** Options of `mobileNetV2` beyond the common ones. */
interface MobileNetV2Extras {
  /** Width of every layer, relative to the paper's. Default: 1. */
  alpha: number;
}

type MobileNetV2Settings = Settings & MobileNetV2Extras;

/** Filters, stride of the first, and number of the blocks of each stage. */
const STAGES: readonly (readonly [filters: number, stride: number, count: number])[] = [
  [16, 1, 1],
  [24, 2, 2],
  [32, 2, 3],
  [64, 2, 4],
  [96, 1, 3],
  [160, 2, 3],
  [320, 1, 1],
];
/** How much wider a block is inside. */
const EXPANSION = 6;
const SIZES = [96, 128, 160, 192, 224];
const ALPHAS = [0.35, 0.5, 0.75, 1, 1.3, 1.4];

function norm(x: SymbolicTensor, name: string): SymbolicTensor {
  return batchNormalization({ axis: -1, epsilon: 1e-3, momentum: 0.999, name }).apply(x);
}

function relu6(x: SymbolicTensor, name: string): SymbolicTensor {
  return relu({ maxValue: 6, name }).apply(x);
}

/** Widens, convolves each channel by itself, narrows; beside a shortcut where the shapes allow it. */
function block(x: SymbolicTensor, filters: number, strides: number, index: number): SymbolicTensor {
  const prefix = index === 0 ? 'expanded_conv_' : `block_${index}_`;
  const point = { kernelSize: 1, padding: 'same', useBias: false } as const;
  const channels = channelsOf(x);
  let y = x;
  if (index > 0) {
    const name = `${prefix}expand`;
    y = conv2d({ ...point, filters: EXPANSION * channels, name }).apply(y);
    y = relu6(norm(y, `${name}_BN`), `${name}_relu`);
  }
  if (strides === 2) {
    y = zeroPadding2d({ padding: correctPad(y, 3), name: `${prefix}pad` }).apply(y);
  }
  y = depthwiseConv2d({
    kernelSize: 3,
    strides,
    useBias: false,
    padding: strides === 1 ? 'same' : 'valid',
    name: `${prefix}depthwise`,
  }).apply(y);
  y = relu6(norm(y, `${prefix}depthwise_BN`), `${prefix}depthwise_relu`);
  y = norm(conv2d({ ...point, filters, name: `${prefix}project` }).apply(y), `${prefix}project_BN`);
  return channels === filters && strides === 1 ? add({ name: `${prefix}add` }).apply([x, y]) : y;
}

function features(start: SymbolicTensor, { alpha }: MobileNetV2Settings): SymbolicTensor {
  const stem = { kernelSize: 3, strides: 2, padding: 'same', useBias: false } as const;
  let x = conv2d({ ...stem, filters: makeDivisible(32 * alpha), name: 'Conv1' }).apply(start);
  x = relu6(norm(x, 'bn_Conv1'), 'Conv1_relu');
  let index = 0;
  for (const [width, stride, count] of STAGES) {
    const filters = makeDivisible(Math.trunc(width * alpha));
    for (let i = 0; i < count; i++) x = block(x, filters, i === 0 ? stride : 1, index++);
  }
  const filters = alpha > 1 ? makeDivisible(1280 * alpha) : 1280;
  x = conv2d({ filters, kernelSize: 1, useBias: false, name: 'Conv_1' }).apply(x);
  return relu6(norm(x, 'Conv_1_bn'), 'out_relu');
}

function check(settings: MobileNetV2Settings): void {
  const { weights, alpha } = settings;
  checkTensor('mobileNetV2', settings);
  if (weights === 'imagenet' && !ALPHAS.includes(alpha)) {
    throw new ValueError(
      `mobileNetV2: there are weights of ImageNet for alpha ${ALPHAS.join(', ')}; received ${alpha}.`,
    );
  }
  warnOfSize('mobileNetV2', settings, SIZES);
}

/**
 * MobileNetV2: residual blocks that are wide inside and narrow outside. Further option: `alpha`.
 * @see Sandler et al., "MobileNetV2: inverted residuals and linear bottlenecks" (2018)
 */
export const mobileNetV2 = defineApplication<MobileNetV2Extras>({
  factory: 'mobileNetV2',
  name: (settings) => `mobilenetv2_${settings.alpha.toFixed(2)}_${nativeRows(settings, SIZES)}`,
  mode: 'tf',
  defaultSize: 224,
  minSize: 32,
  extras: { alpha: 1 },
  check,
  resolveShape: (settings) => {
    const { inputShape, inputTensor } = settings;
    const size = nativeSize(inputShape ?? inputTensor?.shape.slice(1) ?? null, SIZES);
    return resolveInputShape('mobileNetV2', settings, { defaultSize: size, minSize: 32 });
  },
  features,
  top: (x, settings) => classifier(globalAveragePooling2d().apply(x), settings),
  weights: (settings) => {
    const { alpha, includeTop } = settings;
    const width = Number.isInteger(alpha) ? alpha.toFixed(1) : alpha;
    const file = `mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${width}_${nativeRows(settings, SIZES)}`;
    return inFamily('mobilenet_v2', `${file}${includeTop ? '' : '_no_top'}.h5`);
  },
});
