import { NotFoundError, StateError, nearest, type SerializedObject } from '@ibexjs/core';
import { serializeLayer, type Layer, type Shape, type SymbolicTensor } from '@ibexjs/layers';

import type { io } from '@tensorflow/tfjs-core';

import { printSummary, type SummaryOptions } from './summary/summary.js';
import { saveModel } from './saving/save-model.js';
import {
  isTfjsDestination,
  saveLayersModel,
  type SaveConfig,
} from './saving/tfjs/save-layers-model.js';
import type { FileDestination, FileSource } from './saving/source.js';
import {
  loadWeights,
  saveWeights,
  type LoadWeightsOptions,
  type SaveWeightsOptions,
} from './saving/weights.js';
import { Trainer } from './training/index.js';

/** A model's description as it stands in JSON. */
export interface ModelConfig extends SerializedObject {
  keras_version?: string;
  backend?: string;
}

/**
 * A layer that can be trained, saved and described: what `sequential` and `model` make, and what a
 * model of your own extends.
 *
 * @example
 * class Perceptron extends Model {
 *   hidden = dense({ units: 16, activation: 'relu' });
 *   out = dense({ units: 1 });
 *   call(x) {
 *     return this.out.apply(this.hidden.apply(x));
 *   }
 * }
 *
 * @see https://keras.io/api/models/model/
 */
export abstract class Model extends Trainer {
  static override readonly className: string = 'Model';

  /** The model's layers, in Keras' order. */
  get layers(): Layer[] {
    return this.sublayers;
  }

  /** Symbolic inputs, where the model is a graph. */
  get inputs(): SymbolicTensor[] {
    throw new StateError(
      `Model ${this.name} has no symbolic inputs: it is not a graph, or not built yet.`,
    );
  }

  /** Symbolic outputs, where the model is a graph. */
  get outputs(): SymbolicTensor[] {
    throw new StateError(
      `Model ${this.name} has no symbolic outputs: it is not a graph, or not built yet.`,
    );
  }

  /** Names of the inputs; empty where the model is not a graph. */
  get inputNames(): string[] {
    return [];
  }

  /** Names of the outputs, by which losses and metrics are given; empty where the model is not a graph. */
  get outputNames(): string[] {
    return [];
  }

  /** Shapes of the outputs; null where the model is not a graph. */
  get outputShapes(): Shape[] | null {
    return null;
  }

  /**
   * A layer by name or by index.
   * @throws NotFoundError with the nearest name
   */
  getLayer(nameOrIndex: string | number): Layer {
    const { layers } = this;
    const found =
      typeof nameOrIndex === 'number'
        ? layers.at(nameOrIndex)
        : layers.find(({ name }) => name === nameOrIndex);
    if (found) return found;
    if (typeof nameOrIndex === 'number') {
      throw new NotFoundError(
        `Model ${this.name} has ${layers.length} layers; there is none at index ${nameOrIndex}.`,
      );
    }
    const names = layers.map(({ name }) => name);
    const near = nearest(nameOrIndex, names);
    throw new NotFoundError(
      `Model ${this.name} has no layer "${nameOrIndex}".` +
        (near ? ` Did you mean "${near}"?` : ` It has ${names.join(', ')}.`),
    );
  }

  /**
   * Prints a table of the layers, their output shapes and numbers of parameters.
   *
   * tfjs-layers' form by position, `summary(lineLength, positions, printFn)`, works too.
   */
  summary(options?: SummaryOptions): void;
  summary(lineLength?: number, positions?: number[], printFn?: SummaryOptions['printFn']): void;
  summary(
    options: SummaryOptions | number = {},
    positions?: number[],
    printFn?: SummaryOptions['printFn'],
  ): void {
    const named = typeof options === 'number' ? { lineLength: options } : options;
    printSummary(this, { ...named, ...(positions && { positions }), ...(printFn && { printFn }) });
  }

  /**
   * The model's architecture as JSON, without weights, in Keras 3's form: `modelFromJSON` and
   * `keras.models.model_from_json` make the model again.
   *
   * @param _key as JSON.stringify calls it; not used
   * @param returnString false gives the object. Default: true
   */
  toJSON(_key?: unknown, returnString?: true): string;
  toJSON(_key: unknown, returnString: false): ModelConfig;
  toJSON(_key?: unknown, returnString = true): string | ModelConfig {
    const config = serializeLayer(this) as ModelConfig;
    return returnString ? JSON.stringify(config) : config;
  }

  /**
   * Writes the model, whole or not at all.
   *
   * @param destination a path: `model.keras` (Keras 3's form, with how it was compiled and the
   *   optimizer's state), `model.h5` (that of Keras 2), or a folder (architecture and weights); a
   *   function that is given the bytes of a `.keras` file: `loadModel` makes it again. Or, as in
   *   TensorFlow.js, an address (`file://folder`, `indexeddb://name` …) or an IOHandler: the form of
   *   tfjs-layers, for `loadLayersModel`
   * @param config options of TensorFlow.js' form
   * @throws FileError, and what the handler throws
   */
  async save(destination: string | io.IOHandler, config?: SaveConfig): Promise<io.SaveResult>;
  async save(destination: FileDestination): Promise<io.SaveResult>;
  async save(
    destination: FileDestination | io.IOHandler,
    config?: SaveConfig,
  ): Promise<io.SaveResult> {
    if (isTfjsDestination(destination)) return saveLayersModel(this, destination, config);
    await saveModel(this, destination);
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  }

  /**
   * Writes the weights, and the optimizer's state once it has some, whole or not at all.
   *
   * @param destination a path: `x.weights.h5` (Keras 3's form), another `.h5` (Keras 2's), `.npz`,
   *   `.safetensors`, or `x.weights.json` for several files; or a function that is given the bytes of
   *   an `.npz` file
   * @param options `maxShardSize`: the largest size of one of several files, in GiB
   * @see loadWeights
   */
  async saveWeights(destination: FileDestination, options?: SaveWeightsOptions): Promise<void> {
    await saveWeights(this, destination, options);
  }

  /**
   * Reads weights into this model, all or none: of `saveWeights`, of Keras (`.weights.h5`, the index
   * `.weights.json` of several, `.keras`, `.h5` of any version). The model must have the same layers in the same order; their names do
   * not matter, unless `byName` is set.
   *
   * @throws FormatError for a damaged file or one of another model, ShapeError
   */
  async loadWeights(source: FileSource, options: LoadWeightsOptions = {}): Promise<void> {
    await loadWeights(this, source, options);
  }
}
