import type * as tf from '@tensorflow/tfjs-core';

/** What `testLayer` needs to know about a layer; it does not import the layers. */
export interface TestedVariable {
  path: string;
  shape: number[];
  trainable: boolean;
  val: tf.Variable;
  assign(value: tf.Tensor): void;
}

export interface TestedLayer {
  built: boolean;
  readonly weights: TestedVariable[];
  supportsMasking: boolean;
  build(inputShape: never): void;
  apply(inputs: never, args?: object): tf.Tensor | tf.Tensor[];
  computeOutputShape(inputShape: never): (number | null)[] | (number | null)[][];
  computeMask(inputs: never, mask: never): tf.Tensor | null | (tf.Tensor | null)[];
  getConfig(): Record<string, unknown>;
  dispose(): unknown;
}

export interface TestedLayerClass {
  readonly className: string;
  fromConfig(config: Record<string, unknown>): TestedLayer;
}
