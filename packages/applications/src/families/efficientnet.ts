import {
  dropout,
  globalAveragePooling2d,
  normalization,
  rescaling,
  zeroPadding2d,
  type SymbolicTensor,
} from '@ibexjs/layers';

import { classifier, defineApplication, type Application } from '../application.js';
import { correctPad, makeDivisible } from '../graph.js';
import type { Settings } from '../options.js';
import type { Hashes } from '../weights.js';
import {
  conv,
  denseInitializer,
  mbConv,
  norm,
  swish,
  type BlockShape,
  type BlockStyle,
} from './mb-conv.js';

/** The stages of B0; the others are wider and have more blocks. */
const STAGES: readonly (BlockShape & { repeats: number })[] = [
  { kernelSize: 3, repeats: 1, filters: 16, expand: 1, stride: 1, squeeze: 0.25 },
  { kernelSize: 3, repeats: 2, filters: 24, expand: 6, stride: 2, squeeze: 0.25 },
  { kernelSize: 5, repeats: 2, filters: 40, expand: 6, stride: 2, squeeze: 0.25 },
  { kernelSize: 3, repeats: 3, filters: 80, expand: 6, stride: 2, squeeze: 0.25 },
  { kernelSize: 5, repeats: 3, filters: 112, expand: 6, stride: 1, squeeze: 0.25 },
  { kernelSize: 5, repeats: 4, filters: 192, expand: 6, stride: 2, squeeze: 0.25 },
  { kernelSize: 3, repeats: 1, filters: 320, expand: 6, stride: 1, squeeze: 0.25 },
];
const STYLE: BlockStyle = { momentum: 0.99, depthwiseName: 'dwconv', padsFirst: true };
/** Rate at which training drops the last block's branch; earlier ones fall less often. */
const DROP_CONNECT = 0.2;
const DEVIATION = [0.229, 0.224, 0.225];

/** How much wider and deeper a network is than B0. */
interface Scaling {
  width: number;
  depth: number;
}

function features(
  start: SymbolicTensor,
  { width, depth }: Scaling,
  { weights }: Settings,
): SymbolicTensor {
  const round = (filters: number) => makeDivisible(filters * width);
  let x = rescaling({ scale: 1 / 255 }).apply(start);
  x = normalization({ axis: 3 }).apply(x);
  if (weights === 'imagenet') {
    // the published weights were trained with the root of the deviation in its place
    x = rescaling({ scale: DEVIATION.map((deviation) => 1 / Math.sqrt(deviation)) }).apply(x);
  }
  x = zeroPadding2d({ padding: correctPad(x, 3), name: 'stem_conv_pad' }).apply(x);
  const stem = { kernelSize: 3, strides: 2, padding: 'valid', name: 'stem_conv' } as const;
  x = conv(x, { ...stem, filters: round(32) });
  x = swish(norm(x, 'stem_bn', STYLE.momentum), 'stem_activation');
  const counts = STAGES.map(({ repeats }) => Math.ceil(depth * repeats));
  const blocks = counts.reduce((a, b) => a + b);
  let index = 0;
  for (const [stage, shape] of STAGES.entries()) {
    const filters = round(shape.filters);
    for (let i = 0; i < counts[stage]!; i++) {
      const prefix = `block${stage + 1}${String.fromCharCode(97 + i)}_`;
      const own = { ...shape, filters, stride: i === 0 ? shape.stride : 1 };
      x = mbConv(x, own, STYLE, (DROP_CONNECT * index++) / blocks, prefix);
    }
  }
  x = conv(x, { filters: round(1280), kernelSize: 1, name: 'top_conv' });
  return swish(norm(x, 'top_bn', STYLE.momentum), 'top_activation');
}

/** The classifier of both versions. */
export function efficientTop(x: SymbolicTensor, rate: number, settings: Settings): SymbolicTensor {
  const pooled = globalAveragePooling2d({ name: 'avg_pool' }).apply(x);
  const thinned = dropout({ rate, name: 'top_dropout' }).apply(pooled);
  return classifier(thinned, settings, { kernelInitializer: denseInitializer() });
}

/** @param scaling width, depth, size of images, dropout before the classifier */
function efficientNet(
  letter: string,
  scaling: readonly [width: number, depth: number, size: number, dropoutRate: number],
  hashes: Hashes,
): Application {
  const [width, depth, size, dropoutRate] = scaling;
  const name = `efficientnet${letter.toLowerCase()}`;
  return defineApplication({
    factory: `efficientNet${letter}`,
    name,
    mode: 'none',
    defaultSize: size,
    minSize: 32,
    features: (x, settings) => features(x, { width, depth }, settings),
    top: (x, settings) => efficientTop(x, dropoutRate, settings),
    poolNames: { avg: 'avg_pool', max: 'max_pool' },
    weights: ({ includeTop }) => {
      const file = `${name}${includeTop ? '' : '_notop'}.h5`;
      // not beside the other families
      const url = `https://storage.googleapis.com/keras-applications/${file}`;
      return { url, file, hash: hashes[includeTop ? 0 : 1] };
    },
  });
}

/**
 * EfficientNetB0, for images of 224. The model scales pixels itself.
 * @see Tan and Le, "EfficientNet: rethinking model scaling for convolutional neural networks" (2019)
 */
export const efficientNetB0 = efficientNet(
  'B0',
  [1, 1, 224, 0.2],
  ['902e53a9f72be733fc0bcb005b3ebbac', '50bc09e76180e00e4465e1a485ddc09d'],
);

/** EfficientNetB1, for images of 240. */
export const efficientNetB1 = efficientNet(
  'B1',
  [1, 1.1, 240, 0.2],
  ['1d254153d4ab51201f1646940f018540', '74c4e6b3e1f6a1eea24c589628592432'],
);

/** EfficientNetB2, for images of 260. */
export const efficientNetB2 = efficientNet(
  'B2',
  [1.1, 1.2, 260, 0.3],
  ['b15cce36ff4dcbd00b6dd88e7857a6ad', '111f8e2ac8aa800a7a99e3239f7bfb39'],
);

/** EfficientNetB3, for images of 300. */
export const efficientNetB3 = efficientNet(
  'B3',
  [1.2, 1.4, 300, 0.3],
  ['ffd1fdc53d0ce67064dc6a9c7960ede0', 'af6d107764bb5b1abb91932881670226'],
);

/** EfficientNetB4, for images of 380. */
export const efficientNetB4 = efficientNet(
  'B4',
  [1.4, 1.8, 380, 0.4],
  ['18c95ad55216b8f92d7e70b3a046e2fc', 'ebc24e6d6c33eaebbd558eafbeedf1ba'],
);

/** EfficientNetB5, for images of 456. */
export const efficientNetB5 = efficientNet(
  'B5',
  [1.6, 2.2, 456, 0.4],
  ['ace28f2a6363774853a83a0b21b9421a', '38879255a25d3c92d5e44e04ae6cec6f'],
);

/** EfficientNetB6, for images of 528. */
export const efficientNetB6 = efficientNet(
  'B6',
  [1.8, 2.6, 528, 0.5],
  ['165f6e37dce68623721b423839de8be5', '9ecce42647a20130c1f39a5d4cb75743'],
);

/** EfficientNetB7, for images of 600. */
export const efficientNetB7 = efficientNet(
  'B7',
  [2, 3.1, 600, 0.5],
  ['8c03f828fec3ef71311cd463b6759d99', 'cbcfe4450ddf6f3ad90b1b398090fe4a'],
);
