import { checkOptions, isNode, NotFoundError, StateError, ValueError } from '@ibexjs/core';
import { fromTensor, writeTfjsWeights, type NdArrayLike } from '@ibexjs/formats';
import { io } from '@tensorflow/tfjs-core';

import type { Model } from '../../model.js';
import { FileHandler } from './file-handler.js';
import { toTfjsTopology } from './topology.js';
import { tfjsWeightNames } from './weight-names.js';

/** Options of `model.save` for TensorFlow.js' form. */
export interface SaveConfig {
  /** Leave out the weights that are not trained. Default: false. */
  trainableOnly?: boolean;
  /** Only false: the optimizer's state is kept in `.keras`. */
  includeOptimizer?: boolean;
}

/** Whether `model.save` is asked for TensorFlow.js' form: by an address or a handler. */
export function isTfjsDestination(destination: unknown): destination is string | io.IOHandler {
  if (typeof destination === 'string') return destination.includes('://');
  return typeof (destination as { save?: unknown } | null)?.save === 'function';
}

/**
 * Saves a model in TensorFlow.js' layers format, as tfjs-layers' `model.save` does.
 * @throws StateError before the model is built; what the handler throws
 */
export async function saveLayersModel(
  model: Model,
  destination: string | io.IOHandler,
  config: SaveConfig = {},
): Promise<io.SaveResult> {
  checkOptions('save', config, ['trainableOnly', 'includeOptimizer']);
  if (config.includeOptimizer)
    throw new ValueError(
      "save: the optimizer's state is kept in files of Keras; save to 'x.keras'.",
    );
  if (!model.built)
    throw new StateError(`Model ${model.name} has no weights to save yet: build it first.`);
  const handler = typeof destination === 'string' ? handlerFor(destination) : destination;
  const arrays: Record<string, NdArrayLike> = {};
  for (const [variable, name] of tfjsWeightNames(model)) {
    if (!config.trainableOnly || variable.trainable)
      arrays[name] = await fromTensor(variable.read());
  }
  const { specs, bytes } = writeTfjsWeights(arrays);
  return handler.save!({
    modelTopology: toTfjsTopology(model.toJSON(null, false)),
    format: 'layers-model',
    generatedBy: 'ibex',
    convertedBy: null,
    weightSpecs: specs,
    weightData: bytes.buffer as ArrayBuffer,
  });
}

function handlerFor(address: string): io.IOHandler {
  if (isNode && address.startsWith('file://'))
    return new FileHandler(address.slice('file://'.length));
  const [handler] = io.getSaveHandlers(address);
  if (handler?.save) return handler;
  throw new NotFoundError(
    `save: nothing here saves to ${address}. Known are file:// (Node), http://, localstorage://, indexeddb:// and downloads:// (pages).`,
  );
}
