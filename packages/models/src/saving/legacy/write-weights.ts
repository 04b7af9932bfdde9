import type { Variable } from '@ibexjs/core';
import { fromTensor, type Hdf5Content, type NdArrayLike } from '@ibexjs/formats';

import type { Model } from '../../model.js';
import { KERAS_VERSION } from '../keras-version.js';
import { namesAttributes } from './attributes.js';
import { legacyWeightsOf } from './read-weights.js';

interface MutableContent {
  datasets: Record<string, NdArrayLike>;
  attributes: Record<string, Record<string, string | string[]>>;
}

/** Weights as Keras' `.h5` has them. @param root '' for weights alone, else the group */
export async function legacyWeightsContent(
  model: Model,
  root: string,
): Promise<Required<Hdf5Content>> {
  const content: MutableContent = { datasets: {}, attributes: {} };
  const { layers } = model;
  content.attributes[root] = {
    ...namesAttributes(
      'layer_names',
      layers.map(({ name }) => name),
    ),
    backend: 'tensorflow',
    keras_version: KERAS_VERSION,
  };
  const at = (name: string) => (root === '' ? name : `${root}/${name}`);
  for (const layer of layers) await addVariables(content, at(layer.name), legacyWeightsOf(layer));
  await addVariables(content, at('top_level_model_weights'), model.ownWeights);
  return content;
}

/** Writes variables in a group, with the list of their names. */
export async function addVariables(
  { datasets, attributes }: MutableContent,
  group: string,
  variables: readonly Variable[],
): Promise<void> {
  const names: string[] = [];
  for (const variable of variables) {
    let name = variable.path;
    // paths need not be unique, names in a group must
    for (let i = 1; names.includes(name); i++) name = `${variable.path}_${i}`;
    names.push(name);
    datasets[`${group}/${name}`] = await fromTensor(variable.read());
  }
  attributes[group] = namesAttributes('weight_names', names);
}
