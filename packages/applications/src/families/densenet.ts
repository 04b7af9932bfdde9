import {
  averagePooling2d,
  concatenate,
  conv2d,
  maxPooling2d,
  type SymbolicTensor,
} from '@ibexjs/layers';

import { defineApplication, type Application } from '../application.js';
import { channelsOf } from '../graph.js';
import { tfKernels, type Hashes } from '../weights.js';
import { norm, pad, relu } from './resnet.js';

/** Channels that each block adds. */
const GROWTH = 32;

function block(x: SymbolicTensor, name: string): SymbolicTensor {
  const plain = { useBias: false };
  let y = relu(norm(x, `${name}_0_bn`), `${name}_0_relu`);
  y = conv2d({ ...plain, filters: 4 * GROWTH, kernelSize: 1, name: `${name}_1_conv` }).apply(y);
  y = relu(norm(y, `${name}_1_bn`), `${name}_1_relu`);
  const grow = { filters: GROWTH, kernelSize: 3, padding: 'same', name: `${name}_2_conv` } as const;
  y = conv2d({ ...plain, ...grow }).apply(y);
  return concatenate({ axis: 3, name: `${name}_concat` }).apply([x, y]);
}

/** Halves channels, height and width. */
function transition(x: SymbolicTensor, name: string): SymbolicTensor {
  const y = relu(norm(x, `${name}_bn`), `${name}_relu`);
  const filters = Math.trunc(channelsOf(y) / 2);
  const narrow = conv2d({ filters, kernelSize: 1, useBias: false, name: `${name}_conv` }).apply(y);
  return averagePooling2d({ poolSize: 2, strides: 2, name: `${name}_pool` }).apply(narrow);
}

function features(start: SymbolicTensor, blocks: readonly number[]): SymbolicTensor {
  let x = pad(start, 3);
  const stem = { filters: 64, kernelSize: 7, strides: 2, useBias: false, name: 'conv1_conv' };
  x = relu(norm(conv2d(stem).apply(x), 'conv1_bn'), 'conv1_relu');
  x = maxPooling2d({ poolSize: 3, strides: 2, name: 'pool1' }).apply(pad(x, 1));
  for (const [stage, count] of blocks.entries()) {
    if (stage > 0) x = transition(x, `pool${stage + 1}`);
    for (let i = 1; i <= count; i++) x = block(x, `conv${stage + 2}_block${i}`);
  }
  return relu(norm(x, 'bn'), 'relu');
}

/** @param blocks how many each stage has */
function denseNet(depth: number, blocks: readonly number[], hashes: Hashes): Application {
  const name = `densenet${depth}`;
  return defineApplication({
    factory: `denseNet${depth}`,
    name,
    mode: 'torch',
    defaultSize: 224,
    minSize: 32,
    features: (x) => features(x, blocks),
    poolNames: { avg: 'avg_pool', max: 'max_pool' },
    weights: ({ includeTop }) => tfKernels('densenet', name, hashes, includeTop),
  });
}

/**
 * DenseNet121: every block sees the outputs of all blocks before it.
 * @see Huang et al., "Densely connected convolutional networks" (2017)
 */
export const denseNet121 = denseNet(
  121,
  [6, 12, 24, 16],
  ['9d60b8095a5708f2dcce2bca79d332c7', '30ee3e1110167f948a6b9946edeeb738'],
);

/** DenseNet169: as DenseNet121, 169 layers deep. */
export const denseNet169 = denseNet(
  169,
  [6, 12, 32, 32],
  ['d699b8f76981ab1b30698df4c175e90b', 'b8c4d4c20dd625c148057b9ff1c1176b'],
);

/** DenseNet201: as DenseNet121, 201 layers deep. */
export const denseNet201 = denseNet(
  201,
  [6, 12, 48, 32],
  ['1ceb130c1ea1b78c3bf6114dbdfd8807', 'c13680b51ded0fb44dff2d8f86ac8bb1'],
);
