import { checkOptions, checkPositiveInteger, ValueError, writeFileAtomic } from '@ibexjs/core';
import type { DataType, Shape } from '@ibexjs/layers';
import type { Model } from '@ibexjs/models';

import { addExporters } from './exporter.js';
import { OnnxGraph } from './graph/onnx-graph.js';
import { readWeights } from './graph/weights.js';
import { layerExporters } from './layers/index.js';
import { exportModel } from './model-graph.js';
import { encodeMessage } from './proto/encode.js';
import { DATA_TYPES, type ModelProto, type ValueInfoProto } from './proto/messages.js';

/** The version of ONNX's operators that exported graphs use: read by ONNX 1.12 (2022) and later. */
export const ONNX_OPSET = 17;
/** The version of the file format that goes with it. */
const IR_VERSION = 8;

export interface ExportOnnxOptions {
  /** Where to write the file. Default: nowhere. */
  path?: string;
  /** Name of the graph. Default: the model's. */
  name?: string;
  /** A fixed batch size. Default: null, any. */
  batchSize?: number | null;
}

addExporters(layerExporters);

/**
 * A model as ONNX: what it computes in inference, with its weights, for onnxruntime and whatever
 * else reads the format. Inputs are called after the model's input layers, outputs after the layers
 * that make them; the batch size, and every other size that the model leaves open, stays open.
 *
 * The opset is `ONNX_OPSET`. Dropout and its like are left out; preprocessing of strings cannot be
 * exported.
 *
 * @param options a path to write to, or options
 * @returns the file's bytes
 * @throws NotFoundError naming a layer or activation that cannot be exported; ValueError above 2 GiB,
 *   for a model that is not a graph or holds stateful layers; FileError
 * @example const bytes = await exportOnnx(model, 'model.onnx');
 */
export async function exportOnnx(
  model: Model,
  options: string | ExportOnnxOptions = {},
): Promise<Uint8Array> {
  const given = typeof options === 'string' ? { path: options } : options;
  checkOptions('exportOnnx', given, ['path', 'name', 'batchSize']);
  const { path, name = model.name, batchSize = null } = given;
  if (batchSize !== null) checkPositiveInteger('exportOnnx', 'batchSize', batchSize);
  const graph = new OnnxGraph(await readWeights(model));
  const inputs = model.inputs.map(({ shape, dtype }, i) => ({
    name: graph.unique(model.inputNames[i]!),
    shape: [batchSize ?? shape[0] ?? null, ...shape.slice(1)],
    dtype,
    mask: null,
  }));
  const outputs = exportModel(graph, model, inputs).map((value, i) => ({
    ...value,
    name: namedOutput(graph, value.name, model.outputNames[i]!),
  }));
  const proto: ModelProto = {
    irVersion: IR_VERSION,
    producerName: 'Ibex',
    producerVersion: '',
    opsetImport: [{ domain: '', version: ONNX_OPSET }],
    graph: graph.finish(name, inputs.map(infoOf), outputs.map(infoOf), true),
  };
  const bytes = encodeMessage('Model', proto);
  if (path !== undefined) await writeFileAtomic(path, bytes);
  return bytes;
}

function namedOutput(graph: OnnxGraph, from: string, name: string): string {
  const output = graph.unique(name);
  graph.nodes.push({
    name: graph.unique(`${name}/Identity`),
    opType: 'Identity',
    input: [from],
    output: [output],
    attribute: [],
  });
  return output;
}

const TYPES: Partial<Record<DataType, keyof typeof DATA_TYPES>> = {
  float32: 'float',
  int32: 'int32',
  bool: 'bool',
};

/** How ONNX declares an input or output. */
function infoOf(value: { name: string; shape: Shape; dtype: DataType }): ValueInfoProto {
  const type = TYPES[value.dtype];
  if (!type) {
    throw new ValueError(
      `The tensor ${value.name} is of type ${value.dtype}, which cannot be exported to ONNX; float32, int32 and bool can.`,
    );
  }
  const dim = value.shape.map((size, axis) => {
    if (size !== null) return { dimValue: size };
    return { dimParam: axis === 0 ? 'batch' : `${value.name}_${axis}` };
  });
  return { name: value.name, type: { tensorType: { elemType: DATA_TYPES[type], shape: { dim } } } };
}
