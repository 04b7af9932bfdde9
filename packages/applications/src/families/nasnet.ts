import { ShapeError } from '@ibexjs/core';
import {
  activation,
  add,
  averagePooling2d,
  batchNormalization,
  concatenate,
  conv2d,
  cropping2d,
  globalAveragePooling2d,
  maxPooling2d,
  separableConv2d,
  zeroPadding2d,
  type SymbolicTensor,
} from '@ibexjs/layers';

import { classifier, defineApplication, type Application } from '../application.js';
import { border, channelsOf, correctPad } from '../graph.js';
import { resolveInputShape } from '../input-shape.js';
import { inFamily, type Hashes } from '../weights.js';

interface Variant {
  /** Filters of the last cells. */
  penultimateFilters: number;
  /** Normal cells between two reductions. */
  blocks: number;
  stemFilters: number;
  /** Whether the cell after a reduction sees what came before the reduction, too. */
  skipsReduction: boolean;
}

/** Two tensors go into every cell: the last cell's output, and the one before. */
type Cells = [last: SymbolicTensor, before: SymbolicTensor];

function norm(x: SymbolicTensor, name: string): SymbolicTensor {
  return batchNormalization({ axis: -1, momentum: 0.9997, epsilon: 1e-3, name }).apply(x);
}

function relu(x: SymbolicTensor, name?: string): SymbolicTensor {
  return activation({ activation: 'relu', ...(name !== undefined && { name }) }).apply(x);
}

function point(x: SymbolicTensor, filters: number, name: string): SymbolicTensor {
  const kernelInitializer = 'heNormal';
  const plain = { kernelSize: 1, padding: 'same', useBias: false, kernelInitializer } as const;
  return conv2d({ ...plain, filters, name }).apply(x);
}

/** Two separable convolutions, the first of which may halve the image. */
function separable(
  x: SymbolicTensor,
  filters: number,
  kernelSize: number,
  id: string,
  strides = 1,
): SymbolicTensor {
  const plain = { filters, kernelSize, useBias: false };
  const [first, second] = [`separable_conv_1_${id}`, `separable_conv_2_${id}`];
  let y = relu(x);
  if (strides === 2) {
    const padding = correctPad(y, kernelSize);
    y = zeroPadding2d({ padding, name: `separable_conv_1_pad_${id}` }).apply(y);
  }
  const padding = strides === 2 ? 'valid' : 'same';
  y = separableConv2d({ ...plain, strides, padding, name: first }).apply(y);
  y = relu(norm(y, `separable_conv_1_bn_${id}`));
  y = separableConv2d({ ...plain, padding: 'same', name: second }).apply(y);
  return norm(y, `separable_conv_2_bn_${id}`);
}

/** Brings the tensor from before into the size and width of a cell. */
function adjust(
  before: SymbolicTensor | null,
  last: SymbolicTensor,
  filters: number,
  id: string,
): SymbolicTensor {
  if (before === null) return last;
  if (before.shape[2] !== last.shape[2]) return norm(halve(before, filters, id), `adjust_bn_${id}`);
  if (channelsOf(before) === filters) return before;
  const narrow = point(relu(before), filters, `adjust_conv_projection_${id}`);
  return norm(narrow, `adjust_bn_${id}`);
}

/** Every other pixel, and every other pixel one further on. */
function halve(before: SymbolicTensor, filters: number, id: string): SymbolicTensor {
  const pool = { poolSize: 1, strides: 2, padding: 'valid' } as const;
  const half = Math.floor(filters / 2);
  const x = relu(before, `adjust_relu_1_${id}`);
  let first = averagePooling2d({ ...pool, name: `adjust_avg_pool_1_${id}` }).apply(x);
  first = point(first, half, `adjust_conv_1_${id}`);
  let second = zeroPadding2d({ padding: border(0, 1) }).apply(x);
  second = cropping2d({ cropping: border(1, 0) }).apply(second);
  second = averagePooling2d({ ...pool, name: `adjust_avg_pool_2_${id}` }).apply(second);
  second = point(second, half, `adjust_conv_2_${id}`);
  return concatenate({ axis: -1 }).apply([first, second]);
}

function average(x: SymbolicTensor, name: string): SymbolicTensor {
  return averagePooling2d({ poolSize: 3, strides: 1, padding: 'same', name }).apply(x);
}

function sum(a: SymbolicTensor, b: SymbolicTensor, name?: string): SymbolicTensor {
  return add(name === undefined ? {} : { name }).apply([a, b]);
}

/** A cell that keeps the size. */
function normalCell(
  last: SymbolicTensor,
  before: SymbolicTensor,
  filters: number,
  index: number,
): Cells {
  const id = (place: string) => `normal_${place}_${index}`;
  const p = adjust(before, last, filters, String(index));
  const h = norm(point(relu(last), filters, id('conv_1')), id('bn_1'));
  const left1 = separable(h, filters, 5, id('left1'));
  const x1 = sum(left1, separable(p, filters, 3, id('right1')), id('add_1'));
  const left2 = separable(p, filters, 5, id('left2'));
  const x2 = sum(left2, separable(p, filters, 3, id('right2')), id('add_2'));
  const x3 = sum(average(h, id('left3')), p, id('add_3'));
  const x4 = sum(average(p, id('left4')), average(p, id('right4')), id('add_4'));
  const x5 = sum(separable(h, filters, 3, id('left5')), h, id('add_5'));
  const joined = concatenate({ axis: -1, name: id('concat') }).apply([p, x1, x2, x3, x4, x5]);
  return [joined, last];
}

/** A cell that halves the size. */
function reductionCell(
  last: SymbolicTensor,
  before: SymbolicTensor | null,
  filters: number,
  block: string,
): Cells {
  const id = (place: string) => `reduction_${place}_${block}`;
  const p = adjust(before, last, filters, block);
  const h = norm(point(relu(last), filters, id('conv_1')), id('bn_1'));
  const padded = zeroPadding2d({ padding: correctPad(h, 3), name: id('pad_1') }).apply(h);
  const pool = { poolSize: 3, strides: 2, padding: 'valid' } as const;
  const left1 = separable(h, filters, 5, id('left1'), 2);
  const x1 = sum(left1, separable(p, filters, 7, id('right1'), 2), id('add_1'));
  const left2 = maxPooling2d({ ...pool, name: id('left2') }).apply(padded);
  const x2 = sum(left2, separable(p, filters, 7, id('right2'), 2), id('add_2'));
  const left3 = averagePooling2d({ ...pool, name: id('left3') }).apply(padded);
  const x3 = sum(left3, separable(p, filters, 5, id('right3'), 2), id('add3'));
  const x4 = sum(x2, average(x1, id('left4')));
  const left5 = separable(x1, filters, 3, id('left4'));
  const right5 = maxPooling2d({ ...pool, name: id('right5') }).apply(padded);
  const x5 = sum(left5, right5, id('add4'));
  const joined = concatenate({ axis: -1, name: id('concat') }).apply([x2, x3, x4, x5]);
  return [joined, last];
}

function features(
  start: SymbolicTensor,
  { penultimateFilters, blocks, stemFilters, skipsReduction }: Variant,
): SymbolicTensor {
  const filters = Math.floor(penultimateFilters / 24);
  const stem = {
    filters: stemFilters,
    kernelSize: 3,
    strides: 2,
    useBias: false,
    kernelInitializer: 'heNormal',
    name: 'stem_conv1',
  } as const;
  const first = norm(conv2d(stem).apply(start), 'stem_bn1');
  let [x, p] = reductionCell(first, null, Math.floor(filters / 4), 'stem_1');
  [x, p] = reductionCell(x, p, Math.floor(filters / 2), 'stem_2');
  for (const stage of [0, 1, 2]) {
    const width = filters * 2 ** stage;
    if (stage > 0) {
      const [reduced, before] = reductionCell(x, p, width, `reduce_${stage * blocks}`);
      x = reduced;
      if (!skipsReduction) p = before;
    }
    const from = stage * blocks + (stage > 0 ? 1 : 0);
    for (let i = 0; i < blocks; i++) [x, p] = normalCell(x, p, width, from + i);
  }
  return relu(x);
}

function nasNet(
  size: 'Mobile' | 'Large',
  defaultSize: number,
  variant: Variant,
  hashes: Hashes,
): Application {
  const factory = `nasNet${size}`;
  const small = size.toLowerCase();
  return defineApplication({
    factory,
    name: `nasnet_${small}`,
    mode: 'tf',
    defaultSize,
    minSize: 32,
    resolveShape: (settings) => {
      const { inputShape, weights, includeTop } = settings;
      if (weights === 'imagenet' && inputShape?.includes(null)) {
        throw new ShapeError(
          `${factory}: with the weights of ImageNet, the size of images must be known; received inputShape [${inputShape.map((n) => n ?? 'null').join(', ')}].`,
        );
      }
      // the small one alone has a size of its own without top
      const isFixed = size === 'Mobile' && !includeTop && inputShape === null;
      const given = isFixed ? [defaultSize, defaultSize, 3] : inputShape;
      return resolveInputShape(
        factory,
        { ...settings, inputShape: given },
        { defaultSize, minSize: 32 },
      );
    },
    features: (x) => features(x, variant),
    top: (x, settings) => classifier(globalAveragePooling2d().apply(x), settings),
    weights: ({ includeTop }) => ({
      ...inFamily(
        'nasnet',
        `NASNet-${small}${includeTop ? '' : '-no-top'}.h5`,
        hashes[includeTop ? 0 : 1],
      ),
      // Keras keeps it under this name
      file: `nasnet_${small}${includeTop ? '' : '_no_top'}.h5`,
    }),
  });
}

/**
 * NASNetMobile: cells found by search, for images of 224.
 * @see Zoph et al., "Learning transferable architectures for scalable image recognition" (2018)
 */
export const nasNetMobile = nasNet(
  'Mobile',
  224,
  { penultimateFilters: 1056, blocks: 4, stemFilters: 32, skipsReduction: false },
  ['020fb642bf7360b370c678b08e0adf61', '1ed92395b5b598bdda52abe5c0dbfd63'],
);

/** NASNetLarge: as NASNetMobile, larger, for images of 331. */
export const nasNetLarge = nasNet(
  'Large',
  331,
  { penultimateFilters: 4032, blocks: 6, stemFilters: 96, skipsReduction: true },
  ['11577c9a518f0070763c2b964a382f17', 'd81d89dc07e6e56530c4e77faddd61b5'],
);
