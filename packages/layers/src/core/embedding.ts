import { checkPositiveInteger, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { ConstraintIdentifier } from '../constraints/index.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Masks, Shape, Shapes, Tensors } from '../engine/types.js';
import type { InitializerIdentifier } from '../initializers/index.js';
import type { RegularizerIdentifier } from '../regularizers/index.js';
import { oneShape } from '../shapes.js';
import { weightOptionKeys, WeightSettings } from '../weight-settings.js';

export interface EmbeddingOptions extends LayerOptions {
  /** How many different numbers there are: the inputs are from 0 to inputDim - 1. */
  inputDim: number;
  /** Size of the vectors. */
  outputDim: number;
  /** Default: `uniform`. */
  embeddingsInitializer?: InitializerIdentifier;
  embeddingsRegularizer?: RegularizerIdentifier;
  embeddingsConstraint?: ConstraintIdentifier;
  /** Whether 0 stands for "no step": later layers then leave it out. Default: false. */
  maskZero?: boolean;
  /** Length of the sequences, on the first layer of a model. */
  inputLength?: number;
}

/**
 * A vector for each whole number: a word, a category. Row `i` of the weight stands for `i`.
 *
 * Input (batch, …) of whole numbers, output (batch, …, outputDim). Weight: embeddings [inputDim,
 * outputDim]. Numbers outside 0 to inputDim - 1 give undefined vectors: nothing reads the input to
 * check it.
 *
 * @throws ValueError for sizes that are not positive whole numbers
 * @example embedding({ inputDim: 20000, outputDim: 128, maskZero: true })
 * @see https://keras.io/api/layers/core_layers/embedding/
 */
export class Embedding extends Layer {
  static override readonly className = 'Embedding';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'inputDim',
    'outputDim',
    ...weightOptionKeys('embeddings'),
    'maskZero',
    'inputLength',
  ];

  readonly inputDim: number;
  readonly outputDim: number;
  readonly maskZero: boolean;
  readonly embeddingsSettings: WeightSettings;
  embeddings!: Variable;

  constructor(options: EmbeddingOptions) {
    const { inputLength, inputShape } = options;
    super({
      ...options,
      ...(inputLength !== undefined && !inputShape && { inputShape: [inputLength] }),
    });
    checkPositiveInteger('Embedding', 'inputDim', options.inputDim);
    checkPositiveInteger('Embedding', 'outputDim', options.outputDim);
    this.inputDim = options.inputDim;
    this.outputDim = options.outputDim;
    this.maskZero = options.maskZero ?? false;
    this.embeddingsSettings = new WeightSettings('embeddings', options, 'uniform');
    this.supportsMasking = this.maskZero;
  }

  override build(): void {
    const shape = [this.inputDim, this.outputDim];
    this.embeddings = this.addWeight(this.embeddingsSettings.weight(shape));
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    return tf.gather(this.embeddings.read(), tf.cast(inputs, 'int32'));
  }

  override computeMask(inputs: Tensors, _mask: Masks): Masks {
    return this.maskZero ? tf.notEqual(inputs as tf.Tensor, 0) : null;
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    return [...oneShape(this.name, inputShape), this.outputDim];
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      input_dim: this.inputDim,
      output_dim: this.outputDim,
      ...this.embeddingsSettings.getConfig(),
      mask_zero: this.maskZero,
    };
  }
}

registerBuiltInLayer(Embedding);

/** @see Embedding */
export function embedding(options: EmbeddingOptions): Embedding {
  return new Embedding(options);
}
