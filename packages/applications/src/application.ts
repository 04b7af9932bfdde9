import {
  checkChoice,
  checkOptions,
  checkPositiveInteger,
  deferValues,
  imageDataFormat,
  ValueError,
} from '@ibexjs/core';
import {
  dense,
  globalAveragePooling2d,
  globalMaxPooling2d,
  input,
  nodeOf,
  type DenseOptions,
  type SymbolicTensor,
} from '@ibexjs/layers';
import { model, type Functional } from '@ibexjs/models';

import { checkSettings, resolveInputShape, type InputRules } from './input-shape.js';
import { COMMON_OPTIONS, type ApplicationOptions, type Settings } from './options.js';
import { preprocessorOf, type PreprocessMode, type PreprocessInput } from './preprocess-input.js';
import { fetchPublished, type PublishedWeights } from './weights.js';

/** What makes an application: its data and how its graph is drawn. */
export interface ApplicationSpec<Extra extends object = object> extends InputRules {
  /** Name in code and messages: `resNet50`. */
  factory: string;
  /** Name of the model, unless the user gives one. */
  name: string | ((settings: Settings & Extra) => string);
  /** How pixels become inputs. */
  mode: PreprocessMode;
  /** Further options and their defaults. */
  extras?: Extra;
  /** @throws ValueError where further options contradict the others */
  check?(settings: Settings & Extra): void;
  /** Rules for the size of images, where they are not the usual ones. */
  resolveShape?(settings: Omit<Settings, 'shape'> & Extra): Settings['shape'];
  /** From images to features. */
  features(x: SymbolicTensor, settings: Settings & Extra): SymbolicTensor;
  /** From features to classes. Default: average pooling and one dense layer. */
  top?(x: SymbolicTensor, settings: Settings & Extra): SymbolicTensor;
  /** Names of the pooling layers on top of features. Default: numbered ones. */
  poolNames?: { avg: string; max: string };
  /** What follows the pooling, or the features where they are not pooled. */
  finish?(x: SymbolicTensor): SymbolicTensor;
  /** Where the weights of ImageNet are. */
  weights(settings: Settings & Extra): PublishedWeights;
}

/** A network that can be made: call it for a model; its properties say how to use it. */
export interface Application<Options extends ApplicationOptions = ApplicationOptions> {
  /**
   * Makes the model.
   * @throws ValueError, ShapeError for options that do not go together; DownloadError, FileError,
   *   FormatError for weights that cannot be had
   */
  (options?: Options): Promise<Functional>;
  /** Height and width of the images that it was trained on. */
  readonly inputSize: number;
  /** Brings pixels of 0 to 255 into the form that the published weights expect. */
  readonly preprocessInput: PreprocessInput;
  /** The name of that form, which `preprocessInput` of the package takes as `mode`. */
  readonly preprocessMode: PreprocessMode;
  /** Which file of published weights goes with such options, for machines without a network. */
  readonly publishedWeights: (options?: Options) => PublishedWeights;
}

/** Makes an application of its description. */
export function defineApplication<Extra extends object>(
  spec: ApplicationSpec<Extra>,
): Application<ApplicationOptions & Partial<Extra>> {
  const make = async (options: ApplicationOptions & Partial<Extra> = {}): Promise<Functional> => {
    const settings = readSettings(spec, options);
    const { weights } = settings;
    if (weights === null) return drawModel(spec, settings);
    const source = weights === 'imagenet' ? await fetchPublished(spec.weights(settings)) : weights;
    // no time and memory for numbers that the file replaces
    const made = deferValues(() => drawModel(spec, settings));
    try {
      await made.loadWeights(source);
    } catch (error) {
      made.dispose();
      throw error;
    }
    return made;
  };
  return Object.assign(make, {
    inputSize: spec.defaultSize,
    preprocessInput: preprocessorOf(spec.mode),
    preprocessMode: spec.mode,
    publishedWeights: (options: ApplicationOptions & Partial<Extra> = {}) =>
      spec.weights(readSettings(spec, { ...options, weights: 'imagenet' })),
  });
}

function readSettings<Extra extends object>(
  spec: ApplicationSpec<Extra>,
  options: ApplicationOptions & Partial<Extra>,
): Settings & Extra {
  const where = spec.factory;
  checkOptions(where, options, [...COMMON_OPTIONS, ...Object.keys(spec.extras ?? {})]);
  if (imageDataFormat() !== 'channels_last') {
    throw new ValueError(
      `${where}: applications work on images with channels last; call setImageDataFormat('channelsLast').`,
    );
  }
  const given = options as Record<string, unknown>;
  const extras = Object.fromEntries(
    Object.entries(spec.extras ?? {}).map(([key, value]) => [key, given[key] ?? value]),
  ) as Extra;
  const classes = options.classes ?? 1000;
  checkPositiveInteger(where, 'classes', classes);
  const pooling = options.pooling ?? null;
  const partial = {
    ...extras,
    includeTop: options.includeTop ?? true,
    weights: options.weights === undefined ? 'imagenet' : options.weights,
    inputTensor: options.inputTensor ?? null,
    inputShape: options.inputShape ?? null,
    pooling: pooling && checkChoice(where, 'pooling', pooling, ['avg', 'max']),
    classes,
    classifierActivation:
      options.classifierActivation === undefined ? 'softmax' : options.classifierActivation,
    name: options.name ?? null,
  };
  const shape = spec.resolveShape?.(partial) ?? resolveInputShape(where, partial, spec);
  const settings = { ...partial, shape };
  checkSettings(where, settings);
  spec.check?.(settings);
  return settings;
}

function drawModel<Extra extends object>(
  spec: ApplicationSpec<Extra>,
  settings: Settings & Extra,
): Functional {
  const start = settings.inputTensor ?? input({ shape: settings.shape });
  const outputs = drawOutputs(spec, spec.features(start, settings), settings);
  const name = settings.name ?? (typeof spec.name === 'string' ? spec.name : spec.name(settings));
  return model({ inputs: sourcesOf(start), outputs, name });
}

function drawOutputs<Extra extends object>(
  spec: ApplicationSpec<Extra>,
  features: SymbolicTensor,
  settings: Settings & Extra,
): SymbolicTensor {
  if (settings.includeTop) return (spec.top ?? averageAndDense)(features, settings);
  const { pooling } = settings;
  const poolName = pooling && spec.poolNames?.[pooling];
  const named = poolName ? { name: poolName } : {};
  let x = features;
  if (pooling === 'avg') x = globalAveragePooling2d(named).apply(x);
  else if (pooling === 'max') x = globalMaxPooling2d(named).apply(x);
  return spec.finish?.(x) ?? x;
}

/** The usual classifier: average pooling and one dense layer. */
export function averageAndDense(x: SymbolicTensor, settings: Settings): SymbolicTensor {
  return classifier(globalAveragePooling2d({ name: 'avg_pool' }).apply(x), settings);
}

/** The dense layer that tells the classes. */
export function classifier(
  x: SymbolicTensor,
  { classes, classifierActivation }: Settings,
  options: Partial<DenseOptions> = {},
): SymbolicTensor {
  return dense({
    units: classes,
    activation: classifierActivation,
    name: 'predictions',
    ...options,
  }).apply(x);
}

/** The inputs of the graph that a symbolic tensor ends. */
function sourcesOf(tensor: SymbolicTensor): SymbolicTensor[] {
  const sources = new Set<SymbolicTensor>();
  const seen = new Set<SymbolicTensor>();
  const visit = (x: SymbolicTensor): void => {
    if (seen.has(x)) return;
    seen.add(x);
    const node = nodeOf(x);
    if (!node || node.isInput) sources.add(x);
    else node.inputTensors.forEach(visit);
  };
  visit(tensor);
  return [...sources];
}
