import { deserializeLayer, serializeLayer } from '@ibexjs/layers';

import type { Model } from './model.js';

/**
 * A model of the same layers with new weights, drawn anew from the initializers.
 * It shares nothing with the model it is made from.
 *
 * @see https://keras.io/api/models/model_saving_apis/ (`clone_model`)
 */
export function cloneModel<M extends Model>(model: M): M {
  const { build_config: buildConfig, ...serialized } = serializeLayer(model);
  const copy = deserializeLayer(serialized) as M;
  if (!copy.built && buildConfig) copy.buildFromConfig(buildConfig);
  return copy;
}
