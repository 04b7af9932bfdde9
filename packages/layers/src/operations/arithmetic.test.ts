import { beforeEach, describe, expect, test } from '@jest/globals';
import { ShapeError } from '@ibexjs/core';
import { testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { input } from '../engine/input-layer.js';
import { deserializeLayer, serializeLayer } from '../engine/serialization.js';
import { nodeOf, type SymbolicTensor } from '../engine/index.js';
import { Add } from '../merging/index.js';
import { add, divide, multiply, subtract, type GraphOperand } from './arithmetic.js';
import { Operation } from './operation.js';

const OPERATIONS = { add, subtract, multiply, divide };
const EXPECTED: Record<keyof typeof OPERATIONS, (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};
const names = Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[];

/** Runs the one operation that made a symbolic tensor. */
async function run(symbol: SymbolicTensor, ...tensors: tf.Tensor[]): Promise<number[]> {
  const node = nodeOf(symbol)!;
  return Array.from(await node.layer.apply(tensors, node.args).data());
}

describe.each(testBackends)('operations of graphs on %s', (backend) => {
  beforeEach(() => useTestBackend(backend));

  test.each(names)('%s of two tensors, and of a number on either side', async (name) => {
    const operation: (a: GraphOperand, b: GraphOperand) => SymbolicTensor = OPERATIONS[name];
    const compute = EXPECTED[name];
    const [x, y] = [input({ shape: [2] }), input({ shape: [2] })];
    const [a, b] = [tf.tensor2d([[8, 6]]), tf.tensor2d([[4, 2]])];
    expect(await run(operation(x, y), a, b)).toEqual([compute(8, 4), compute(6, 2)]);
    expect(await run(operation(x, 2), a)).toEqual([compute(8, 2), compute(6, 2)]);
    expect(await run(operation(2, x), b)).toEqual([compute(2, 4), compute(2, 2)]);
  });
});

test('shapes broadcast, also those that are not known', () => {
  const image = input({ shape: [null, 4, 3] });
  expect(add(image, 1).shape).toEqual([null, null, 4, 3]);
  expect(multiply(image, input({ shape: [1, 3] })).shape).toEqual([null, null, 4, 3]);
  expect(() => add(image, input({ shape: [5, 3] }))).toThrow(ShapeError);
});

test('are not the layers of the same name, though they count names together', () => {
  const x = input({ shape: [2] });
  const { layer } = nodeOf(add(x, x))!;
  expect(layer).toBeInstanceOf(Operation);
  expect(layer).not.toBeInstanceOf(Add);
  const described = serializeLayer(layer);
  expect(described).toEqual({
    module: 'keras.src.ops.numpy',
    class_name: 'Add',
    config: { name: layer.name },
    registered_name: null,
  });
  expect(deserializeLayer(described).constructor).toBe(layer.constructor);
});
