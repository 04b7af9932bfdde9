import { checkOptions, FormatError, fileExists, readFile, readJsonFile } from '@ibexjs/core';

import type { Model } from '../model.js';
import { disposeOnError, modelFromArchive, type LoadModelOptions } from './keras-archive.js';
import { modelFromLegacyFile } from './legacy/model-file.js';
import { modelFromJSON } from './model-json.js';
import { ARCHITECTURE, WEIGHTS } from './save-model.js';
import { withSource, type FileSource } from './source.js';
import { kindOf } from './weight-file.js';
import { weightsFromBytes } from './weights.js';

export type { LoadModelOptions };

/**
 * Makes a model from a file of Ibex or Keras: `.keras` of Keras 3, `.h5` of Keras 1, 2 and 3, or a
 * folder that `model.save` wrote. A model that was compiled is compiled again, with the optimizer's
 * state, so that its training goes on.
 *
 * Nothing in a file is executed: a Lambda layer with Python bytecode is refused. Classes of your own
 * are registered first, with `registerLayer` and its like.
 *
 * @param source path, http address, bytes, `File` or `Blob`, or a function that gives bytes
 * @throws FileError, DownloadError, FormatError for what is damaged or no model, NotFoundError for a
 *   class that is not registered
 */
export async function loadModel(
  source: FileSource,
  options: LoadModelOptions = {},
): Promise<Model> {
  checkOptions('loadModel', options, ['compile']);
  if (typeof source === 'string' && (await isFolder(source))) return loadFolder(source);
  return withSource(source, (bytes, where) => {
    const kind = kindOf(bytes);
    if (kind === 'hdf5') return modelFromLegacyFile(bytes, where, options);
    if (kind === 'zip' && bytes instanceof Uint8Array)
      return modelFromArchive(bytes, where, options);
    throw new FormatError(
      `${where} is no model: neither a zip file (.keras) nor HDF5 (.h5). For TensorFlow.js' model.json use loadLayersModel.`,
    );
  });
}

function isFolder(path: string): Promise<boolean> {
  return fileExists(`${path}/${ARCHITECTURE}`);
}

async function loadFolder(folder: string): Promise<Model> {
  const model = modelFromJSON((await readJsonFile(`${folder}/${ARCHITECTURE}`)) as object);
  return disposeOnError(model, async () => {
    const file = `${folder}/${WEIGHTS}`;
    await weightsFromBytes(model, await readFile(file), file);
  });
}
