import {
  activation,
  conv2d,
  dense,
  globalAveragePooling2d,
  layerNormalization,
  layerScale,
  normalization,
  ops,
  type Layer,
  type SymbolicTensor,
} from '@ibexjs/layers';
import { sequential } from '@ibexjs/models';

import { defineApplication, type Application } from '../application.js';
import { channelsOf } from '../graph.js';
import type { ApplicationOptions, Settings } from '../options.js';
import { inFamily, type Hashes } from '../weights.js';

/** Options of ConvNeXt beyond the common ones. */
interface ConvNeXtExtras {
  /** Whether the model scales pixels itself. Default: true. */
  includePreprocessing: boolean;
}

type ConvNeXtSettings = Settings & ConvNeXtExtras;

interface Variant {
  name: string;
  /** Blocks of each stage. */
  depths: readonly number[];
  /** Channels of each stage. */
  dims: readonly number[];
}

/** First value of the factors of the residual branches. */
const LAYER_SCALE = 1e-6;
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

function norm(name: string): Layer {
  return layerNormalization({ epsilon: 1e-6, name });
}

/** Layers that cut the image down at the head of a stage: a model of their own, as in Keras. */
function downsampling(stage: number, dim: number, name: string): Layer {
  if (stage === 0) {
    const stem = conv2d({ filters: dim, kernelSize: 4, strides: 4, name: `${name}_stem_conv` });
    return sequential({ layers: [stem, norm(`${name}_stem_layernorm`)], name: `${name}_stem` });
  }
  const id = stage - 1;
  const halving = { filters: dim, kernelSize: 2, strides: 2 };
  return sequential({
    layers: [
      norm(`${name}_downsampling_layernorm_${id}`),
      conv2d({ ...halving, name: `${name}_downsampling_conv_${id}` }),
    ],
    name: `${name}_downsampling_block_${id}`,
  });
}

function block(x: SymbolicTensor, dim: number, name: string): SymbolicTensor {
  const byChannel = { filters: dim, kernelSize: 7, padding: 'same', groups: dim } as const;
  let y = conv2d({ ...byChannel, name: `${name}_depthwise_conv` }).apply(x);
  y = norm(`${name}_layernorm`).apply(y);
  y = dense({ units: 4 * dim, name: `${name}_pointwise_conv_1` }).apply(y);
  y = activation({ activation: 'gelu', name: `${name}_gelu` }).apply(y);
  y = dense({ units: dim, name: `${name}_pointwise_conv_2` }).apply(y);
  const scale = { initValues: LAYER_SCALE, projectionDim: dim, name: `${name}_layer_scale` };
  y = layerScale(scale).apply(y);
  y = activation({ activation: 'linear', name: `${name}_identity` }).apply(y);
  return ops.add(x, y);
}

function features(
  start: SymbolicTensor,
  { name: variantName, depths, dims }: Variant,
  { name: givenName, shape, includePreprocessing }: ConvNeXtSettings,
): SymbolicTensor {
  const name = givenName ?? variantName;
  let x = start;
  if (includePreprocessing && shape[2] === 3) {
    x = normalization({
      mean: MEAN.map((mean) => mean * 255),
      variance: DEVIATION.map((deviation) => (deviation * 255) ** 2),
      name: `${name}_prestem_normalization`,
    }).apply(x);
  }
  const heads = dims.map((dim, stage) => downsampling(stage, dim, name));
  for (const [stage, count] of depths.entries()) {
    x = heads[stage]!.apply(x);
    for (let i = 0; i < count; i++)
      x = block(x, channelsOf(x), `${name}_stage_${stage}_block_${i}`);
  }
  return x;
}

function top(x: SymbolicTensor, variantName: string, settings: ConvNeXtSettings): SymbolicTensor {
  const { classes, classifierActivation } = settings;
  const name = `${settings.name ?? variantName}_head`;
  const pooled = globalAveragePooling2d({ name: `${name}_gap` }).apply(x);
  const last = { units: classes, activation: classifierActivation, name: `${name}_dense` };
  return dense(last).apply(norm(`${name}_layernorm`).apply(pooled));
}

function convNeXt(
  size: string,
  depths: readonly number[],
  dims: readonly number[],
  hashes: Hashes,
): Application<ApplicationOptions & Partial<ConvNeXtExtras>> {
  const name = `convnext_${size.toLowerCase()}`;
  const variant = { name, depths, dims };
  return defineApplication<ConvNeXtExtras>({
    factory: `convNeXt${size}`,
    name,
    mode: 'none',
    defaultSize: 224,
    minSize: 32,
    extras: { includePreprocessing: true },
    features: (x, settings) => features(x, variant, settings),
    top: (x, settings) => top(x, name, settings),
    finish: (x) => layerNormalization({ epsilon: 1e-6 }).apply(x),
    weights: ({ includeTop }) =>
      inFamily('convnext', `${name}${includeTop ? '' : '_notop'}.h5`, hashes[includeTop ? 0 : 1]),
  });
}

/**
 * ConvNeXtTiny: a convolutional network with the habits of a Transformer. The model scales pixels
 * itself, unless `includePreprocessing` is false.
 * @see Liu et al., "A ConvNet for the 2020s" (2022)
 */
export const convNeXtTiny = convNeXt(
  'Tiny',
  [3, 3, 9, 3],
  [96, 192, 384, 768],
  [
    '8ae6e78ce2933352b1ef4008e6dd2f17bc40771563877d156bc6426c7cf503ff',
    'd547c096cabd03329d7be5562c5e14798aa39ed24b474157cef5e85ab9e49ef1',
  ],
);

/** ConvNeXtSmall: as ConvNeXtTiny, deeper. */
export const convNeXtSmall = convNeXt(
  'Small',
  [3, 3, 27, 3],
  [96, 192, 384, 768],
  [
    'ce1277d8f1ee5a0ef0e171469089c18f5233860ceaf9b168049cb9263fd7483c',
    '6fc8009faa2f00c1c1dfce59feea9b0745eb260a7dd11bee65c8e20843da6eab',
  ],
);

/** ConvNeXtBase: as ConvNeXtSmall, wider. */
export const convNeXtBase = convNeXt(
  'Base',
  [3, 3, 27, 3],
  [128, 256, 512, 1024],
  [
    '52cbb006d3dadd03f6e095a8ca1aca47aecdd75acb4bc74bce1f5c695d0086e6',
    '40a20c5548a5e9202f69735ecc06c990e6b7c9d2de39f0361e27baeb24cb7c45',
  ],
);

/** ConvNeXtLarge: as ConvNeXtBase, wider. */
export const convNeXtLarge = convNeXt(
  'Large',
  [3, 3, 27, 3],
  [192, 384, 768, 1536],
  [
    '070c5ed9ed289581e477741d3b34beffa920db8cf590899d6d2c67fba2a198a6',
    '96f02b6f0753d4f543261bc9d09bed650f24dd6bc02ddde3066135b63d23a1cd',
  ],
);

/** ConvNeXtXLarge: as ConvNeXtLarge, wider. */
export const convNeXtXLarge = convNeXt(
  'XLarge',
  [3, 3, 27, 3],
  [256, 512, 1024, 2048],
  [
    'c1f5ccab661354fc3a79a10fa99af82f0fbf10ec65cb894a3ae0815f17a889ee',
    'de3f8a54174130e0cecdc71583354753d557fcf1f4487331558e2a16ba0cfe05',
  ],
);
