import * as tf from '@tensorflow/tfjs-core';
import type { Logs } from '@ibexjs/callbacks';
import type { Tensors } from '@ibexjs/layers';

import type { Batch } from './data/batch.js';

/** One tensor, or one for each output; null where an output has none. */
export type Labels = tf.Tensor | (tf.Tensor | null)[];

/** What a step works on. The tensors are freed after it. */
export interface StepData {
  /** One tensor, or a list in the order of the inputs. */
  readonly x: Tensors;
  readonly y: Labels | null;
  readonly sampleWeight: Labels | null;
}

/** Scalars by the names that they have in the logs. */
export type StepLogs = Record<string, tf.Tensor>;

const unwrap = <T>(list: T[]): T | T[] => (list.length === 1 ? list[0]! : list);

export function toStepData({ x, y, sampleWeight }: Batch): StepData {
  return {
    x: unwrap(x),
    y: y && unwrap(y),
    sampleWeight: sampleWeight && unwrap(sampleWeight),
  };
}

/** Always a list; null stays null. */
export function listOf<T>(value: T | T[] | null): T[] | null {
  if (value === null) return null;
  return Array.isArray(value) ? value : [value];
}

/** Reads the logs in one go. What is no scalar counts by its mean. The tensors stay the caller's. */
export async function readLogs(logs: StepLogs): Promise<Logs> {
  const names = Object.keys(logs);
  if (names.length === 0) return {};
  const stacked = tf.tidy(() =>
    tf.stack(
      names.map((name) => {
        const value = logs[name]!;
        const number = value.dtype === 'float32' ? value : tf.cast(value, 'float32');
        return number.rank === 0 ? number : tf.mean(number);
      }),
    ),
  );
  const values = await stacked.data();
  stacked.dispose();
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}
