import type { FileSource } from '@ibexjs/models';
import type { activations, Shape, SymbolicTensor } from '@ibexjs/layers';

/** Options that every application takes: Keras' own. */
export interface ApplicationOptions {
  /** Whether the classifier stands on top. Default: true. */
  includeTop?: boolean;
  /**
   * `imagenet`: the published weights, downloaded once and kept in `~/.ibex/models`; null: random
   * ones; else where a file of weights is (path, address, bytes, Blob). Default: `imagenet`.
   */
  weights?: FileSource | null;
  /** A symbolic tensor to begin from, in place of an input of the model's own. */
  inputTensor?: SymbolicTensor | null;
  /** [height, width, channels]; null for a size that varies, without top. Default: the native size. */
  inputShape?: Shape | null;
  /** Without top: pool the features to one vector an image. Default: null, they stay maps. */
  pooling?: 'avg' | 'max' | null;
  /** With top: number of classes. Default: 1000. */
  classes?: number;
  /** With top: activation of the classifier; null gives logits. Default: `softmax`. */
  classifierActivation?: activations.ActivationIdentifier;
  /** Name of the model. Default: Keras' own. */
  name?: string;
}

export const COMMON_OPTIONS = [
  'includeTop',
  'weights',
  'inputTensor',
  'inputShape',
  'pooling',
  'classes',
  'classifierActivation',
  'name',
] as const satisfies readonly (keyof ApplicationOptions)[];

/** The options with defaults filled in. */
export interface Settings {
  includeTop: boolean;
  weights: FileSource | null;
  inputTensor: SymbolicTensor | null;
  /** As given. */
  inputShape: Shape | null;
  /** What the model takes: [height, width, channels]. */
  shape: Shape;
  pooling: 'avg' | 'max' | null;
  classes: number;
  classifierActivation: activations.ActivationIdentifier;
  /** As given. */
  name: string | null;
}
