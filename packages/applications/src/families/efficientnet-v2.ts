import { normalization, rescaling, type SymbolicTensor } from '@ibexjs/layers';

import { defineApplication, type Application } from '../application.js';
import { channelsOf } from '../graph.js';
import type { ApplicationOptions, Settings } from '../options.js';
import { inFamily, type Hashes } from '../weights.js';
import { efficientTop } from './efficientnet.js';
import {
  conv,
  excite,
  joinShortcut,
  mbConv,
  norm,
  swish,
  type BlockShape,
  type BlockStyle,
} from './mb-conv.js';

/** Options of EfficientNetV2 beyond the common ones. */
interface EfficientNetV2Extras {
  /** Whether the model scales pixels itself; else it takes -1 to 1. Default: true. */
  includePreprocessing: boolean;
}

type EfficientNetV2Settings = Settings & EfficientNetV2Extras;

type Stage = readonly [
  kind: 'fused' | 'byChannel',
  repeats: number,
  stride: number,
  expand: number,
  filters: number,
];

const B: readonly Stage[] = [
  ['fused', 1, 1, 1, 16],
  ['fused', 2, 2, 4, 32],
  ['fused', 2, 2, 4, 48],
  ['byChannel', 3, 2, 4, 96],
  ['byChannel', 5, 1, 6, 112],
  ['byChannel', 8, 2, 6, 192],
];

const S: readonly Stage[] = [
  ['fused', 2, 1, 1, 24],
  ['fused', 4, 2, 4, 48],
  ['fused', 4, 2, 4, 64],
  ['byChannel', 6, 2, 4, 128],
  ['byChannel', 9, 1, 6, 160],
  ['byChannel', 15, 2, 6, 256],
];

const M: readonly Stage[] = [
  ['fused', 3, 1, 1, 24],
  ['fused', 5, 2, 4, 48],
  ['fused', 5, 2, 4, 80],
  ['byChannel', 7, 2, 4, 160],
  ['byChannel', 14, 1, 6, 176],
  ['byChannel', 18, 2, 6, 304],
  ['byChannel', 5, 1, 6, 512],
];

const L: readonly Stage[] = [
  ['fused', 4, 1, 1, 32],
  ['fused', 7, 2, 4, 64],
  ['fused', 7, 2, 4, 96],
  ['byChannel', 10, 2, 4, 192],
  ['byChannel', 19, 1, 6, 224],
  ['byChannel', 25, 2, 6, 384],
  ['byChannel', 7, 1, 6, 640],
];

const STYLE: BlockStyle = { momentum: 0.9, depthwiseName: 'dwconv2', padsFirst: false };
const DROP_CONNECT = 0.2;
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

interface Variant {
  stages: readonly Stage[];
  /** Filters of the first convolution, before they are scaled. */
  stem: number;
  width: number;
  depth: number;
  /** Whether pixels are normalized by channel. */
  normalizes: boolean;
}

/** One convolution that widens, in place of one that widens and one by channel. */
function fused(
  x: SymbolicTensor,
  shape: BlockShape,
  dropRate: number,
  prefix: string,
): SymbolicTensor {
  const { filters, kernelSize, stride, expand, squeeze } = shape;
  const { momentum } = STYLE;
  const isWide = expand !== 1;
  let y = x;
  if (isWide) {
    const inner = channelsOf(x) * expand;
    const name = `${prefix}expand_conv`;
    y = conv(y, { filters: inner, kernelSize, strides: stride, name });
    y = swish(norm(y, `${prefix}expand_bn`, momentum), `${prefix}expand_activation`);
  }
  if (squeeze > 0) y = excite(y, Math.max(1, Math.trunc(channelsOf(x) * squeeze)), prefix);
  const window = isWide ? { kernelSize: 1 } : { kernelSize, strides: stride };
  y = norm(
    conv(y, { filters, ...window, name: `${prefix}project_conv` }),
    `${prefix}project_bn`,
    momentum,
  );
  if (!isWide) y = swish(y, `${prefix}project_activation`);
  return joinShortcut(y, x, shape, dropRate, prefix);
}

/** Brings pixels of 0 to 255 into the network's range. */
function preprocess(x: SymbolicTensor, normalizes: boolean): SymbolicTensor {
  if (!normalizes || channelsOf(x) !== 3) return rescaling({ scale: 1 / 128, offset: -1 }).apply(x);
  const scaled = rescaling({ scale: 1 / 255 }).apply(x);
  const variance = DEVIATION.map((deviation) => deviation ** 2);
  return normalization({ mean: MEAN, variance, axis: 3 }).apply(scaled);
}

function features(
  start: SymbolicTensor,
  { stages, stem, width, depth, normalizes }: Variant,
  { includePreprocessing }: EfficientNetV2Settings,
): SymbolicTensor {
  const { momentum } = STYLE;
  const round = (filters: number) =>
    Math.max(8, Math.floor(Math.trunc(filters * width + 4) / 8) * 8);
  let x = includePreprocessing ? preprocess(start, normalizes) : start;
  x = conv(x, { filters: round(stem), kernelSize: 3, strides: 2, name: 'stem_conv' });
  x = swish(norm(x, 'stem_bn', momentum), 'stem_activation');
  const blocks = stages.reduce((sum, [, repeats]) => sum + repeats, 0);
  let index = 0;
  for (const [stage, [kind, repeats, stride, expand, wide]] of stages.entries()) {
    const common = { filters: round(wide), kernelSize: 3, expand };
    for (let i = 0; i < Math.ceil(depth * repeats); i++) {
      const prefix = `block${stage + 1}${String.fromCharCode(97 + i)}_`;
      const squeeze = kind === 'fused' ? 0 : 0.25;
      const shape = { ...common, squeeze, stride: i === 0 ? stride : 1 };
      const dropRate = (DROP_CONNECT * index++) / blocks;
      x =
        kind === 'fused'
          ? fused(x, shape, dropRate, prefix)
          : mbConv(x, shape, STYLE, dropRate, prefix);
    }
  }
  x = conv(x, { filters: round(1280), kernelSize: 1, name: 'top_conv' });
  return swish(norm(x, 'top_bn', momentum), 'top_activation');
}

function efficientNetV2(
  letter: string,
  size: number,
  variant: Variant,
  hashes: Hashes,
): Application<ApplicationOptions & Partial<EfficientNetV2Extras>> {
  const name = `efficientnetv2-${letter.toLowerCase()}`;
  return defineApplication<EfficientNetV2Extras>({
    factory: `efficientNetV2${letter}`,
    name,
    mode: 'none',
    defaultSize: size,
    minSize: 32,
    extras: { includePreprocessing: true },
    features: (x, settings) => features(x, variant, settings),
    top: (x, settings) => efficientTop(x, 0.2, settings),
    poolNames: { avg: 'avg_pool', max: 'max_pool' },
    weights: ({ includeTop }) =>
      inFamily(
        'efficientnet_v2',
        `${name}${includeTop ? '' : '_notop'}.h5`,
        hashes[includeTop ? 0 : 1],
      ),
  });
}

/** The B networks: one table, scaled. */
function scaledB(width: number, depth: number): Variant {
  return { stages: B, stem: 32, width, depth, normalizes: true };
}

/** S, M and L: a table each. */
function unscaled(stages: readonly Stage[], stem: number): Variant {
  return { stages, stem, width: 1, depth: 1, normalizes: false };
}

/**
 * EfficientNetV2B0, for images of 224. The model scales pixels itself, unless
 * `includePreprocessing` is false.
 * @see Tan and Le, "EfficientNetV2: smaller models and faster training" (2021)
 */
export const efficientNetV2B0 = efficientNetV2('B0', 224, scaledB(1, 1), [
  '21ecbf6da12460d5c40bb2f29ceb2188',
  '893217f2bb855e2983157299931e43ff',
]);

/** EfficientNetV2B1, for images of 240. */
export const efficientNetV2B1 = efficientNetV2('B1', 240, scaledB(1, 1.1), [
  '069f0534ff22adf035c89e2d9547a9dc',
  '0e80663031ca32d657f9caa404b6ec37',
]);

/** EfficientNetV2B2, for images of 260. */
export const efficientNetV2B2 = efficientNetV2('B2', 260, scaledB(1.1, 1.2), [
  '424e49f28180edbde1e94797771950a7',
  '1dfe2e7a5d45b6632553a8961ea609eb',
]);

/** EfficientNetV2B3, for images of 300. */
export const efficientNetV2B3 = efficientNetV2('B3', 300, scaledB(1.2, 1.4), [
  '1f1fc43bd98a6e4fd8fdfd551e02c7a0',
  'f6abf7b5849ac99a89b50dd3fd532856',
]);

/** EfficientNetV2S, for images of 384. */
export const efficientNetV2S = efficientNetV2('S', 384, unscaled(S, 24), [
  'e1d88a8495beba45748fedd0cecbe016',
  'af0682fb74e8c54910f2d4393339c070',
]);

/** EfficientNetV2M, for images of 480. */
export const efficientNetV2M = efficientNetV2('M', 480, unscaled(M, 24), [
  'a3bf6aa3276309f4fc6a34aa114c95cd',
  '1b8dc055df72dde80d614482840fe342',
]);

/** EfficientNetV2L, for images of 480. */
export const efficientNetV2L = efficientNetV2('L', 480, unscaled(L, 32), [
  '27e6d408b53c7ebc868fefa357689935',
  'b0b66b5c863aef5b46e8608fe1711615',
]);
