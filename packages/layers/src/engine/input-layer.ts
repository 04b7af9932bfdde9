import type { DataType } from '@tensorflow/tfjs-core';
import { ValueError, checkOptions } from '@ibexjs/core';

import { parseDType, type DTypePolicyConfig } from './dtype.js';
import { Layer } from './layer.js';
import { Node } from './node.js';
import { registerBuiltInLayer } from './serialization.js';
import { SymbolicTensor } from './symbolic-tensor.js';
import type { Shape, Tensors } from './types.js';

export interface InputOptions {
  /** Shape of one sample; null for dimensions that vary. */
  shape?: Shape;
  /** A fixed batch size. Default: any. */
  batchSize?: number | null;
  /** Shape with the batch first, in place of `shape`. */
  batchShape?: Shape;
  /** Default: float32. */
  dtype?: DataType | DTypePolicyConfig;
  name?: string;
  /** Whether the model may be called without it. Default: false. */
  optional?: boolean;
  /** Not supported; false is accepted, since configs of Keras hold it. */
  sparse?: boolean;
  /** Not supported; false is accepted, since configs of Keras hold it. */
  ragged?: boolean;
}

export interface InputLayerOptions extends InputOptions {
  /** tfjs-layers' names of `shape` and `batchShape`. */
  inputShape?: Shape;
  batchInputShape?: Shape;
}

/**
 * Where tensors enter a graph. Made by `input()`; used itself only as the first layer of a
 * Sequential model.
 *
 * @see https://keras.io/api/layers/core_layers/input/
 */
export class InputLayer extends Layer {
  static override readonly className: string = 'InputLayer';
  static override readonly optionKeys = [
    'shape',
    'batchSize',
    'batchShape',
    'dtype',
    'name',
    'optional',
    'inputShape',
    'batchInputShape',
    'sparse',
    'ragged',
    'trainable',
  ];

  readonly batchShape: Shape;
  readonly optional: boolean;
  /** What the graph begins with. */
  readonly symbol: SymbolicTensor;

  constructor(options: InputLayerOptions) {
    const {
      shape,
      batchShape,
      inputShape,
      batchInputShape,
      sparse,
      ragged,
      batchSize,
      optional,
      ...common
    } = options;
    super(common);
    checkOptions('Input', options, InputLayer.optionKeys);
    if (sparse || ragged)
      throw new ValueError('Input: sparse and ragged tensors are not supported.');
    this.batchShape = batchShapeOf(shape ?? inputShape, batchShape ?? batchInputShape, batchSize);
    this.optional = optional ?? false;
    this.symbol = new SymbolicTensor(
      this.batchShape,
      parseDType('Input', options.dtype),
      options.name,
    );
    this.built = true;
    new Node(this, null, {}, [this.symbol]);
  }

  override call(inputs: Tensors): Tensors {
    return inputs;
  }

  override getConfig(): Record<string, unknown> {
    return {
      batch_shape: this.batchShape,
      dtype: this.dtype,
      sparse: false,
      ragged: false,
      name: this.name,
      optional: this.optional,
    };
  }
}

registerBuiltInLayer(InputLayer);

function batchShapeOf(
  shape: Shape | undefined,
  batchShape: Shape | undefined,
  batchSize: number | null | undefined,
): Shape {
  if (shape && batchShape)
    throw new ValueError('Input: give either shape or batchShape, not both.');
  if (batchShape && batchSize !== undefined && batchSize !== null) {
    throw new ValueError('Input: batchShape holds the batch size already; leave batchSize out.');
  }
  const full = batchShape ?? (shape && [batchSize ?? null, ...shape]);
  if (!full)
    throw new ValueError('Input: a shape is needed: input({shape: [784]}), without the batch.');
  for (const d of full) {
    if (d !== null && !(Number.isInteger(d) && d >= 0)) {
      throw new ValueError(
        `Input: dimensions are whole numbers or null; received [${full.join(', ')}].`,
      );
    }
  }
  return full;
}

/**
 * Begins a functional model: a symbolic tensor to apply layers to.
 *
 * @example
 * const x = input({ shape: [784] });
 * const y = dense({ units: 10, activation: 'softmax' }).apply(x);
 * const classifier = model({ inputs: x, outputs: y });
 */
export function input(options: InputOptions): SymbolicTensor {
  return new InputLayer(options).symbol;
}

/** Keras' spelling of `input`. */
export const Input = input;

/**
 * The layer that begins a Sequential model, in the words of tfjs-layers.
 *
 * @example sequential([inputLayer({ inputShape: [784] }), dense({ units: 10 })])
 * @see InputLayer
 */
export function inputLayer(options: InputLayerOptions): InputLayer {
  return new InputLayer(options);
}
