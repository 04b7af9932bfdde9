import { FormatError, ValueError } from '@ibexjs/core';
import { deserializeLayer } from '@ibexjs/layers';

import type { Model, ModelConfig } from '../model.js';
import { Trainer } from '../training/trainer.js';
import { toKeras3 } from './dialect.js';
import { freeOnError } from './free-on-error.js';

/**
 * Makes a model from its JSON description: what `model.toJSON()`, Keras 3, Keras 2 or tfjs-layers
 * wrote, as text or parsed; also the `{modelTopology}` of tfjs' `model.json`. The weights are new.
 *
 * @throws FormatError for what is no model's JSON, NotFoundError for a class that is not registered
 */
export function modelFromJSON(json: string | object): Model {
  const config = toKeras3(unwrap(typeof json === 'string' ? parse(json) : json)) as ModelConfig;
  return freeOnError(() => makeModel(config));
}

function makeModel(config: ModelConfig): Model {
  const { build_config: buildConfig } = config;
  const model = deserializeLayer(config);
  // every model is a Trainer, and nothing else is; naming Model here would close a cycle of imports
  if (!(model instanceof Trainer)) {
    throw new ValueError(
      `modelFromJSON: the JSON describes a layer, ${config.class_name}, and not a model.`,
    );
  }
  if (!model.built && buildConfig) model.buildFromConfig(buildConfig);
  return model as Model;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new FormatError(`modelFromJSON: this is not JSON (${(error as Error).message}).`, {
      cause: error,
    });
  }
}

/** The part that has `class_name` and `config`, wherever the different files keep it. */
function unwrap(json: unknown): ModelConfig {
  let config = json as Record<string, unknown> | null;
  for (const key of ['modelTopology', 'model_config']) {
    const inner = config?.[key];
    if (typeof inner === 'object' && inner !== null) config = inner as Record<string, unknown>;
  }
  if (typeof config?.['class_name'] === 'string' && typeof config['config'] === 'object')
    return config as unknown as ModelConfig;
  throw new FormatError(
    'modelFromJSON: a model\'s JSON has "class_name" and "config"; this has not.',
  );
}
