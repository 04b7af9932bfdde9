import { checkOptions, FormatError, isNode, ValueError } from '@ibexjs/core';
import { readTfjsWeights, type TfjsWeightSpec } from '@ibexjs/formats';
import { io } from '@tensorflow/tfjs-core';

import type { Model } from '../../model.js';
import { assignAll } from '../assign-state.js';
import { disposeOnError } from '../keras-archive.js';
import { modelFromJSON } from '../model-json.js';
import { inFile } from '../weight-file.js';
import { FileHandler } from './file-handler.js';
import { joinBytes } from './join-bytes.js';
import { fitTfjsWeights } from './weight-names.js';

/** Options of `loadLayersModel`: tfjs' own, and `strict`. */
export interface LoadLayersModelOptions extends io.LoadOptions {
  /** Weights that are missing or left over are errors. Default: true. */
  strict?: boolean;
}

const OPTIONS = [
  'strict',
  'onProgress',
  'requestInit',
  'fetchFunc',
  'weightPathPrefix',
  'fromTFHub',
  'weightUrlConverter',
  'streamWeights',
];

/**
 * Loads a model of TensorFlow.js' layers format, `model.json` and its shards, quantized or not: of
 * `model.save`, of tfjs-layers, or of the converter from Keras.
 *
 * @param source in Node a path or `file://` address of `model.json`; an http address; any address
 *   that tfjs knows (`indexeddb://`, `localstorage://`); or an IOHandler (`io.browserFiles` …)
 * @throws FileError, FormatError for what is damaged, a graph model, or weights that do not fit
 */
export async function loadLayersModel(
  source: string | io.IOHandler,
  options: LoadLayersModelOptions = {},
): Promise<Model> {
  const { strict = true, ...loadOptions } = options;
  checkOptions('loadLayersModel', options, OPTIONS);
  const where = typeof source === 'string' ? source : 'the given handler';
  const handler = typeof source === 'string' ? handlerFor(source, loadOptions) : source;
  if (typeof handler.load !== 'function')
    throw new ValueError('loadLayersModel: the IOHandler has no method load().');
  const artifacts = await handler.load();
  const model = inFile(where, () => modelFromJSON(topologyOf(artifacts)));
  return disposeOnError(model, () => {
    const { weightSpecs, weightData } = artifacts;
    if (weightSpecs !== undefined && weightData !== undefined) {
      const bytes = joinBytes([weightData].flat().map((part) => new Uint8Array(part)));
      const arrays = inFile(where, () => readTfjsWeights(weightSpecs as TfjsWeightSpec[], bytes));
      assignAll(fitTfjsWeights(model, arrays, where, strict));
    }
    return Promise.resolve();
  });
}

function handlerFor(source: string, options: io.LoadOptions): io.IOHandler {
  if (isNode && source.startsWith('file://'))
    return new FileHandler(source.slice('file://'.length));
  const [handler] = io.getLoadHandlers(source, options);
  if (handler) return handler;
  if (isNode && !source.includes('://')) return new FileHandler(source);
  return io.browserHTTPRequest(source, options);
}

function topologyOf({ modelTopology: topology, format }: io.ModelArtifacts): object {
  if (format === 'graph-model' || (topology && 'node' in topology)) {
    throw new FormatError(
      'this is a graph model, which has no layers; tf.loadGraphModel of @tensorflow/tfjs-converter runs it.',
    );
  }
  if (typeof topology === 'object' && topology !== null) return topology;
  throw new FormatError('it has no "modelTopology".');
}
