import type {
  Conv1D,
  Conv1DTranspose,
  Conv2D,
  Conv2DTranspose,
  Conv3D,
  Conv3DTranspose,
  DepthwiseConv1D,
  DepthwiseConv2D,
  SeparableConv1D,
  SeparableConv2D,
} from '@ibexjs/layers';

import { exportActivation } from '../activations.js';
import type { ExporterTable, LayerCall, LayerExporter } from '../exporter.js';
import { chain, permute, reshape } from '../graph/weights.js';
import { range } from './inputs.js';
import { channelsFirst, paddingOf, splitPadding, type Windows } from './windows.js';

type Conv = Conv1D | Conv2D | Conv3D;
type ConvTranspose = Conv1DTranspose | Conv2DTranspose | Conv3DTranspose;
type Depthwise = DepthwiseConv1D | DepthwiseConv2D;
type Separable = SeparableConv1D | SeparableConv2D;

/** Kernels have their two channel axes last; ONNX wants them first, turned round. */
const kernelOrder = (rank: number) => permute([rank + 1, rank, ...range(0, rank)]);

function windowsOf(layer: Conv | Depthwise | Separable): Windows {
  const { rank, dataFormat, padding, strides, kernelSize: window, dilationRate: dilations } = layer;
  return { rank, dataFormat, padding, strides, window, dilations };
}

function windowAttributes(call: LayerCall, windows: Windows) {
  return {
    kernel_shape: windows.window,
    strides: windows.strides,
    dilations: windows.dilations,
    ...paddingOf(call.inputs[0]!.shape, windows),
  };
}

const conv: LayerExporter<Conv> = (layer, call) => {
  const { graph } = call;
  const windows = windowsOf(layer);
  return channelsFirst(call, windows, (x) => {
    const kernel = graph.weight(layer.kernel, 'channels first', kernelOrder(layer.rank));
    const bias = layer.bias ? [graph.weight(layer.bias)] : [];
    const y = graph.add('Conv', [x, kernel, ...bias], {
      ...windowAttributes(call, windows),
      group: layer.groups,
    });
    return activated(call, layer, y);
  });
};

/** The activation, while channels come first: softmax alone sums over them and has to wait. */
function activated(
  call: LayerCall,
  layer: Conv | ConvTranspose | Depthwise | Separable,
  x: string,
) {
  const { graph } = call;
  if (layer.dataFormat === 'channels_first')
    return exportActivation(graph, layer, layer.activation, x);
  const back = graph.transpose(x, [0, ...range(2, layer.rank), 1]);
  const y = exportActivation(graph, layer, layer.activation, back);
  return graph.transpose(y, [0, layer.rank + 1, ...range(1, layer.rank)]);
}

const convTranspose: LayerExporter<ConvTranspose> = (layer, call) => {
  const { graph } = call;
  const { kernelSize, strides, dilationRate, outputPadding, padding } = layer;
  const reach = kernelSize.map((taps, i) => (taps - 1) * dilationRate[i]! + 1);
  /** By how much windows reach over what is kept; below 0 where more is added at the end. */
  const excess = reach.map((window, i) => {
    const stride = strides[i]!;
    const extra = outputPadding?.[i] ?? null;
    if (padding === 'valid') return -(extra ?? Math.max(window, stride) - window);
    return extra === null ? window - stride : window - (window % 2) - extra;
  });
  return channelsFirst(call, layer, (x) => {
    const kernel = graph.weight(layer.kernel, 'channels first', kernelOrder(layer.rank));
    const bias = layer.bias ? [graph.weight(layer.bias)] : [];
    const y = graph.add('ConvTranspose', [x, kernel, ...bias], {
      kernel_shape: kernelSize,
      strides,
      dilations: dilationRate,
      pads: splitPadding(excess.map((size) => Math.max(size, 0))),
      output_padding: excess.map((size) => Math.max(-size, 0)),
    });
    return activated(call, layer, y);
  });
};

/** Every channel by itself, with `depthMultiplier` results. */
function depthwiseOf(layer: Depthwise | Separable, call: LayerCall, x: string, bias: string[]) {
  const { rank, depthwiseKernel: kernel, kernelSize } = layer;
  const [channels, multiplier] = kernel.shape.slice(-2) as [number, number];
  const arrange = chain(
    permute([rank, rank + 1, ...range(0, rank)]),
    reshape([channels * multiplier, 1, ...kernelSize]),
  );
  return call.graph.add('Conv', [x, call.graph.weight(kernel, 'by channel', arrange), ...bias], {
    ...windowAttributes(call, windowsOf(layer)),
    group: channels,
  });
}

const depthwise: LayerExporter<Depthwise> = (layer, call) =>
  channelsFirst(call, layer, (x) => {
    const bias = layer.bias ? [call.graph.weight(layer.bias)] : [];
    return activated(call, layer, depthwiseOf(layer, call, x, bias));
  });

const separable: LayerExporter<Separable> = (layer, call) => {
  const { graph } = call;
  return channelsFirst(call, layer, (x) => {
    const between = depthwiseOf(layer, call, x, []);
    const kernel = graph.weight(layer.pointwiseKernel, 'channels first', kernelOrder(layer.rank));
    const bias = layer.bias ? [graph.weight(layer.bias)] : [];
    return activated(call, layer, graph.add('Conv', [between, kernel, ...bias]));
  });
};

export const convolutionLayers: ExporterTable = {
  Conv1D: conv,
  Conv2D: conv,
  Conv3D: conv,
  Conv1DTranspose: convTranspose,
  Conv2DTranspose: convTranspose,
  Conv3DTranspose: convTranspose,
  DepthwiseConv1D: depthwise,
  DepthwiseConv2D: depthwise,
  SeparableConv1D: separable,
  SeparableConv2D: separable,
};
