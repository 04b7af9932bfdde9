import { activation, conv2d, customScaleLayer } from '@ibexjs/layers';

import { defineApplication } from '../application.js';
import { channelsOf } from '../graph.js';
import { tfKernels } from '../weights.js';
import {
  averagePool,
  branches,
  chain,
  conv,
  halving,
  maxPool,
  stem,
  type Step,
} from './inception.js';

/** Branches of the residual blocks, by the size of the images that they work on. */
const BRANCHES = {
  block35: [
    conv(32, 1),
    chain(conv(32, 1), conv(32, 3)),
    chain(conv(32, 1), conv(48, 3), conv(64, 3)),
  ],
  block17: [conv(192, 1), chain(conv(128, 1), conv(160, [1, 7]), conv(192, [7, 1]))],
  block8: [conv(192, 1), chain(conv(192, 1), conv(224, [1, 3]), conv(256, [3, 1]))],
} as const;

/** `x + scale · branches(x)`, then relu unless it is the last of all. */
function block(kind: keyof typeof BRANCHES, index: number, scale: number, isLast = false): Step {
  const name = `${kind}_${index}`;
  const mixed = branches(`${name}_mixed`, ...BRANCHES[kind]);
  return (x) => {
    const filters = channelsOf(x);
    const narrow = { filters, kernelSize: 1, padding: 'same', name: `${name}_conv` } as const;
    const branch = conv2d(narrow).apply(mixed(x));
    const y = customScaleLayer({ scale }).apply([x, branch]);
    return isLast ? y : activation({ activation: 'relu', name: `${name}_ac` }).apply(y);
  };
}

function blocks(kind: keyof typeof BRANCHES, count: number, scale: number): Step {
  return chain(...Array.from({ length: count }, (_, i) => block(kind, i + 1, scale)));
}

const features = chain(
  stem,
  branches(
    'mixed_5b',
    conv(96, 1),
    chain(conv(48, 1), conv(64, 5)),
    chain(conv(64, 1), conv(96, 3), conv(96, 3)),
    chain(averagePool, conv(64, 1)),
  ),
  blocks('block35', 10, 0.17),
  branches('mixed_6a', halving(384), chain(conv(256, 1), conv(256, 3), halving(384)), maxPool),
  blocks('block17', 20, 0.1),
  branches(
    'mixed_7a',
    chain(conv(256, 1), halving(384)),
    chain(conv(256, 1), halving(288)),
    chain(conv(256, 1), conv(288, 3), halving(320)),
    maxPool,
  ),
  blocks('block8', 9, 0.2),
  block('block8', 10, 1, true),
  conv(1536, 1, { name: 'conv_7b' }),
);

/**
 * InceptionResNetV2: Inception's branches as residual blocks.
 * @see Szegedy et al., "Inception-v4, Inception-ResNet and the impact of residual connections" (2016)
 */
export const inceptionResNetV2 = defineApplication({
  factory: 'inceptionResNetV2',
  name: 'inception_resnet_v2',
  mode: 'tf',
  defaultSize: 299,
  minSize: 75,
  features,
  weights: ({ includeTop }) =>
    tfKernels(
      'inception_resnet_v2',
      'inception_resnet_v2',
      ['e693bd0210a403b3192acc6073ad2e96', 'd19885ff4a710c122648d3b5c3b684e4'],
      includeTop,
    ),
});
