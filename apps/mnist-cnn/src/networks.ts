import {
  activation,
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  maxPooling2d,
  type Layer,
} from '@ibexjs/layers';
import { sequential, type Sequential } from '@ibexjs/models';

/** A 3x3 convolution of 32 channels; the first of a network says how large the images are. */
const convolution = (edge?: number): Layer[] => [
  conv2d({ filters: 32, kernelSize: 3, ...(edge && { inputShape: [edge, edge, 1] }) }),
  activation({ activation: 'relu' }),
];
const hidden = (): Layer[] => [dense({ units: 128 }), activation({ activation: 'relu' })];
const answer = (classes: number): Layer[] => [
  dense({ units: classes }),
  activation({ activation: 'softmax' }),
];

/** The tutorial's networks, from the simplest to the deepest. */
export const NETWORKS = {
  /** One convolution, straight to the answer. */
  simple: (edge: number, classes: number) => [...convolution(edge), flatten(), ...answer(classes)],
  /** A layer of 128 units between. */
  dense: (edge: number, classes: number) => [
    ...convolution(edge),
    flatten(),
    ...hidden(),
    ...answer(classes),
  ],
  /** Half of those units drop out in training. */
  dropout: (edge: number, classes: number) => [
    ...convolution(edge),
    flatten(),
    ...hidden(),
    dropout({ rate: 0.5 }),
    ...answer(classes),
  ],
  /** Two convolutions, pooled. */
  deep: (edge: number, classes: number) => [
    ...convolution(edge),
    ...convolution(),
    maxPooling2d({ poolSize: 2 }),
    dropout({ rate: 0.25 }),
    flatten(),
    ...hidden(),
    dropout({ rate: 0.5 }),
    ...answer(classes),
  ],
  /** The same, normalized after each weighted layer: the tutorial's exercise. */
  batchnorm: (edge: number, classes: number) => [
    conv2d({ filters: 32, kernelSize: 3, inputShape: [edge, edge, 1] }),
    batchNormalization(),
    activation({ activation: 'relu' }),
    conv2d({ filters: 32, kernelSize: 3 }),
    batchNormalization(),
    activation({ activation: 'relu' }),
    maxPooling2d({ poolSize: 2 }),
    dropout({ rate: 0.25 }),
    flatten(),
    dense({ units: 128 }),
    batchNormalization(),
    activation({ activation: 'relu' }),
    dropout({ rate: 0.5 }),
    ...answer(classes),
  ],
} satisfies Record<string, (edge: number, classes: number) => Layer[]>;

export type NetworkName = keyof typeof NETWORKS;

/** One of the networks, for images of `edge` x `edge` pixels. */
export function network(name: NetworkName, edge: number, classes: number): Sequential {
  return sequential({ name, layers: NETWORKS[name](edge, classes) });
}
