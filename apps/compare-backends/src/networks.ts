import {
  add,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  globalAveragePooling1d,
  input,
  layerNormalization,
  lstm,
  maxPooling2d,
  multiHeadAttention,
  type SymbolicTensor,
} from '@ibexjs/layers';
import { model, sequential, type Model } from '@ibexjs/models';

import { digitImages, type Task, waves, wordOrders, WORDS } from './tasks.js';

/** A network and what it learns. */
export interface Network {
  title: string;
  task: () => Task | Promise<Task>;
  build: (task: Task) => Model;
}

/** The networks that are compared: one of each kind, with dropout, whose masks must agree too. */
export const NETWORKS = {
  cnn: {
    title: 'a convolutional network on digits',
    task: digitImages,
    build: ({ shape, classes }) =>
      sequential({
        layers: [
          conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: shape }),
          maxPooling2d({ poolSize: 2 }),
          dropout({ rate: 0.25 }),
          flatten(),
          dense({ units: classes, activation: 'softmax' }),
        ],
      }),
  },
  lstm: {
    title: 'an LSTM on waves',
    task: waves,
    build: ({ shape, classes }) =>
      sequential({
        layers: [
          lstm({ units: 16, inputShape: shape }),
          dropout({ rate: 0.1 }),
          dense({ units: classes, activation: 'softmax' }),
        ],
      }),
  },
  transformer: {
    title: 'a Transformer block on words',
    task: wordOrders,
    build: ({ shape, classes }) => {
      const words = input({ shape, dtype: 'int32' });
      const x = embedding({ inputDim: WORDS, outputDim: 16 }).apply(words);
      const attention = multiHeadAttention({ numHeads: 2, keyDim: 8, dropout: 0.1 });
      const attended = attention.apply<SymbolicTensor>([x, x], { useCausalMask: true });
      const first = layerNormalization().apply(add().apply([x, attended]));
      const hidden = dense({ units: 32, activation: 'gelu' }).apply(first);
      const second = layerNormalization().apply(
        add().apply([first, dense({ units: 16 }).apply(hidden)]),
      );
      const pooled = globalAveragePooling1d().apply(second);
      return model({
        inputs: words,
        outputs: dense({ units: classes, activation: 'softmax' }).apply(pooled),
      });
    },
  },
} satisfies Record<string, Network>;

export type NetworkName = keyof typeof NETWORKS;
