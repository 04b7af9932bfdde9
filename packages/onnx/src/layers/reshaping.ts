import { ValueError } from '@ibexjs/core';
import type {
  CenterCrop,
  Cropping1D,
  Cropping2D,
  Cropping3D,
  Flatten,
  Permute,
  RepeatVector,
  Reshape,
  Resizing,
  Shape,
  UpSampling1D,
  UpSampling2D,
  UpSampling3D,
  ZeroPadding1D,
  ZeroPadding2D,
  ZeroPadding3D,
} from '@ibexjs/layers';

import type { ExporterTable, LayerCall, LayerExporter } from '../exporter.js';
import { range, rankOf, unsqueeze } from './inputs.js';
import { channelsFirst } from './windows.js';

const flatten: LayerExporter<Flatten> = (layer, call) => {
  const rank = rankOf(call);
  const moved = layer.dataFormat === 'channels_first' && rank > 2;
  const x = moved ? call.graph.transpose(call.x, [0, ...range(2, rank - 2), 1]) : call.x;
  return call.graph.add('Flatten', [x], { axis: 1 });
};

// 0 takes the size from the input
const reshape: LayerExporter<Reshape> = (layer, { graph, x }) =>
  graph.add('Reshape', [x, graph.ints([0, ...layer.targetShape])]);

const permute: LayerExporter<Permute> = (layer, { graph, x }) =>
  graph.transpose(x, [0, ...layer.dims]);

const repeatVector: LayerExporter<RepeatVector> = (layer, call) =>
  call.graph.add('Tile', [unsqueeze(call, call.x, [1]), call.graph.ints([1, layer.n, 1])]);

/** [before, after] of every axis of the input, from a layer's config. */
function borders(layer: Cropping2D | ZeroPadding2D, call: LayerCall, key: string) {
  const given = layer.getConfig()[key] as [number, number][] | [number, number];
  const border = typeof given[0] === 'number' ? [given as [number, number]] : given;
  const first = layer.dataFormat === 'channels_last' ? 1 : 2;
  return range(0, rankOf(call)).map(
    (axis): [number, number] => (border as [number, number][])[axis - first] ?? [0, 0],
  );
}

const zeroPadding: LayerExporter<ZeroPadding1D | ZeroPadding2D | ZeroPadding3D> = (layer, call) => {
  const all = borders(layer, call, 'padding');
  const pads = [...all.map(([before]) => before), ...all.map(([, after]) => after)];
  return call.graph.add('Pad', [call.x, call.graph.ints(pads)]);
};

/** What slices take for "to the end". */
const END = 2 ** 31 - 1;

const cropping: LayerExporter<Cropping1D | Cropping2D | Cropping3D> = (layer, { ...call }) => {
  const { graph } = call;
  const all = borders(layer, call, 'cropping');
  const starts = graph.ints(all.map(([before]) => before));
  const ends = graph.ints(all.map(([, after]) => (after === 0 ? END : -after)));
  return graph.add('Slice', [call.x, starts, ends]);
};

/** Sizes of height and width, which must be known. @throws ValueError naming the layer */
function imageSize(layer: CenterCrop | Resizing, shape: Shape): [number, number] {
  const first = layer.dataFormat === 'channels_last' ? 1 : 2;
  const [height, width] = shape.slice(first, first + 2);
  if (height != null && width != null) return [height, width];
  throw new ValueError(
    `Layer ${layer.name} can be exported to ONNX only for images of known height and width.`,
  );
}

const centerCrop: LayerExporter<CenterCrop> = (layer, { graph, x, inputs }) => {
  const size = imageSize(layer, inputs[0]!.shape);
  const kept = [layer.height, layer.width];
  const begin = size.map((whole, i) => Math.floor((whole - kept[i]!) / 2));
  const axes = layer.dataFormat === 'channels_last' ? [1, 2] : [2, 3];
  const ends = begin.map((start, i) => start + kept[i]!);
  return graph.add('Slice', [x, graph.ints(begin), graph.ints(ends), graph.ints(axes)]);
};

const LINEAR = { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };
const REPEAT = {
  mode: 'nearest',
  coordinate_transformation_mode: 'asymmetric',
  nearest_mode: 'floor',
};
const NEAREST = {
  mode: 'nearest',
  coordinate_transformation_mode: 'half_pixel',
  nearest_mode: 'round_prefer_ceil',
};

const upSampling: LayerExporter<UpSampling1D | UpSampling2D | UpSampling3D> = (layer, call) => {
  const { graph } = call;
  const size = [layer.size].flat();
  const dataFormat = 'dataFormat' in layer ? layer.dataFormat : 'channels_last';
  const linear = 'interpolation' in layer && layer.interpolation === 'bilinear';
  return channelsFirst(call, { rank: size.length, dataFormat }, (x) =>
    graph.add('Resize', [x, '', graph.floats([1, 1, ...size])], linear ? LINEAR : REPEAT),
  );
};

const resizing: LayerExporter<Resizing> = (layer, call) => {
  const { graph } = call;
  const mode = layer.interpolation === 'nearest' ? NEAREST : LINEAR;
  return channelsFirst(call, { rank: 2, dataFormat: layer.dataFormat }, (x) => {
    const { fitted, channels } = fit(layer, call, x);
    const sizes = graph.add(
      'Concat',
      [
        graph.add('Slice', [graph.add('Shape', [x]), graph.ints([0]), graph.ints([1])]),
        graph.ints([channels, layer.height, layer.width]),
      ],
      { axis: 0 },
    );
    return graph.add('Resize', [fitted, '', '', sizes], mode);
  });
};

/** The images, channels first, cropped or padded to the ratio that is wanted, if they shall be. */
function fit(layer: Resizing, { graph, inputs }: LayerCall, x: string) {
  const { shape } = inputs[0]!;
  const channels = shape[layer.dataFormat === 'channels_last' ? 3 : 1]!;
  if (!layer.cropToAspectRatio && !layer.padToAspectRatio) return { fitted: x, channels };
  const [height, width] = imageSize(layer, shape);
  const tall = Math.trunc((width * layer.height) / layer.width);
  const wide = Math.trunc((height * layer.width) / layer.height);
  if (layer.cropToAspectRatio) {
    const rows = Math.max(Math.min(height, tall), 1);
    const columns = Math.max(Math.min(width, wide), 1);
    const begin = [Math.trunc((height - rows) / 2), Math.trunc((width - columns) / 2)];
    const ends = [begin[0]! + rows, begin[1]! + columns];
    const slice = [graph.ints(begin), graph.ints(ends), graph.ints([2, 3])];
    return { fitted: graph.add('Slice', [x, ...slice]), channels };
  }
  const top = Math.trunc((Math.max(height, tall) - height) / 2);
  const left = Math.trunc((Math.max(width, wide) - width) / 2);
  const pads = graph.ints([0, 0, top, left, 0, 0, top, left]);
  return { fitted: graph.add('Pad', [x, pads, graph.floats(layer.fillValue)]), channels };
}

export const reshapingLayers: ExporterTable = {
  CenterCrop: centerCrop,
  Cropping1D: cropping,
  Cropping2D: cropping,
  Cropping3D: cropping,
  Flatten: flatten,
  Permute: permute,
  RepeatVector: repeatVector,
  Reshape: reshape,
  Resizing: resizing,
  UpSampling1D: upSampling,
  UpSampling2D: upSampling,
  UpSampling3D: upSampling,
  ZeroPadding1D: zeroPadding,
  ZeroPadding2D: zeroPadding,
  ZeroPadding3D: zeroPadding,
};
