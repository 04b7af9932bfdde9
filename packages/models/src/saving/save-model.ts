import {
  fileExists,
  makeFolder,
  removeFile,
  renameFile,
  temporaryName,
  writeFileAtomic,
} from '@ibexjs/core';

import type { Model } from '../model.js';
import { weightsToBytes } from './weights.js';

/** Names of the files in a model's folder. */
export const ARCHITECTURE = 'model.json';
export const WEIGHTS = 'weights.npz';

/**
 * Writes a model as a folder of two files, `model.json` (Keras' config) and `weights.npz`. The folder
 * is made under another name and then renamed, so that it is whole or not there.
 *
 * @throws FileError
 */
export async function saveModel(model: Model, folder: string): Promise<void> {
  const temporary = temporaryName(folder);
  try {
    await makeFolder(temporary);
    await writeFileAtomic(`${temporary}/${ARCHITECTURE}`, model.toJSON());
    await writeFileAtomic(`${temporary}/${WEIGHTS}`, await weightsToBytes(model));
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
