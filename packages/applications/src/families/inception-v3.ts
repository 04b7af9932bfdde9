import { defineApplication } from '../application.js';
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

/** Windows of 5, and of 3 twice. @param pooled filters after the pooling */
function mixedA(name: string, pooled: number): Step {
  return branches(
    name,
    conv(64, 1),
    chain(conv(48, 1), conv(64, 5)),
    chain(conv(64, 1), conv(96, 3), conv(96, 3)),
    chain(averagePool, conv(pooled, 1)),
  );
}

/** Windows of 7, each in two steps. @param width filters inside */
function mixedB(name: string, width: number): Step {
  const [row, column]: [number, number][] = [
    [1, 7],
    [7, 1],
  ];
  return branches(
    name,
    conv(192, 1),
    chain(conv(width, 1), conv(width, row!), conv(192, column!)),
    chain(
      conv(width, 1),
      conv(width, column!),
      conv(width, row!),
      conv(width, column!),
      conv(192, row!),
    ),
    chain(averagePool, conv(192, 1)),
  );
}

/** Windows of 3 that part into rows and columns. */
function mixedC(name: string, splitName: string): Step {
  const split = (splitAs: string | undefined) =>
    branches(splitAs, conv(384, [1, 3]), conv(384, [3, 1]));
  return branches(
    name,
    conv(320, 1),
    chain(conv(384, 1), split(splitName)),
    chain(conv(448, 1), conv(384, 3), split(undefined)),
    chain(averagePool, conv(192, 1)),
  );
}

const features = chain(
  stem,
  mixedA('mixed0', 32),
  mixedA('mixed1', 64),
  mixedA('mixed2', 64),
  branches('mixed3', halving(384), chain(conv(64, 1), conv(96, 3), halving(96)), maxPool),
  mixedB('mixed4', 128),
  mixedB('mixed5', 160),
  mixedB('mixed6', 160),
  mixedB('mixed7', 192),
  branches(
    'mixed8',
    chain(conv(192, 1), halving(320)),
    chain(conv(192, 1), conv(192, [1, 7]), conv(192, [7, 1]), halving(192)),
    maxPool,
  ),
  mixedC('mixed9', 'mixed9_0'),
  mixedC('mixed10', 'mixed9_1'),
);

/**
 * InceptionV3: windows of several sizes side by side.
 * @see Szegedy et al., "Rethinking the Inception architecture for computer vision" (2016)
 */
export const inceptionV3 = defineApplication({
  factory: 'inceptionV3',
  name: 'inception_v3',
  mode: 'tf',
  defaultSize: 299,
  minSize: 75,
  features,
  weights: ({ includeTop }) =>
    tfKernels(
      'inception_v3',
      'inception_v3',
      ['9a0d58056eeedaa3f26cb7ebd46da564', 'bcbd6486424b2319ff4ef7d526e38f63'],
      includeTop,
    ),
});
