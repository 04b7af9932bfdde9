import { checkPositiveInteger, SeedGenerator, ShapeError, toFloat, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import {
  formatShapes,
  isShapeList,
  type CallArgs,
  type Masks,
  type Shape,
  type Shapes,
  type Tensors,
} from '../engine/types.js';
import { checkRate, dropOut } from '../regularization/dropout.js';
import { weightOptionKeys, WeightSettings, type KernelAndBiasOptions } from '../weight-settings.js';
import { HeadsToOutput, InputToHeads } from './head-projection.js';
import { attentionMask } from './masks.js';

export interface MultiHeadAttentionOptions extends LayerOptions, KernelAndBiasOptions {
  numHeads: number;
  /** Size of each head's queries and keys. */
  keyDim: number;
  /** Size of each head's values. Default: `keyDim`. */
  valueDim?: number | null;
  /** Part of the attention scores that is dropped in training. Default: 0. */
  dropout?: number;
  /** Whether the heads' results are multiplied by a sigmoid of the query. Default: false. */
  useGate?: boolean;
  /** Size of the output. Default: that of the query. */
  outputShape?: number | number[] | null;
  /** Axes that attention works over: the sequence's, 1. */
  attentionAxes?: number | number[] | null;
  /** A query sees only keys less than so many steps away. Default: null, all. */
  slidingWindow?: number | null;
  /** Of the dropout. Default: from `setRandomSeed`. */
  seed?: number | null;
}

/** Arguments of a call, beside `training` and `mask`. */
export interface AttentionArgs extends CallArgs {
  /** [batch, queries, keys], true where a query may look. */
  attentionMask?: tf.Tensor | null;
  /** Whether a query sees no later key. Default: false. */
  useCausalMask?: boolean;
  /** Give the scores [batch, heads, queries, keys] too; not on symbolic tensors. Default: false. */
  returnAttentionScores?: boolean;
}

/** Stands for -∞ at masked places, without NaN where all are masked. */
const LARGE_NEGATIVE = -1e9;

/**
 * Attention with several heads: each projects queries, keys and values, and gives the mean of the
 * values weighted by `softmax(query · key / √keyDim)`; the heads' results are projected together.
 *
 * Inputs: [query (batch, T, q), value (batch, S, v)] or [query, value, key (batch, S, k)]; output
 * (batch, T, outputShape). Their masks are used; `attentionMask` and `useCausalMask` in the call's
 * arguments add to them.
 *
 * Weights: query [q, heads, keyDim], key [k, heads, keyDim], value [v, heads, valueDim],
 * attention_output [heads, valueDim, output], each with a bias.
 *
 * @throws ValueError for sizes that are not positive, another axis than 1
 * @throws ShapeError for inputs that are not sequences
 * @example multiHeadAttention({ numHeads: 4, keyDim: 16 }).apply([x, x], { useCausalMask: true })
 * @see Vaswani et al., "Attention is all you need" (2017)
 */
export class MultiHeadAttention extends Layer {
  static override readonly className = 'MultiHeadAttention';
  static override readonly callArguments = ['query', 'value', 'key'];
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'numHeads',
    'keyDim',
    'valueDim',
    'dropout',
    'useBias',
    'useGate',
    'outputShape',
    'attentionAxes',
    'slidingWindow',
    ...weightOptionKeys('kernel', 'bias'),
    'seed',
  ];

  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly dropout: number;
  readonly useBias: boolean;
  readonly useGate: boolean;
  readonly outputSize: number | null;
  readonly slidingWindow: number | null;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;
  readonly kernelSettings: WeightSettings;
  readonly biasSettings: WeightSettings;
  queryDense!: InputToHeads;
  keyDense!: InputToHeads;
  gateDense: InputToHeads | null = null;
  valueDense!: InputToHeads;
  outputDense!: HeadsToOutput;

  constructor(options: MultiHeadAttentionOptions) {
    super(options);
    const where = 'MultiHeadAttention';
    checkPositiveInteger(where, 'numHeads', options.numHeads);
    checkPositiveInteger(where, 'keyDim', options.keyDim);
    this.numHeads = options.numHeads;
    this.keyDim = options.keyDim;
    this.valueDim = options.valueDim ?? options.keyDim;
    checkPositiveInteger(where, 'valueDim', this.valueDim);
    this.dropout = options.dropout ?? 0;
    checkRate(where, 'dropout', this.dropout);
    this.useBias = options.useBias ?? true;
    this.useGate = options.useGate ?? false;
    const output = [options.outputShape ?? []].flat();
    if (output.length > 1) {
      throw new ValueError(
        `${where}: outputShape must be one size; received [${output.join(', ')}].`,
      );
    }
    this.outputSize = output[0] ?? null;
    const axes = [options.attentionAxes ?? 1].flat();
    if (axes.length !== 1 || axes[0] !== 1) {
      throw new ValueError(
        `${where}: attention works over axis 1 of sequences; attentionAxes ${JSON.stringify(axes)} are not supported.`,
      );
    }
    this.slidingWindow = options.slidingWindow ?? null;
    this.seed = options.seed ?? null;
    this.seedGenerator = this.dropout > 0 ? new SeedGenerator(this.seed) : null;
    this.kernelSettings = new WeightSettings('kernel', options, 'glorotUniform');
    this.biasSettings = new WeightSettings('bias', options, 'zeros');
    this.supportsMasking = true;
  }

  /** Shapes of query, value and key. */
  private shapesOf(inputShape: Shapes): [query: Shape, value: Shape, key: Shape] {
    const shapes = isShapeList(inputShape) ? inputShape : [];
    if (shapes.length < 2 || shapes.length > 3 || shapes.some((shape) => shape.length !== 3)) {
      throw new ShapeError(
        `Layer ${this.name} takes [query, value] or [query, value, key], each (batch, steps, features); received ${formatShapes(inputShape)}.`,
      );
    }
    return [shapes[0]!, shapes[1]!, shapes[2] ?? shapes[1]!];
  }

  override build(inputShape: Shapes): void {
    const [query, value, key] = this.shapesOf(inputShape);
    const settings = () => ({
      useBias: this.useBias,
      kernel: this.kernelSettings.renew(),
      bias: this.biasSettings.renew(),
    });
    const heads = (name: string, size: number) =>
      new InputToHeads(name, this.numHeads, size, settings());
    this.queryDense = heads('query', this.keyDim);
    this.queryDense.build(query);
    this.keyDense = heads('key', this.keyDim);
    this.keyDense.build(key);
    if (this.useGate) {
      this.gateDense = heads('gate', this.valueDim);
      this.gateDense.build(query);
    }
    this.valueDense = heads('value', this.valueDim);
    this.valueDense.build(value);
    const size = this.outputSize ?? query[2]!;
    this.outputDense = new HeadsToOutput('attention_output', size, settings());
    this.outputDense.build([query[0] ?? null, this.numHeads, query[1] ?? null, this.valueDim]);
  }

  override call(inputs: Tensors, args: AttentionArgs): Tensors {
    const [query, value, key = value] = (inputs as tf.Tensor[]).map(toFloat) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor?,
    ];
    const q = this.queryDense.apply(query);
    const k = this.keyDense.apply(key);
    const v = this.valueDense.apply(value);
    const allowed = attentionMask(query.shape[1]!, value.shape[1]!, {
      masks: [args.mask ?? null].flat(),
      attention: args.attentionMask ?? null,
      causal: args.useCausalMask ?? false,
      window: this.slidingWindow,
    });
    const withScores = this.dropout > 0 || args.returnAttentionScores;
    const scaled = tf.mul(q, 1 / Math.sqrt(this.keyDim));
    let scores = tf.matMul(scaled, k, false, true);
    if (allowed) {
      const open = tf.broadcastTo(allowed, scores.shape);
      scores = tf.softmax(tf.where(open, scores, tf.fill(scores.shape, LARGE_NEGATIVE)));
      // as in Keras, which gives a query that sees nothing the mean of all values otherwise
      if (withScores) scores = tf.where(open, scores, tf.zerosLike(scores));
    } else {
      scores = tf.softmax(scores);
    }
    const kept =
      args.training && this.seedGenerator
        ? dropOut(scores, this.dropout, this.seedGenerator)
        : scores;
    let context = tf.matMul(kept, v);
    if (this.gateDense) context = tf.mul(context, tf.sigmoid(this.gateDense.apply(query)));
    const output = this.outputDense.apply(context);
    return args.returnAttentionScores ? [output, scores] : output;
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const [query] = this.shapesOf(inputShape);
    return [query[0] ?? null, query[1] ?? null, this.outputSize ?? query[2] ?? null];
  }

  override computeMask(_inputs: Tensors, mask: Masks): Masks {
    return [mask].flat()[0] ?? null;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      num_heads: this.numHeads,
      key_dim: this.keyDim,
      value_dim: this.valueDim,
      dropout: this.dropout,
      use_bias: this.useBias,
      use_gate: this.useGate,
      output_shape: this.outputSize === null ? null : [this.outputSize],
      attention_axes: [1],
      sliding_window: this.slidingWindow,
      ...this.kernelSettings.getConfig(),
      ...this.biasSettings.getConfig(),
      seed: this.seed,
    };
  }
}

registerBuiltInLayer(MultiHeadAttention);

/** @see MultiHeadAttention */
export function multiHeadAttention(options: MultiHeadAttentionOptions): MultiHeadAttention {
  return new MultiHeadAttention(options);
}
