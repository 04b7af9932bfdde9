import { conv2d, dense, flatten, maxPooling2d, type SymbolicTensor } from '@ibexjs/layers';

import { classifier, defineApplication, type Application } from '../application.js';
import type { Settings } from '../options.js';
import { tfKernels, type Hashes } from '../weights.js';

/** Filters of the five blocks. */
const FILTERS = [64, 128, 256, 512, 512];

function features(start: SymbolicTensor, convolutions: readonly number[]): SymbolicTensor {
  let x = start;
  for (const [i, filters] of FILTERS.entries()) {
    const block = `block${i + 1}`;
    for (let j = 1; j <= convolutions[i]!; j++) {
      const name = `${block}_conv${j}`;
      x = conv2d({ filters, kernelSize: 3, activation: 'relu', padding: 'same', name }).apply(x);
    }
    x = maxPooling2d({ poolSize: 2, strides: 2, name: `${block}_pool` }).apply(x);
  }
  return x;
}

function top(x: SymbolicTensor, settings: Settings): SymbolicTensor {
  let y = flatten({ name: 'flatten' }).apply(x);
  for (const name of ['fc1', 'fc2']) y = dense({ units: 4096, activation: 'relu', name }).apply(y);
  return classifier(y, settings);
}

/** @param convolutions how many each block has */
function vgg(name: string, convolutions: readonly number[], hashes: Hashes): Application {
  return defineApplication({
    factory: name,
    name,
    mode: 'caffe',
    defaultSize: 224,
    minSize: 32,
    features: (x) => features(x, convolutions),
    top,
    weights: ({ includeTop }) => tfKernels(name, name, hashes, includeTop),
  });
}

/**
 * VGG16: 16 layers with weights.
 * @see Simonyan and Zisserman, "Very deep convolutional networks for large-scale image recognition" (2015)
 */
export const vgg16 = vgg(
  'vgg16',
  [2, 2, 3, 3, 3],
  ['64373286793e3c8b2b4e3219cbf3544b', '6d6bbae143d832006294945121d1f1fc'],
);

/** VGG19: as VGG16, with 19 layers. */
export const vgg19 = vgg(
  'vgg19',
  [2, 2, 4, 4, 4],
  ['cbe5617147190e668d6c5d5026f83318', '253f8cb515780f3b799900260a226db6'],
);
