import type { Tensor } from '@tensorflow/tfjs-core';

export type LabelKind = 'binary' | 'sparse' | 'categorical';

/** What kind of labels these are, by their shape beside the predictions'. As Keras tells it. */
export function labelKind(yTrue: Tensor, yPred: Tensor): LabelKind {
  const classes = yPred.shape.at(-1)!;
  if (classes === 1) return 'binary';
  const isSparse = yTrue.rank < yPred.rank || (yTrue.shape.at(-1) === 1 && classes > 1);
  return isSparse ? 'sparse' : 'categorical';
}
