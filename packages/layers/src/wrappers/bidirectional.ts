import { ValueError, type SerializedObject } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Layer, type LayerOptions } from '../engine/layer.js';
import { deserializeLayer, registerBuiltInLayer, serializeLayer } from '../engine/serialization.js';
import {
  isShapeList,
  type CallArgs,
  type Masks,
  type Shape,
  type Shapes,
  type Tensors,
} from '../engine/types.js';
import { RNN } from '../recurrent/rnn.js';
import { asLayer } from './wrapper.js';

export type MergeMode = 'sum' | 'mul' | 'ave' | 'concat';

const MERGE_MODES: readonly (string | null)[] = ['sum', 'mul', 'ave', 'concat', null];

export interface BidirectionalOptions extends LayerOptions {
  /** A recurrent layer; it is copied, once for each direction. */
  layer: Layer | SerializedObject;
  /** How both outputs become one; null (or 'none') gives both. Default: `concat`. */
  mergeMode?: MergeMode | null | 'none';
  /** The layer of the other direction. Default: a copy of `layer` turned round. */
  backwardLayer?: Layer | SerializedObject;
}

/**
 * Runs a recurrent layer over the sequence from both ends.
 *
 * Input (batch, time, features), output as the layer's, of twice its size for `concat`. With
 * `returnState` the states of the forward layer follow, then those of the backward layer;
 * `initialState` takes them in the same order.
 *
 * @throws ValueError for what is not a recurrent layer, an unknown merge mode, or two layers that
 *   do not go together
 * @example bidirectional({ layer: lstm({ units: 32, returnSequences: true }) })
 * @see Schuster and Paliwal, "Bidirectional recurrent neural networks" (1997)
 */
export class Bidirectional extends Layer {
  static override readonly className = 'Bidirectional';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'layer',
    'mergeMode',
    'backwardLayer',
  ];

  readonly mergeMode: MergeMode | null;
  readonly forwardLayer: RNN;
  readonly backwardLayer: RNN;

  constructor(options: BidirectionalOptions) {
    super(options);
    const layer = serializedOf(options.layer);
    const mode = options.mergeMode === undefined ? 'concat' : options.mergeMode;
    this.mergeMode = mode === 'none' ? null : mode;
    if (!MERGE_MODES.includes(this.mergeMode)) {
      throw new ValueError(
        `Bidirectional: option "mergeMode" must be one of 'sum', 'mul', 'ave', 'concat', null; received ${JSON.stringify(mode)}.`,
      );
    }
    this.forwardLayer = copyOf(layer, 'forward_', {});
    this.backwardLayer = options.backwardLayer
      ? recurrent(asLayer('Bidirectional', options.backwardLayer))
      : copyOf(layer, 'backward_', { go_backwards: !this.forwardLayer.goBackwards });
    this.checkPair();
    // as in Keras: a masked step gives 0 from both sides, so that both sequences stay aligned
    for (const side of [this.forwardLayer, this.backwardLayer]) {
      side.zeroOutputForMask = side.returnSequences;
    }
    this.supportsMasking = true;
  }

  /** As every layer's, but that a merge mode of null means something. */
  static override fromConfig<T>(
    this: (new (options: never) => T) & { optionKeys: readonly string[] },
    config: Record<string, unknown>,
  ): T {
    const mode = config['merge_mode'] === null ? { merge_mode: 'none' } : {};
    return Layer.fromConfig.call(this, { ...config, ...mode }) as T;
  }

  private checkPair(): void {
    const [a, b] = [this.forwardLayer, this.backwardLayer];
    const same =
      a.stateful === b.stateful &&
      a.returnSequences === b.returnSequences &&
      a.returnState === b.returnState;
    if (a.goBackwards === b.goBackwards || !same) {
      throw new ValueError(
        'Bidirectional: both layers must go opposite ways and agree in returnSequences, returnState and stateful.',
      );
    }
  }

  override build(inputShape: Shapes): void {
    const shape = isShapeList(inputShape) ? inputShape[0]! : inputShape;
    if (!this.forwardLayer.built) this.forwardLayer.build(shape);
    if (!this.backwardLayer.built) this.backwardLayer.build(shape);
  }

  override call(inputs: Tensors, args: CallArgs): Tensors {
    const [x, ...listed] = [inputs].flat() as [tf.Tensor, ...tf.Tensor[]];
    const given = args['initialState'] as tf.Tensor[] | null | undefined;
    const initial = listed.length > 0 ? listed : (given ?? []);
    const half = initial.length / 2;
    const run = (layer: RNN, states: tf.Tensor[]) =>
      [
        layer.apply<Tensors>(x, {
          ...(args.training !== undefined && { training: args.training }),
          ...(args.mask && { mask: args.mask }),
          ...(states.length > 0 && { initialState: states }),
        }),
      ].flat();
    const [forward, ...forwardStates] = run(this.forwardLayer, initial.slice(0, half));
    const [backward, ...backwardStates] = run(this.backwardLayer, initial.slice(half));
    const turned = this.forwardLayer.returnSequences ? tf.reverse(backward!, 1) : backward!;
    const outputs = this.merge(forward!, turned);
    const states = [...forwardStates, ...backwardStates];
    return states.length > 0 ? [...[outputs].flat(), ...states] : outputs;
  }

  private merge(a: tf.Tensor, b: tf.Tensor): Tensors {
    switch (this.mergeMode) {
      case 'concat':
        return tf.concat([a, b], a.rank - 1);
      case 'sum':
        return tf.add(a, b);
      case 'ave':
        return tf.div(tf.add(a, b), 2);
      case 'mul':
        return tf.mul(a, b);
      case null:
        return [a, b];
    }
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    const shapes = this.forwardLayer.computeOutputShape(inputShape);
    const [output, ...states] = isShapeList(shapes) ? shapes : [shapes];
    const merged: Shape[] =
      this.mergeMode === null
        ? [output!, output!]
        : [this.mergeMode === 'concat' ? [...output!.slice(0, -1), 2 * output!.at(-1)!] : output!];
    const all = [...merged, ...states, ...states];
    return all.length === 1 ? all[0]! : all;
  }

  override computeMask(_inputs: Tensors, mask: Masks): Masks {
    const first = [mask].flat()[0] ?? null;
    const output = this.forwardLayer.returnSequences ? first : null;
    const outputs = this.mergeMode === null ? [output, output] : [output];
    if (!this.forwardLayer.returnState) return outputs.length === 1 ? output : outputs;
    const states = this.forwardLayer.cell.stateSizes.length * 2;
    return [...outputs, ...new Array<null>(states).fill(null)];
  }

  /** Forgets the states of both directions. @throws StateError when the layers keep none */
  resetStates(): void {
    this.forwardLayer.resetStates();
    this.backwardLayer.resetStates();
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      merge_mode: this.mergeMode,
      layer: serializeLayer(this.forwardLayer),
      backward_layer: serializeLayer(this.backwardLayer),
    };
  }

  override dispose(): { numDisposedVariables: number } {
    const sides = [this.forwardLayer.dispose(), this.backwardLayer.dispose()];
    return {
      numDisposedVariables: sides.reduce((sum, side) => sum + side.numDisposedVariables, 0),
    };
  }
}

/** @throws ValueError for a layer that is not recurrent */
function recurrent(layer: Layer): RNN {
  if (layer instanceof RNN) return layer;
  throw new ValueError(`Bidirectional wraps recurrent layers; received ${layer.getClassName()}.`);
}

/** The config of a layer, or the one that was given in its place. */
function serializedOf(layer: Layer | SerializedObject): SerializedObject {
  if (layer instanceof Layer) return serializeLayer(recurrent(layer));
  if (typeof layer === 'object' && layer !== null && 'class_name' in layer) return layer;
  throw new ValueError(`Bidirectional: option "layer" must be a layer; received ${String(layer)}.`);
}

/** A new layer of the given config with a prefix to its name. */
function copyOf(layer: SerializedObject, prefix: string, changes: Record<string, unknown>): RNN {
  const name = typeof layer.config['name'] === 'string' ? layer.config['name'] : 'rnn';
  const bare = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const config = { ...layer.config, ...changes, name: prefix + bare };
  return recurrent(deserializeLayer({ ...layer, config }));
}

registerBuiltInLayer(Bidirectional);

/** @see Bidirectional */
export function bidirectional(options: BidirectionalOptions): Bidirectional {
  return new Bidirectional(options);
}
