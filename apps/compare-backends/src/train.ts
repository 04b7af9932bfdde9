import { resetUids, setRandomSeed } from '@ibexjs/core';
import { adam } from '@ibexjs/optimizers';
import * as tf from '@tensorflow/tfjs-core';

import type { Network } from './networks.js';
import type { Task } from './tasks.js';

export interface TrainOptions {
  steps: number;
  batchSize: number;
  seed: number;
  /** Called after each step. */
  onStep?: (step: number) => void;
}

/** What a backend made of a network. */
export interface Run {
  /** Loss of every step. */
  losses: number[];
  /** Probabilities for the first batch, after training. */
  predictions: number[];
  /** Seconds of the first step, which compiles and allocates. */
  firstSeconds: number;
  /** Seconds of a step, by the middle one of the others. */
  stepSeconds: number;
}

/** Trains on the current backend, from the seed's weights. */
export async function train(network: Network, task: Task, options: TrainOptions): Promise<Run> {
  const { steps, batchSize, seed, onStep } = options;
  resetUids();
  setRandomSeed(seed);
  const net = network.build(task);
  net.compile({
    optimizer: adam({ learningRate: 0.005 }),
    loss: 'sparseCategoricalCrossentropy',
  });
  const losses: number[] = [];
  const seconds: number[] = [];
  for (let step = 0; step < steps; step++) {
    const batch = batchOf(task, step, batchSize);
    const start = performance.now();
    losses.push((await net.trainOnBatch(batch.x, batch.y)) as number);
    seconds.push((performance.now() - start) / 1000);
    tf.dispose([batch.x, batch.y]);
    onStep?.(step + 1);
  }
  const { x, y } = batchOf(task, 0, batchSize);
  const predicted = net.predictOnBatch(x) as tf.Tensor;
  const predictions = [...(await predicted.data())];
  tf.dispose([x, y, predicted]);
  net.dispose();
  const later = seconds.slice(1).sort((a, b) => a - b);
  return {
    losses,
    predictions,
    firstSeconds: seconds[0]!,
    stepSeconds: later[later.length >> 1] ?? seconds[0]!,
  };
}

function batchOf(task: Task, step: number, size: number): { x: tf.Tensor; y: tf.Tensor } {
  const each = tf.util.sizeFromShape(task.shape);
  const batches = Math.floor(task.labels.length / size);
  const from = (step % batches) * size;
  const x = tf.tensor(
    task.inputs.slice(from * each, (from + size) * each),
    [size, ...task.shape],
    task.inputs instanceof Int32Array ? 'int32' : 'float32',
  );
  return { x, y: tf.tensor1d(task.labels.slice(from, from + size), 'int32') };
}
