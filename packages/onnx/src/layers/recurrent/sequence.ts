import type { RNNCell, Shape } from '@ibexjs/layers';

import type { LayerCall } from '../../exporter.js';

/** A cell that is run over a sequence (batch, time, …). */
export interface Sequence {
  readonly cell: RNNCell;
  readonly x: string;
  /** Shape of one step of `x`: (batch, …). */
  readonly stepShape: Shape;
  /** States to begin with; null stands for zeros. */
  readonly initial: readonly (string | null)[];
  /** (batch, time): elsewhere states stay and the output repeats. */
  readonly mask: string | null;
  readonly goBackwards: boolean;
  /** All outputs, in the order of work; else the last one. */
  readonly returnSequences: boolean;
}

export interface SequenceResult {
  readonly output: string;
  readonly states: readonly string[];
}

/** Zeros of shape [batch, …sizes], with the batch of `x`. */
export function zeros({ graph }: LayerCall, x: string, sizes: readonly number[]): string {
  const batch = graph.add('Gather', [graph.add('Shape', [x]), graph.ints([0])], { axis: 0 });
  const shape = graph.add('Concat', [batch, graph.ints(sizes)], { axis: 0 });
  return graph.add('ConstantOfShape', [shape]);
}
