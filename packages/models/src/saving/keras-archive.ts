import { FormatError } from '@ibexjs/core';
import { ZipArchive, writeZip } from '@ibexjs/formats';

import type { Model } from '../model.js';
import { compileConfigOf, compileOptionsFrom } from './compile-config.js';
import { KERAS_VERSION } from './keras-version.js';
import { freeOnError } from './free-on-error.js';
import { kerasJson } from './keras-json.js';
import { modelFromJSON } from './model-json.js';
import { ARCHIVE_WEIGHTS, inFile } from './weight-file.js';
import { loadAssets } from './assets.js';
import { weightsFromBytes, weightsToHdf5 } from './weights.js';

const CONFIG = 'config.json';
const METADATA = 'metadata.json';
const ARCHIVE_NPZ = 'model.weights.npz';

/** How much of a file is made into a model. */
export interface LoadModelOptions {
  /** Compile the model as it was, its optimizer's state restored. Default: true. */
  compile?: boolean;
}

/** The bytes of a `.keras` file: the model, how it was compiled, weights, the optimizer's state. */
export async function modelToArchive(model: Model): Promise<Uint8Array> {
  const compiled = compileConfigOf(model);
  const config = { ...model.toJSON(null, false), ...(compiled && { compile_config: compiled }) };
  const metadata = { keras_version: KERAS_VERSION, date_saved: dateSaved(), generator: 'ibex' };
  const text = (value: unknown) => new TextEncoder().encode(kerasJson(value));
  return writeZip([
    [METADATA, text(metadata)],
    [CONFIG, text(config)],
    [ARCHIVE_WEIGHTS, await weightsToHdf5(model)],
  ]);
}

/** Keras' form: `2025-01-31@12:00:00`. */
function dateSaved(): string {
  return new Date().toISOString().slice(0, 19).replace('T', '@');
}

/** Makes the model of a `.keras` file. @throws FormatError naming the file and what is wrong in it */
export async function modelFromArchive(
  bytes: Uint8Array,
  where: string,
  { compile = true }: LoadModelOptions,
): Promise<Model> {
  const { config, weights, zip } = inFile(where, () => unpack(bytes));
  const model = inFile(where, () => modelFromJSON(config));
  return disposeOnError(model, async () => {
    const compiled = config['compile_config'];
    // Keras writes an empty one for a model that is not compiled
    if (compile && Object.keys(compiled ?? {}).length > 0) compileFrom(model, compiled, where);
    if (model.built) await weightsFromBytes(model, weights, where);
    inFile(where, () => loadAssets(model, zip, weights));
  });
}

interface Unpacked {
  config: Record<string, unknown>;
  weights: Uint8Array;
  zip: ZipArchive;
}

function unpack(bytes: Uint8Array): Unpacked {
  const zip = new ZipArchive(bytes);
  for (const name of [METADATA, CONFIG]) {
    if (!zip.has(name)) throw new FormatError(`it has no ${name}, so it is no .keras file.`);
  }
  const name = zip.has(ARCHIVE_WEIGHTS) ? ARCHIVE_WEIGHTS : ARCHIVE_NPZ;
  if (!zip.has(name)) throw new FormatError(`it has no ${ARCHIVE_WEIGHTS}.`);
  const config = parseConfig(zip.read(CONFIG));
  return { config, weights: zip.read(name), zip };
}

function parseConfig(bytes: Uint8Array): Record<string, unknown> {
  let config: unknown;
  try {
    config = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new FormatError(`${CONFIG} is not JSON (${(error as Error).message}).`, { cause: error });
  }
  if (typeof config === 'object' && config !== null) return config as Record<string, unknown>;
  throw new FormatError(`${CONFIG} does not describe a model.`);
}

/** Compiles a model as a file says, and makes the optimizer's variables, for values to come. */
export function compileFrom(model: Model, config: unknown, where: string): void {
  freeOnError(() => model.compile(inFile(where, () => compileOptionsFrom(config, where))));
  const weights = model.built ? model.trainableWeights : [];
  if (weights.length > 0) model.optimizer!.build(weights);
}

/** Runs the rest of loading a model; a model that cannot be finished is freed. */
export async function disposeOnError(model: Model, finish: () => Promise<void>): Promise<Model> {
  try {
    await finish();
    return model;
  } catch (error) {
    model.optimizer?.dispose();
    model.dispose();
    throw error;
  }
}
