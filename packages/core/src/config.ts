import { FormatError, ValueError } from './errors.js';
import { fileError, systemCode } from './files.js';
import { checkChoice, nearest } from './options.js';
import { environment, nodeFs, nodeOs, nodePath } from './platform.js';

/** Where the channels of images stand, in Keras' words. */
export type ImageDataFormat = 'channels_last' | 'channels_first';

/** What Keras calls floatx. tfjs computes in float32 alone. */
export type FloatX = 'float32';

interface Settings {
  backend: string;
  floatx: FloatX;
  epsilon: number;
  imageDataFormat: ImageDataFormat;
  datasetsMirror: string;
}

interface Setting<T> {
  /** Environment variable. */
  variable: string;
  /** Key in the file, as Keras' keras.json has it; camelCase is read too. */
  key: string;
  initial: T;
  check: (where: string, value: unknown) => T;
}

const SETTINGS: { readonly [Name in keyof Settings]: Setting<Settings[Name]> } = {
  backend: {
    variable: 'IBEX_BACKEND',
    key: 'backend',
    initial: 'auto',
    check: (where, value) => checkString(where, 'backend', value),
  },
  floatx: {
    variable: 'IBEX_FLOATX',
    key: 'floatx',
    initial: 'float32',
    check: (where, value) => checkChoice(where, 'floatx', value as string, ['float32']),
  },
  epsilon: {
    variable: 'IBEX_EPSILON',
    key: 'epsilon',
    initial: 1e-7,
    check: checkEpsilon,
  },
  imageDataFormat: {
    variable: 'IBEX_IMAGE_DATA_FORMAT',
    key: 'image_data_format',
    initial: 'channels_last',
    check: (where, value) =>
      checkChoice(where, 'imageDataFormat', value as string, ['channels_last', 'channels_first']),
  },
  datasetsMirror: {
    variable: 'IBEX_DATASETS_MIRROR',
    key: 'datasets_mirror',
    initial: '',
    check: (where, value) => checkString(where, 'datasetsMirror', value),
  },
};

function checkString(where: string, option: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new ValueError(`${where}: option "${option}" must be a word; received ${String(value)}.`);
}

function checkEpsilon(where: string, value: unknown): number {
  // an environment variable is a word
  const epsilon = typeof value === 'string' ? Number(value) : value;
  if (typeof epsilon === 'number' && epsilon > 0 && epsilon < 1) return epsilon;
  throw new ValueError(
    `${where}: option "epsilon" must be a number between 0 and 1; received ${JSON.stringify(value)}.`,
  );
}

/** What setters set; goes before everything else. */
const chosen: Partial<Settings> = {};

/** Contents of the config file, read when first needed; null when there is none. */
let file: { path: string; values: Record<string, unknown> } | null | undefined;

/**
 * Folder of the config file and the cache: `IBEX_HOME`, else `~/.ibex`; undefined in a page.
 */
export function ibexHome(): string | undefined {
  const home = environment('IBEX_HOME');
  if (home) return home;
  const user = nodeOs()?.homedir();
  return user === undefined ? undefined : nodePath()!.join(user, '.ibex');
}

function readConfigFile(): typeof file {
  const home = ibexHome();
  if (home === undefined) return null;
  const path = nodePath()!.join(home, 'config.json');
  let text: string;
  try {
    text = nodeFs()!.readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return null;
    throw fileError('read', path, error);
  }
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch (error) {
    throw new FormatError(`${path} is not valid JSON: ${(error as Error).message}.`);
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new FormatError(`${path} must hold a JSON object such as {"backend": "wasm"}.`);
  }
  return { path, values: checkKeys(path, values as Record<string, unknown>) };
}

/** Keras' own file may be copied here, with keys that mean nothing to Ibex. */
const KERAS_ONLY = ['nnx_enabled', 'max_epochs', 'max_steps_per_epoch'];

function checkKeys(path: string, values: Record<string, unknown>): Record<string, unknown> {
  const known = Object.entries(SETTINGS).flatMap(([name, { key }]) => [name, key]);
  for (const key of Object.keys(values)) {
    if (known.includes(key) || KERAS_ONLY.includes(key)) continue;
    const near = nearest(key, known);
    throw new FormatError(
      `${path}: unknown key "${key}".` +
        (near ? ` Did you mean "${near}"?` : ` Known keys: ${known.join(', ')}.`),
    );
  }
  return values;
}

/** A setting and where it comes from: setter, environment variable, config file, default. */
function setting<Name extends keyof Settings>(name: Name): { value: Settings[Name]; from: string } {
  const { variable, key, initial, check }: Setting<Settings[Name]> = SETTINGS[name];
  const set = chosen[name];
  if (set !== undefined) return { value: set, from: 'the program' };
  const word = environment(variable);
  if (word !== undefined && word !== '') return { value: check(variable, word), from: variable };
  if (file === undefined) file = readConfigFile();
  const stored = file?.values[key] ?? file?.values[name];
  if (file && stored !== undefined) return { value: check(file.path, stored), from: file.path };
  return { value: initial, from: 'the default' };
}

function choose<Name extends keyof Settings>(
  where: string,
  name: Name,
  value: Settings[Name] | undefined,
): void {
  if (value === undefined) delete chosen[name];
  else chosen[name] = SETTINGS[name].check(where, value);
}

/** Keras' `config.floatx()`: the type of weights and inputs. Always 'float32'. */
export function floatx(): FloatX {
  return setting('floatx').value;
}

/** @throws ValueError for anything but 'float32' */
export function setFloatx(value: FloatX): void {
  choose('setFloatx', 'floatx', value);
}

/** Keras' `config.epsilon()`: the small number that keeps divisions finite. Default: 1e-7. */
export function epsilon(): number {
  return setting('epsilon').value;
}

/** @throws ValueError unless it lies between 0 and 1 */
export function setEpsilon(value: number): void {
  choose('setEpsilon', 'epsilon', value);
}

/** Keras' `config.image_data_format()`. Default: 'channels_last'. */
export function imageDataFormat(): ImageDataFormat {
  return setting('imageDataFormat').value;
}

/** @throws ValueError for another word; camelCase is accepted */
export function setImageDataFormat(
  value: ImageDataFormat | 'channelsLast' | 'channelsFirst',
): void {
  choose('setImageDataFormat', 'imageDataFormat', value as ImageDataFormat);
}

/** The backend that environment or config file ask for, 'auto' by default, and who asks. */
export function configuredBackend(): { value: string; from: string } {
  return setting('backend');
}

/**
 * Folder or http address that data sets are looked for in before their publishers' addresses;
 * undefined when there is none. `IBEX_DATASETS_MIRROR`, or `datasets_mirror` in the config file.
 */
export function datasetsMirror(): string | undefined {
  return setting('datasetsMirror').value || undefined;
}

/** Sets the mirror for this process; an empty word turns it off, undefined unsets it. */
export function setDatasetsMirror(value: string | undefined): void {
  choose('setDatasetsMirror', 'datasetsMirror', value);
}

/** Forgets what setters set, and reads the config file again when it is next needed. */
export function resetConfig(): void {
  for (const name of Object.keys(chosen)) delete chosen[name as keyof Settings];
  file = undefined;
}
