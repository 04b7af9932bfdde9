import {
  activation,
  add,
  batchNormalization,
  conv2d,
  maxPooling2d,
  separableConv2d,
  type SymbolicTensor,
} from '@ibexjs/layers';

import { defineApplication } from '../application.js';
import { tfKernels } from '../weights.js';

function norm(x: SymbolicTensor, name?: string): SymbolicTensor {
  return batchNormalization({ axis: -1, ...(name !== undefined && { name }) }).apply(x);
}

function relu(x: SymbolicTensor, name: string): SymbolicTensor {
  return activation({ activation: 'relu', name }).apply(x);
}

function separable(x: SymbolicTensor, filters: number, name: string): SymbolicTensor {
  const plain = { kernelSize: 3, padding: 'same', useBias: false } as const;
  return norm(separableConv2d({ ...plain, filters, name }).apply(x), `${name}_bn`);
}

/** Two separable convolutions and a pooling that halves the image, beside a strided shortcut. */
function halve(
  x: SymbolicTensor,
  index: number,
  [first, second]: readonly [number, number],
): SymbolicTensor {
  const block = `block${index}`;
  const halving = { kernelSize: 1, strides: 2, padding: 'same', useBias: false } as const;
  const shortcut = norm(conv2d({ ...halving, filters: second }).apply(x));
  // what comes into the second block has its activation already
  let y = index === 2 ? x : relu(x, `${block}_sepconv1_act`);
  y = separable(y, first, `${block}_sepconv1`);
  y = separable(relu(y, `${block}_sepconv2_act`), second, `${block}_sepconv2`);
  const pool = { poolSize: 3, strides: 2, padding: 'same', name: `${block}_pool` } as const;
  return add().apply([maxPooling2d(pool).apply(y), shortcut]);
}

/** Three separable convolutions beside a shortcut. */
function middle(x: SymbolicTensor, index: number): SymbolicTensor {
  let y = x;
  for (const i of [1, 2, 3]) {
    const name = `block${index}_sepconv${i}`;
    y = separable(relu(y, `${name}_act`), 728, name);
  }
  return add().apply([y, x]);
}

function features(start: SymbolicTensor): SymbolicTensor {
  const plain = { kernelSize: 3, useBias: false };
  let x = conv2d({ ...plain, filters: 32, strides: 2, name: 'block1_conv1' }).apply(start);
  x = relu(norm(x, 'block1_conv1_bn'), 'block1_conv1_act');
  x = conv2d({ ...plain, filters: 64, name: 'block1_conv2' }).apply(x);
  x = relu(norm(x, 'block1_conv2_bn'), 'block1_conv2_act');
  x = halve(x, 2, [128, 128]);
  x = halve(x, 3, [256, 256]);
  x = halve(x, 4, [728, 728]);
  for (let index = 5; index < 13; index++) x = middle(x, index);
  x = halve(x, 13, [728, 1024]);
  x = relu(separable(x, 1536, 'block14_sepconv1'), 'block14_sepconv1_act');
  return relu(separable(x, 2048, 'block14_sepconv2'), 'block14_sepconv2_act');
}

/**
 * Xception: separable convolutions with shortcuts.
 * @see Chollet, "Xception: deep learning with depthwise separable convolutions" (2017)
 */
export const xception = defineApplication({
  factory: 'xception',
  name: 'xception',
  mode: 'tf',
  defaultSize: 299,
  minSize: 71,
  features,
  weights: ({ includeTop }) =>
    tfKernels(
      'xception',
      'xception',
      ['0a58e3b7378bc2990ea3b43d5981f1f6', 'b0042744bf5b25fce3cb969f33bebb97'],
      includeTop,
    ),
});
