import { SeedGenerator, ShapeError, toFloat, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
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
import { attentionMask } from './masks.js';

export interface BaseAttentionOptions extends LayerOptions {
  /** Whether scores have a factor that is learnt. Default: false. */
  useScale?: boolean;
  /** Part of the attention weights that is dropped in training. Default: 0. */
  dropout?: number;
  /** Of the dropout. Default: from `setRandomSeed`. */
  seed?: number | null;
}

/** Further arguments of a call. */
export interface DotAttentionArgs extends CallArgs {
  /** Whether a query sees no later key. Default: false. */
  useCausalMask?: boolean;
  /** Give the weights [batch, queries, keys] too; not on symbolic tensors. Default: false. */
  returnAttentionScores?: boolean;
}

/** Taken off the scores of what a mask hides. */
const LARGE = 1e9;

/** What attentions with one head share: everything but the scores. */
export abstract class BaseAttention extends Layer {
  static override readonly optionKeys: readonly string[] = [
    ...Layer.optionKeys,
    'useScale',
    'dropout',
    'seed',
  ];

  readonly useScale: boolean;
  readonly dropout: number;
  readonly seed: number | null;
  readonly seedGenerator: SeedGenerator | null;
  scale: Variable | null = null;

  constructor(options: BaseAttentionOptions) {
    super(options);
    this.useScale = options.useScale ?? false;
    this.dropout = options.dropout ?? 0;
    checkRate(this.getClassName(), 'dropout', this.dropout);
    this.seed = options.seed ?? null;
    this.seedGenerator = this.dropout > 0 ? new SeedGenerator(this.seed) : null;
    this.supportsMasking = true;
  }

  /** Shapes of query and value. */
  protected shapesOf(inputShape: Shapes): [query: Shape, value: Shape] {
    if (
      !isShapeList(inputShape) ||
      inputShape.length < 2 ||
      inputShape.length > 3 ||
      inputShape.some((shape) => shape.length !== 3)
    ) {
      throw new ShapeError(
        `Layer ${this.name} takes [query, value] or [query, value, key], each (batch, steps, features); received ${formatShapes(inputShape)}.`,
      );
    }
    return [inputShape[0]!, inputShape[1]!];
  }

  /** [batch, queries, keys] from (batch, queries, features) and (batch, keys, features). */
  protected abstract scores(query: tf.Tensor, key: tf.Tensor): tf.Tensor;

  override call(inputs: Tensors, args: DotAttentionArgs): Tensors {
    const list = [inputs].flat().map(toFloat);
    this.shapesOf(list.map((t) => t.shape));
    const [query, value, key = value] = list as [tf.Tensor, tf.Tensor, tf.Tensor?];
    const [queryMask, valueMask] = [args.mask ?? null].flat();
    const open = attentionMask(query.shape[1]!, key.shape[1]!, {
      masks: [null, valueMask ?? null],
      attention: null,
      causal: args.useCausalMask ?? false,
      window: null,
    });
    let scores = this.scores(query, key);
    if (open) {
      const hidden = tf.cast(tf.logicalNot(tf.squeeze(open, [1])), 'float32');
      scores = tf.sub(scores, tf.mul(hidden, LARGE));
    }
    let weights = tf.softmax(scores);
    if (args.training && this.seedGenerator) {
      weights = dropOut(weights, this.dropout, this.seedGenerator);
    }
    let output = tf.matMul(weights, value);
    if (queryMask) output = tf.mul(output, tf.expandDims(toFloat(queryMask), 2));
    return args.returnAttentionScores ? [output, weights] : output;
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const [query, value] = this.shapesOf(inputShape);
    return [query[0] ?? null, query[1] ?? null, value[2] ?? null];
  }

  override computeMask(_inputs: Tensors, mask: Masks): Masks {
    return [mask].flat()[0] ?? null;
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      use_scale: this.useScale,
      dropout: this.dropout,
      seed: this.seed,
    };
  }
}
