import {
  fileExists,
  makeFolder,
  removeFile,
  renameFile,
  temporaryName,
  writeFileAtomic,
} from '@ibexjs/core';

import type { Model } from '../model.js';
import { modelToArchive } from './keras-archive.js';
import { modelToLegacyFile } from './legacy/model-file.js';
import type { FileDestination } from './source.js';
import { weightsToNpz } from './weights.js';

/** Names of the files in a model's folder. */
export const ARCHITECTURE = 'model.json';
export const WEIGHTS = 'weights.npz';

/**
 * Writes a model. The name says the form: `.keras` is Keras 3's, `.h5` that of Keras 2, any other
 * name a folder. A function is given the bytes of a `.keras` file. Files and folders are whole or
 * not there.
 *
 * @throws FileError
 */
export async function saveModel(model: Model, destination: FileDestination): Promise<void> {
  if (typeof destination !== 'string') return destination(await modelToArchive(model));
  if (/\.keras$/i.test(destination)) {
    await writeFileAtomic(destination, await modelToArchive(model));
  } else if (/\.(h5|hdf5)$/i.test(destination)) {
    await writeFileAtomic(destination, await modelToLegacyFile(model));
  } else {
    await saveFolder(model, destination);
  }
}

/** `model.json` (Keras' config) and `weights.npz`, made under another name and then renamed. */
async function saveFolder(model: Model, folder: string): Promise<void> {
  const temporary = temporaryName(folder);
  try {
    await makeFolder(temporary);
    await writeFileAtomic(`${temporary}/${ARCHITECTURE}`, model.toJSON());
    await writeFileAtomic(`${temporary}/${WEIGHTS}`, await weightsToNpz(model));
    await replaceFolder(temporary, folder);
  } catch (error) {
    await removeFile(temporary);
    throw error;
  }
}

async function replaceFolder(made: string, folder: string): Promise<void> {
  if (!(await fileExists(folder))) return renameFile(made, folder);
  const old = temporaryName(folder);
  await renameFile(folder, old);
  try {
    await renameFile(made, folder);
  } catch (error) {
    await renameFile(old, folder);
    throw error;
  }
  await removeFile(old);
}
