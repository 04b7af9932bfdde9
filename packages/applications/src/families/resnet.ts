import {
  activation,
  add,
  batchNormalization,
  conv2d,
  maxPooling2d,
  zeroPadding2d,
  type SymbolicTensor,
} from '@ibexjs/layers';

import { defineApplication, type Application } from '../application.js';
import { border } from '../graph.js';
import { tfKernels, type Hashes } from '../weights.js';

export function norm(x: SymbolicTensor, name: string): SymbolicTensor {
  return batchNormalization({ axis: 3, epsilon: 1.001e-5, name }).apply(x);
}

export function relu(x: SymbolicTensor, name: string): SymbolicTensor {
  return activation({ activation: 'relu', name }).apply(x);
}

export function pad(x: SymbolicTensor, size: number, name?: string): SymbolicTensor {
  return zeroPadding2d({ padding: border(size, size), ...(name !== undefined && { name }) }).apply(
    x,
  );
}

/** A block that narrows, convolves and widens, beside a shortcut. */
type Block = (
  x: SymbolicTensor,
  filters: number,
  options: { name: string; stride: number; isFirst: boolean },
) => SymbolicTensor;

/** Normalization and activation after each convolution. */
const block1: Block = (x, filters, { name, stride, isFirst }) => {
  let shortcut = x;
  if (isFirst) {
    const wide = { filters: 4 * filters, kernelSize: 1, strides: stride, name: `${name}_0_conv` };
    shortcut = norm(conv2d(wide).apply(x), `${name}_0_bn`);
  }
  let y = conv2d({ filters, kernelSize: 1, strides: stride, name: `${name}_1_conv` }).apply(x);
  y = relu(norm(y, `${name}_1_bn`), `${name}_1_relu`);
  y = conv2d({ filters, kernelSize: 3, padding: 'same', name: `${name}_2_conv` }).apply(y);
  y = relu(norm(y, `${name}_2_bn`), `${name}_2_relu`);
  y = conv2d({ filters: 4 * filters, kernelSize: 1, name: `${name}_3_conv` }).apply(y);
  y = norm(y, `${name}_3_bn`);
  return relu(add({ name: `${name}_add` }).apply([shortcut, y]), `${name}_out`);
};

/** Normalization and activation before each convolution. */
const block2: Block = (x, filters, { name, stride, isFirst }) => {
  const before = relu(norm(x, `${name}_preact_bn`), `${name}_preact_relu`);
  let shortcut = x;
  if (isFirst) {
    const wide = { filters: 4 * filters, kernelSize: 1, strides: stride, name: `${name}_0_conv` };
    shortcut = conv2d(wide).apply(before);
  } else if (stride > 1) {
    shortcut = maxPooling2d({ poolSize: 1, strides: stride }).apply(x);
  }
  const plain = { filters, useBias: false };
  let y = conv2d({ ...plain, kernelSize: 1, strides: 1, name: `${name}_1_conv` }).apply(before);
  y = relu(norm(y, `${name}_1_bn`), `${name}_1_relu`);
  y = pad(y, 1, `${name}_2_pad`);
  y = conv2d({ ...plain, kernelSize: 3, strides: stride, name: `${name}_2_conv` }).apply(y);
  y = relu(norm(y, `${name}_2_bn`), `${name}_2_relu`);
  y = conv2d({ filters: 4 * filters, kernelSize: 1, name: `${name}_3_conv` }).apply(y);
  return add({ name: `${name}_out` }).apply([shortcut, y]);
};

/** What tells the two versions apart: the block, and which block of a stack strides. */
const VERSIONS = {
  1: { block: block1, strides: [1, 2, 2, 2], stridesAt: 'first', mode: 'caffe' },
  2: { block: block2, strides: [2, 2, 2, 1], stridesAt: 'last', mode: 'tf' },
} as const;

function features(
  start: SymbolicTensor,
  version: keyof typeof VERSIONS,
  blocks: readonly number[],
): SymbolicTensor {
  const { block, strides, stridesAt } = VERSIONS[version];
  let x = pad(start, 3, 'conv1_pad');
  x = conv2d({ filters: 64, kernelSize: 7, strides: 2, name: 'conv1_conv' }).apply(x);
  if (version === 1) x = relu(norm(x, 'conv1_bn'), 'conv1_relu');
  x = pad(x, 1, 'pool1_pad');
  x = maxPooling2d({ poolSize: 3, strides: 2, name: 'pool1_pool' }).apply(x);
  for (const [stack, count] of blocks.entries()) {
    for (let i = 1; i <= count; i++) {
      const isStriding = i === (stridesAt === 'first' ? 1 : count);
      x = block(x, 64 * 2 ** stack, {
        name: `conv${stack + 2}_block${i}`,
        stride: isStriding ? strides[stack]! : 1,
        isFirst: i === 1,
      });
    }
  }
  return version === 1 ? x : relu(norm(x, 'post_bn'), 'post_relu');
}

/** @param blocks how many each stack has */
function resNet(
  depth: number,
  version: keyof typeof VERSIONS,
  blocks: readonly number[],
  hashes: Hashes,
): Application {
  const suffix = version === 1 ? '' : 'v2';
  const name = `resnet${depth}${suffix}`;
  const { mode } = VERSIONS[version];
  return defineApplication({
    factory: `resNet${depth}${suffix.toUpperCase()}`,
    name,
    mode,
    defaultSize: 224,
    minSize: 32,
    features: (x) => features(x, version, blocks),
    poolNames: { avg: 'avg_pool', max: 'max_pool' },
    weights: ({ includeTop }) => tfKernels('resnet', name, hashes, includeTop),
  });
}

/**
 * ResNet50: residual blocks, 50 layers deep.
 * @see He et al., "Deep residual learning for image recognition" (2016)
 */
export const resNet50 = resNet(
  50,
  1,
  [3, 4, 6, 3],
  ['2cb95161c43110f7111970584f804107', '4d473c1dd8becc155b73f8504c6f6626'],
);

/** ResNet101: as ResNet50, 101 layers deep. */
export const resNet101 = resNet(
  101,
  1,
  [3, 4, 23, 3],
  ['f1aeb4b969a6efcfb50fad2f0c20cfc5', '88cf7a10940856eca736dc7b7e228a21'],
);

/** ResNet152: as ResNet50, 152 layers deep. */
export const resNet152 = resNet(
  152,
  1,
  [3, 8, 36, 3],
  ['100835be76be38e30d865e96f2aaae62', 'ee4c566cf9a93f14d82f913c2dc6dd0c'],
);

/**
 * ResNet50V2: residual blocks that normalize before they convolve.
 * @see He et al., "Identity mappings in deep residual networks" (2016)
 */
export const resNet50V2 = resNet(
  50,
  2,
  [3, 4, 6, 3],
  ['3ef43a0b657b3be2300d5770ece849e0', 'fac2f116257151a9d068a22e544a4917'],
);

/** ResNet101V2: as ResNet50V2, 101 layers deep. */
export const resNet101V2 = resNet(
  101,
  2,
  [3, 4, 23, 3],
  ['6343647c601c52e1368623803854d971', 'c0ed64b8031c3730f411d2eb4eea35b5'],
);

/** ResNet152V2: as ResNet50V2, 152 layers deep. */
export const resNet152V2 = resNet(
  152,
  2,
  [3, 8, 36, 3],
  ['a49b44d1979771252814e80f8ec446f9', 'ed17cf2e0169df9d443503ef94b23b33'],
);
