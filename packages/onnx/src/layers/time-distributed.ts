import type { TimeDistributed } from '@ibexjs/layers';

import type { ExporterTable, LayerExporter } from '../exporter.js';
import { range, sizesOf } from './inputs.js';

/** All steps of all samples as one batch. */
const timeDistributed: LayerExporter<TimeDistributed> = (layer, call) => {
  const { graph, x } = call;
  const input = call.inputs[0]!;
  const rank = input.shape.length;
  const flat = (name: string, axes: number) => {
    if (axes === 2) return graph.add('Reshape', [name, graph.ints([-1])]);
    const rest = sizesOf(call, name, range(2, axes - 2));
    const shape = graph.add('Concat', [graph.ints([-1]), rest], { axis: 0 });
    return graph.add('Reshape', [name, shape]);
  };
  const [output] = call.inner(layer.layer, [
    {
      name: flat(x, rank),
      shape: [null, ...input.shape.slice(2)],
      dtype: input.dtype,
      mask: input.mask === null ? null : flat(input.mask, 2),
    },
  ]);
  const inner = graph.add('Shape', [output!.name]);
  const end = graph.ints([2 ** 31 - 1]);
  const rest = graph.add('Slice', [inner, graph.ints([1]), end]);
  const shape = graph.add('Concat', [sizesOf(call, x, [0, 1]), rest], { axis: 0 });
  return graph.add('Reshape', [output!.name, shape]);
};

export const timeDistributedLayers: ExporterTable = { TimeDistributed: timeDistributed };
