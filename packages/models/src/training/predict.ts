import * as tf from '@tensorflow/tfjs-core';
import { CallbackList } from '@ibexjs/callbacks';
import { ValueError } from '@ibexjs/core';
import type { Tensors } from '@ibexjs/layers';

import { toColumnNow } from './data/column.js';
import { splitSide } from './data/sides.js';
import type { DataInput } from './data/types.js';
import { checkPredictOptions, verbosity, type PredictOptions } from './options.js';
import type { Trainer } from './trainer.js';

/** One input, to cut batches from without reading a tensor back. */
interface Rows {
  readonly length: number;
  /** Rows `start` … `end - 1`; all of them may be the input itself. */
  range(start: number, end: number): tf.Tensor;
}

/** `Trainer.predict`. */
export function predict(trainer: Trainer, x: DataInput, options: PredictOptions): Tensors {
  checkPredictOptions(options);
  const verbose = verbosity('predict', options.verbose ?? 0);
  const inputs = openInputs(trainer, x);
  const count = inputs[0]!.length;
  const steps = options.steps;
  const batchSize = options.batchSize ?? (steps ? Math.ceil(count / steps) : 32);
  const batches = Math.min(Math.ceil(count / batchSize), steps ?? Infinity);
  const callbacks = new CallbackList(options.callbacks, {
    addProgbar: verbose !== 0,
    model: trainer,
    params: { verbose, epochs: 1, steps: batches },
  });
  return tf.tidy(() => {
    callbacks.onPredictBegin();
    const parts: tf.Tensor[][] = [];
    for (let i = 0; i < batches; i++) {
      callbacks.onPredictBatchBegin(i);
      const end = Math.min((i + 1) * batchSize, count);
      parts.push(tf.tidy(() => predictRows(trainer, inputs, i * batchSize, end)));
      callbacks.onPredictBatchEnd(i);
    }
    callbacks.onPredictEnd();
    const [first, ...rest] = parts;
    const outputs =
      rest.length === 0
        ? first!
        : first!.map((_, i) =>
            tf.concat(
              parts.map((part) => part[i]!),
              0,
            ),
          );
    return outputs.length === 1 ? outputs[0]! : outputs;
  });
}

function predictRows(
  trainer: Trainer,
  inputs: readonly Rows[],
  start: number,
  end: number,
): tf.Tensor[] {
  return trainer.runPredictStep(inputs.map((rows) => rows.range(start, end)));
}

function openInputs(trainer: Trainer, x: DataInput): Rows[] {
  const { inputSide } = trainer;
  const inputs = splitSide('x', x, inputSide).map((array, i): Rows => {
    if (!(array instanceof tf.Tensor)) {
      return toColumnNow('x', array!).withDType(inputSide.dtypes?.[i]);
    }
    if (array.rank === 0)
      throw new ValueError(
        'predict: x is a single number; it needs a first axis that counts the samples.',
      );
    const length = array.shape[0];
    return { length, range: (start, end) => sliceRows(array, start, end) };
  });
  const lengths = inputs.map(({ length }) => length);
  if (lengths.some((length) => length !== lengths[0])) {
    throw new ValueError(
      `predict: all inputs must hold the same number of samples; received ${lengths.join(', ')}.`,
    );
  }
  if (lengths[0] === 0) throw new ValueError('predict: there are no samples in x.');
  return inputs;
}

function sliceRows(tensor: tf.Tensor, start: number, end: number): tf.Tensor {
  if (start === 0 && end === tensor.shape[0]) return tensor;
  const zeros = tensor.shape.slice(1).map(() => 0);
  return tf.slice(tensor, [start, ...zeros], [end - start, ...tensor.shape.slice(1)]);
}
