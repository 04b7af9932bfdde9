import type {
  AveragePooling1D,
  AveragePooling2D,
  AveragePooling3D,
  GlobalAveragePooling1D,
  GlobalAveragePooling2D,
  GlobalAveragePooling3D,
  GlobalMaxPooling1D,
  GlobalMaxPooling2D,
  GlobalMaxPooling3D,
  MaxPooling1D,
  MaxPooling2D,
  MaxPooling3D,
} from '@ibexjs/layers';

import type { ExporterTable, LayerCall, LayerExporter } from '../exporter.js';
import { floatInput, maskNumbers, range, unsqueeze } from './inputs.js';
import { channelsFirst, paddingOf } from './windows.js';

type Pooling =
  | AveragePooling1D
  | AveragePooling2D
  | AveragePooling3D
  | MaxPooling1D
  | MaxPooling2D
  | MaxPooling3D;

const pooling =
  (opType: 'MaxPool' | 'AveragePool'): LayerExporter<Pooling> =>
  (layer, call) => {
    const { poolSize, strides } = layer;
    const pads = paddingOf(call.inputs[0]!.shape, { ...layer, rank: layer.rank, window: poolSize });
    return channelsFirst(call, layer, (x) =>
      call.graph.add(opType, [x], { kernel_shape: poolSize, strides, ...pads }),
    );
  };

type GlobalPooling =
  | GlobalAveragePooling1D
  | GlobalAveragePooling2D
  | GlobalAveragePooling3D
  | GlobalMaxPooling1D
  | GlobalMaxPooling2D
  | GlobalMaxPooling3D;

const globalPooling =
  (opType: 'GlobalMaxPool' | 'GlobalAveragePool'): LayerExporter<GlobalPooling> =>
  (layer, call) => {
    const mask = call.inputs[0]!.mask;
    if (mask !== null && layer.getClassName() === 'GlobalAveragePooling1D')
      return { outputs: [meanOfCounted(layer, call, mask)], masks: [null] };
    const { graph } = call;
    const y = channelsFirst(call, layer, (x) => graph.add(opType, [x]));
    if (layer.keepdims) return y;
    const first = layer.dataFormat === 'channels_last' ? 1 : 2;
    return graph.add('Squeeze', [y, graph.ints(range(first, layer.rank))]);
  };

/** The mean over the steps that count. */
function meanOfCounted(layer: GlobalPooling, call: LayerCall, mask: string): string {
  const { graph } = call;
  const time = layer.dataFormat === 'channels_last' ? 1 : 2;
  const counts = unsqueeze(call, maskNumbers(call, mask), [3 - time]);
  const sum = (x: string) =>
    graph.add('ReduceSum', [x, graph.ints([time])], { keepdims: Number(layer.keepdims) });
  return graph.add('Div', [sum(graph.add('Mul', [floatInput(call), counts])), sum(counts)]);
}

export const poolingLayers: ExporterTable = {
  AveragePooling1D: pooling('AveragePool'),
  AveragePooling2D: pooling('AveragePool'),
  AveragePooling3D: pooling('AveragePool'),
  GlobalAveragePooling1D: globalPooling('GlobalAveragePool'),
  GlobalAveragePooling2D: globalPooling('GlobalAveragePool'),
  GlobalAveragePooling3D: globalPooling('GlobalAveragePool'),
  GlobalMaxPooling1D: globalPooling('GlobalMaxPool'),
  GlobalMaxPooling2D: globalPooling('GlobalMaxPool'),
  GlobalMaxPooling3D: globalPooling('GlobalMaxPool'),
  MaxPooling1D: pooling('MaxPool'),
  MaxPooling2D: pooling('MaxPool'),
  MaxPooling3D: pooling('MaxPool'),
};
