import { readFile, readJsonFile } from '@ibexjs/core';

import type { Model } from '../model.js';
import { modelFromJSON } from './model-json.js';
import { ARCHITECTURE, WEIGHTS } from './save-model.js';
import { weightsFromBytes } from './weights.js';

/**
 * Reads a model that `saveModel` wrote: a new model with the saved weights. It must be compiled
 * before it is trained further.
 *
 * @throws FileError, FormatError
 */
export async function loadModel(folder: string): Promise<Model> {
  const model = modelFromJSON((await readJsonFile(`${folder}/${ARCHITECTURE}`)) as object);
  try {
    weightsFromBytes(model, await readFile(`${folder}/${WEIGHTS}`), `${folder}/${WEIGHTS}`);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}
