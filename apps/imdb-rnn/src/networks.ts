import {
  activation,
  dense,
  dropout,
  embedding,
  gru,
  lstm,
  simpleRNN,
  type Layer,
} from '@ibexjs/layers';
import { sequential, type Sequential } from '@ibexjs/models';

/** The layers that read a review word by word, from the simplest on. */
export const NETWORKS = {
  simple: () => simpleRNN({ units: 128 }),
  lstm: () => lstm({ units: 128 }),
  gru: () => gru({ units: 128 }),
} satisfies Record<string, () => Layer>;

export type NetworkName = keyof typeof NETWORKS;

/** Words become vectors, the recurrent layer reads them, one unit judges: 1 good, 0 bad. */
export function network(name: NetworkName, words: number, maxLength: number): Sequential {
  const model = sequential({
    name,
    layers: [
      embedding({ inputDim: words, outputDim: 128, inputShape: [maxLength] }),
      NETWORKS[name](),
      dropout({ rate: 0.5 }),
      dense({ units: 1 }),
      activation({ activation: 'sigmoid' }),
    ],
  });
  model.compile({ loss: 'binaryCrossentropy', optimizer: 'adam', metrics: ['accuracy'] });
  return model;
}
