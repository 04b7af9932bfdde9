import type { Model } from '@ibexjs/models';
import { formulaValues } from '@ibexjs/testing';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import * as tf from '@tensorflow/tfjs-core';

import { exportOnnx } from '../index.js';

/** How an input is made: a shape with the batch, and whole numbers below a limit if it holds such. */
export interface InputSpec {
  shape: number[];
  integers?: number;
  /** How many steps at the beginning of each sample are 0; one more for each further sample. */
  leadingZeros?: number;
}

function makeInput({ shape, integers, leadingZeros }: InputSpec, seed: number): tf.Tensor {
  const values = formulaValues(tf.util.sizeFromShape(shape), seed);
  const numbers =
    integers === undefined ? values : values.map((v) => Math.round((v + 1) * 500) % integers);
  if (leadingZeros !== undefined) {
    const [batch, time, ...rest] = shape as [number, number, ...number[]];
    const step = tf.util.sizeFromShape(rest);
    for (let i = 0; i < batch; i++)
      numbers.fill(0, i * time * step, (i * time + leadingZeros + i) * step);
  }
  return tf.tensor(numbers, shape);
}

/** Weights that are neither 0 nor all alike. */
export function fillWeights(model: Model): void {
  model.weights.forEach((variable, i) => {
    const fan = Math.sqrt(variable.shape.slice(0, -1).reduce((a, b) => a * b, 1));
    const positive = /variance/.test(variable.path);
    const values = formulaValues(tf.util.sizeFromShape(variable.shape), 100 + i).map((v) =>
      positive ? Math.abs(v) + 0.5 : (1.5 * v) / fan,
    );
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape, variable.dtype)));
  });
}

/** Opens an exported model in onnxruntime. */
export async function openModel(bytes: Uint8Array): Promise<InferenceSession> {
  return InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
}

/**
 * The largest difference between a model's outputs and onnxruntime's of its export, relative to the
 * largest output. Infinite when shapes differ.
 */
export async function exportDifference(model: Model, specs: InputSpec[]): Promise<number> {
  const inputs = specs.map((spec, i) => makeInput(spec, 7 + i));
  const session = await openModel(await exportOnnx(model));
  const feeds = await Promise.all(
    inputs.map(async (input, i): Promise<[string, Tensor]> => {
      const data = Float32Array.from(await input.data());
      return [session.inputNames[i]!, new Tensor('float32', data, input.shape)];
    }),
  );
  const results = await session.run(Object.fromEntries(feeds));
  const expected = [model.predictOnBatch(inputs.length === 1 ? inputs[0]! : inputs)].flat();
  let [worst, scale] = [0, 1e-30];
  for (const [i, output] of expected.entries()) {
    const found = results[session.outputNames[i]!]!;
    if (String(found.dims) !== String(output.shape)) return Infinity;
    const data = found.data as Float32Array;
    (await output.data()).forEach((value, at) => {
      const difference = Math.abs(value - data[at]!);
      scale = Math.max(scale, Math.abs(value));
      if (!(difference <= worst)) worst = difference;
    });
  }
  tf.dispose([inputs, expected]);
  return worst / scale;
}
