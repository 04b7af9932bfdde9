import { registerFunctionCompiler, Variable, type FunctionCompiler } from '@ibexjs/core';
import { useTestBackend } from '@ibexjs/testing';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { CompiledSteps } from './compiled-steps.js';

/** A compiler that runs what it is given, and counts. */
class CountingCompiler implements FunctionCompiler {
  compiled = 0;
  runs = 0;
  disposed = 0;
  failure: Error | null = null;

  compile(body: (inputs: tf.Tensor[]) => tf.Tensor[], examples: readonly tf.Tensor[]) {
    this.compiled++;
    if (this.failure) throw this.failure;
    tf.tidy(() => void body([...examples]));
    return {
      run: (inputs: readonly tf.Tensor[]) => {
        this.runs++;
        return tf.tidy(() => body([...inputs]));
      },
      dispose: () => void this.disposed++,
    };
  }
}

let compiler: CountingCompiler;
let before: number;

beforeEach(async () => {
  await useTestBackend('cpu');
  compiler = new CountingCompiler();
  registerFunctionCompiler('cpu', compiler);
  before = tf.memory().numTensors;
});
afterEach(() => {
  registerFunctionCompiler('cpu', undefined);
  jest.restoreAllMocks();
  expect(tf.memory().numTensors).toBe(before);
});

/** Runs `double`, a step, on `rows` ones. */
function run(steps: CompiledSteps, rows: number, weights: Variable[] = []): number[] {
  const x = tf.ones([rows]);
  const results = steps.run('double', { x }, weights, ({ x: input }) => ({ y: tf.mul(input!, 2) }));
  const values = [...results['y']!.dataSync()];
  tf.dispose([x, results['y']!]);
  return values;
}

test('the first step of a shape runs op by op, the second is compiled, then the call is used', () => {
  const steps = new CompiledSteps();
  expect([run(steps, 2), run(steps, 2), run(steps, 2)]).toEqual([
    [2, 2],
    [2, 2],
    [2, 2],
  ]);
  expect(compiler).toMatchObject({ compiled: 1, runs: 2 });
  run(steps, 3);
  expect(compiler.compiled).toBe(1);
  run(steps, 3);
  expect(compiler).toMatchObject({ compiled: 2, runs: 3 });
  steps.dispose();
  expect(compiler.disposed).toBe(2);
});

test('runEagerly never compiles', () => {
  const steps = new CompiledSteps(true);
  for (let i = 0; i < 3; i++) expect(run(steps, 2)).toEqual([2, 2]);
  expect(compiler.compiled).toBe(0);
});

test('a step that cannot be compiled is tried once, and one line says why', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  compiler.failure = new Error('it reads a tensor');
  const steps = new CompiledSteps();
  for (let i = 0; i < 4; i++) expect(run(steps, 2)).toEqual([2, 2]);
  expect(compiler.compiled).toBe(1);
  expect(warn.mock.calls).toEqual([
    ['Ibex: double runs op by op, not as one call: it reads a tensor'],
  ]);
});

test('a step that trains other weights is another step', () => {
  const zero = tf.scalar(0);
  const [a, b] = [new Variable(zero), new Variable(zero)];
  zero.dispose();
  const steps = new CompiledSteps();
  for (let i = 0; i < 3; i++) run(steps, 2, [a, b]);
  for (let i = 0; i < 3; i++) run(steps, 2, [a]);
  expect(compiler).toMatchObject({ compiled: 2, disposed: 1 });
  steps.dispose();
  a.dispose();
  b.dispose();
});

test('shapes without end do not fill the memory', () => {
  const steps = new CompiledSteps();
  for (let rows = 1; rows <= 80; rows++) {
    run(steps, rows);
    run(steps, rows);
  }
  expect(compiler.compiled - compiler.disposed).toBe(64);
  steps.dispose();
  expect(compiler.disposed).toBe(80);
});
