import {
  dense,
  dropout,
  flatten,
  globalAveragePooling2d,
  type SymbolicTensor,
} from '@ibexjs/layers';
import { model, type Model } from '@ibexjs/models';
import type { HeadName } from './settings.js';

/** A base with a new head, cut where the part ends that does not learn. */
export interface FineTuned {
  /** From pictures to classes. */
  whole: Model;
  /** The part that stays as it is: from pictures to features. It runs once. */
  frozen: Model;
  /** The part that learns: from features to classes. Its layers are the whole's own. */
  learning: Model;
  /** Layers of the base that stay as they are, and all of them. */
  frozenLayers: number;
  baseLayers: number;
}

export interface HeadOptions {
  head: HeadName;
  units: number;
  classes: number;
}

/**
 * Puts a new head on a base whose first `freeze` layers stay as they are: the tutorial's flatten,
 * dense, dropout, softmax; `pool` averages the features in place of flattening them.
 */
export function fineTuned(base: Model, freeze: number, options: HeadOptions): FineTuned {
  const { head, units, classes } = options;
  const layers = base.layers;
  layers.forEach((layer, i) => {
    layer.trainable = i >= freeze;
  });
  // before other models share the layers: a layer that has two has no one output
  const frozenOutputs = layers
    .slice(0, Math.max(freeze, 1))
    .map(({ output }) => output)
    .filter((output) => !Array.isArray(output)) as SymbolicTensor[];
  let x = base.outputs[0]!;
  x = head === 'flatten' ? flatten().apply(x) : globalAveragePooling2d().apply(x);
  x = dense({ units, activation: 'relu', name: 'hidden' }).apply(x);
  x = dropout({ rate: 0.5, name: 'dropout_of_head' }).apply(x);
  const outputs = dense({ units: classes, activation: 'softmax', name: 'classes' }).apply(x);
  return {
    whole: model({ inputs: base.inputs, outputs, name: `${base.name}_fine_tuned` }),
    ...cut(base.inputs, frozenOutputs, outputs),
    frozenLayers: Math.min(freeze, layers.length),
    baseLayers: layers.length,
  };
}

/** Cuts behind the last frozen layer that everything passes through. */
function cut(
  inputs: SymbolicTensor[],
  frozenOutputs: readonly SymbolicTensor[],
  outputs: SymbolicTensor,
): { frozen: Model; learning: Model } {
  for (const features of [...frozenOutputs].reverse()) {
    try {
      const learning = model({ inputs: features, outputs, name: 'learning' });
      return { frozen: model({ inputs, outputs: features, name: 'frozen' }), learning };
    } catch {
      // some path leads past this layer: try the one before
    }
  }
  const learning = model({ inputs, outputs, name: 'learning' });
  return { frozen: model({ inputs, outputs: inputs[0]!, name: 'frozen' }), learning };
}
