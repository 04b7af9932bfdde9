import type * as tf from '@tensorflow/tfjs-core';

import type { Engine, Operation } from './engine.js';

/** Bytes that `block` of assembly/micro.ts uses at edges. */
const SPARE = 320;
const PANEL = 8;

/** Sizes of a pass of a recurrent layer, as its kernels' structs want them. */
export interface RecurrentShape {
  batch: number;
  time: number;
  units: number;
  /** Blocks of `units` columns in the projection: 4 for LSTM, 3 for GRU, 1 for SimpleRNN. */
  gates: number;
}

/** Reads the sizes off a projection [batch, time, gates * units]. */
export function recurrentShape(
  projection: tf.TensorInfo,
  recurrent: tf.TensorInfo,
): RecurrentShape {
  const [batch, time] = projection.shape as [number, number, number];
  const [units, columns] = recurrent.shape as [number, number];
  return { batch, time, units, gates: columns / units };
}

/** Address of an optional tensor; 0 says that there is none. */
export function addressOf(engine: Engine, tensor: tf.TensorInfo | undefined): number {
  return tensor ? engine.address(tensor) : 0;
}

/** Packs the recurrent kernel, gate by gate, for the products of every step. Returns its address. */
export function packRecurrent(
  engine: Engine,
  recurrent: tf.TensorInfo,
  { units, gates }: RecurrentShape,
  transpose: boolean,
): number {
  const perGate = units * Math.ceil(units / PANEL) * PANEL;
  const target = engine.heap.kernelScratch(4 * gates * perGate);
  const source = engine.address(recurrent);
  engine.run('packGate', gates, [source, target, units, gates, Number(transpose)]);
  return target;
}

/**
 * Sequences that one tile takes, in fours. Small blocks cost nothing here, and several for each
 * thread let the others go on when one is held up.
 */
function rowBlock(batch: number, threads: number): number {
  const share = Math.ceil(batch / (4 * threads));
  return Math.min(32, Math.max(8, Math.ceil(share / 4) * 4));
}

/**
 * Runs a pass over all time steps, a block of sequences per tile.
 *
 * @param addresses the leading fields of the operation's struct
 * @param rows how many rows of `units` floats a sequence needs as scratch
 */
export function runRecurrent(
  engine: Engine,
  operation: Operation,
  addresses: readonly number[],
  { batch, time, units }: RecurrentShape,
  options: { goBackwards: boolean; variant?: number; rows: number },
): void {
  const block = rowBlock(batch, engine.threads);
  const floats = (options.rows + 1) * (block + 3) * units + 2 * block + 16;
  engine.run(
    operation,
    Math.ceil(batch / block),
    [
      ...addresses,
      ...[batch, time, units, block, Number(options.goBackwards), options.variant ?? 0],
    ],
    { scratch: SPARE + 4 * floats },
  );
}
