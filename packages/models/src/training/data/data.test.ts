import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { useTestBackend } from '@ibexjs/testing';

import { ArraySource, countSamples, splitColumns, type Columns } from './array-source.js';
import { disposeBatch, type Batch } from './batch.js';
import { weightsOfClasses } from './class-weight.js';
import { isArrayInput, toColumn, toTensor } from './column.js';
import { EpochIterator } from './epoch-iterator.js';
import { isBatchIterable, IterableSource, toBatch } from './iterable-source.js';
import { splitSide } from './sides.js';
import type { ArrayInput, Side } from './types.js';

const INPUT: Side = { what: 'input', names: ['a'], dtypes: ['float32'] };
const OUTPUT: Side = { what: 'output', names: ['b'], dtypes: null };

beforeAll(async () => {
  await useTestBackend('cpu');
});

/** The values of a batch's first input; frees the batch. */
async function valuesOf(batch: Batch | null): Promise<number[]> {
  const values = [...(await batch!.x[0]!.data())];
  disposeBatch(batch!);
  return values;
}

describe('toColumn', () => {
  const cases: [string, () => ArrayInput, number[], string, unknown[]][] = [
    ['tensor', () => tf.tensor2d([1, 2, 3, 4], [2, 2]), [2, 2], 'float32', [3, 4]],
    ['typed array', () => Int32Array.of(5, 6), [2], 'int32', [6]],
    ['bytes', () => Uint8Array.of(5, 250), [2], 'int32', [250]],
    ['nested list', () => [[1], [2]], [2, 1], 'float32', [2]],
    [
      'rows of typed arrays',
      () => [Float32Array.of(1, 2), Float32Array.of(3, 4)],
      [2, 2],
      'float32',
      [3, 4],
    ],
    ['booleans', () => [true, false], [2], 'bool', [0]],
    ['strings', () => ['a', 'b'], [2], 'string', ['b']],
    [
      'shaped array',
      () => ({ data: new Float64Array([1, 2]), shape: [2, 1] }),
      [2, 1],
      'float32',
      [2],
    ],
    ['64-bit numbers', () => ({ data: BigInt64Array.of(1n, 7n), shape: [2] }), [2], 'int32', [7]],
    [
      '64-bit as floats',
      () => ({ data: new Float64Array([1, 7]), shape: [2], dtype: 'int64' }),
      [2],
      'int32',
      [7],
    ],
  ];

  test.each(cases)('%s', async (_, make, shape, dtype, second) => {
    const column = await toColumn('x', make());
    expect(column.shape).toEqual(shape);
    expect(column.dtype).toBe(dtype);
    const row = column.gather(Int32Array.of(1));
    expect(row.dtype).toBe(dtype);
    expect(row.shape).toEqual([1, ...shape.slice(1)]);
    expect([...(await row.data())]).toEqual(second);
    const range = column.slice(1, 2).range(0, 1);
    expect([...(await range.data())]).toEqual(second);
  });

  test('numbers are converted as batches are made', async () => {
    const column = (await toColumn('x', Uint8Array.of(1, 2))).withDType('float32');
    expect(column.gather(Int32Array.of(1, 0)).dtype).toBe('float32');
  });

  test('refuses what has no shape', async () => {
    await expect(toColumn('x', [[1], [1, 2]])).rejects.toThrow(
      /x: the nested lists differ in length/,
    );
    await expect(toColumn('y', [[1], 2])).rejects.toThrow(/differ in length/);
    await expect(toColumn('x', [1, 'a'])).rejects.toThrow(/element 1 is a \(string\)/);
    await expect(toColumn('x', [null as unknown as number])).rejects.toThrow(/element 0 is null/);
    await expect(toColumn('x', tf.scalar(1))).rejects.toThrow(/x is a single number/);
    await expect(toColumn('x', { data: [1, 2], shape: [3] })).rejects.toThrow(
      /the shape \[3\] needs 3 elements; there are 2/,
    );
  });

  test('tells arrays from batches', () => {
    for (const array of [tf.scalar(1), [1], new Float32Array(1), { data: [1], shape: [1] }]) {
      expect(isArrayInput(array)).toBe(true);
      expect(isBatchIterable(array)).toBe(false);
    }
    for (const batches of [new Set(), function* () {}, { iterator() {} }]) {
      expect(isBatchIterable(batches)).toBe(true);
    }
    expect(isBatchIterable({ a: [1] })).toBe(false);
  });
});

describe('splitSide', () => {
  const two: Side = { what: 'input', names: ['left', 'right'], dtypes: null };

  test('takes one array, a list, or a dictionary', () => {
    expect(splitSide('x', [[1], [2]], INPUT)).toEqual([[[1], [2]]]);
    expect(splitSide('x', [[1], [2]], two)).toEqual([[1], [2]]);
    expect(splitSide('x', { right: [1], left: [2] }, two)).toEqual([[2], [1]]);
    const tensors = [tf.zeros([1]), tf.zeros([1])];
    expect(splitSide('x', tensors, { ...two, names: null })).toEqual(tensors);
    expect(splitSide('y', { right: [1] }, { ...two, what: 'output' })).toEqual([null, [1]]);
  });

  test('says what is missing, wrong or too much', () => {
    expect(() => splitSide('x', tf.zeros([1]), two)).toThrow(
      /x holds 1 array; the model has 2 inputs \(left, right\)/,
    );
    expect(() => splitSide('x', { left: [1] }, two)).toThrow(
      /lacks an array for the input "right"/,
    );
    expect(() => splitSide('x', { left: [1], rihgt: [1] }, two)).toThrow(/Did you mean "right"/);
    expect(() => splitSide('x', 3 as unknown as number[], two)).toThrow(/received 3/);
  });
});

describe('ArraySource', () => {
  const columns = async (count: number): Promise<Columns> => ({
    x: [
      await toColumn(
        'x',
        Float32Array.from({ length: count }, (_, i) => i),
      ),
    ],
    y: null,
    sampleWeight: null,
  });

  async function epochOf(source: ArraySource, epoch: number): Promise<number[][]> {
    const batches: number[][] = [];
    for (const batch of source.open(epoch)) batches.push(await valuesOf(batch));
    return batches;
  }

  test('cuts batches in order', async () => {
    const source = new ArraySource(await columns(5), 2);
    expect(source.numBatches).toBe(3);
    expect(await epochOf(source, 0)).toEqual([[0, 1], [2, 3], [4]]);
  });

  test('shuffles by seed and epoch alone', async () => {
    const source = new ArraySource(await columns(20), 20, true, 7);
    const [first] = await epochOf(source, 0);
    expect(first).not.toEqual([...first!].sort((a, b) => a - b));
    expect([...first!].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    const again = new ArraySource(await columns(20), 20, true, 7);
    const second = await epochOf(again, 1);
    expect(second).not.toEqual([first]);
    expect(await epochOf(source, 1)).toEqual(second);
    expect(await epochOf(new ArraySource(await columns(20), 20, true, 8), 0)).not.toEqual([first]);
  });

  test("'batch' shuffles within batches", async () => {
    const batches = await epochOf(new ArraySource(await columns(40), 20, 'batch', 1), 0);
    expect(Math.max(...batches[0]!)).toBe(19);
    expect(batches[0]).not.toEqual([...batches[0]!].sort((a, b) => a - b));
  });

  test('counts and splits samples', async () => {
    const [before, after] = splitColumns(await columns(10), 0.25);
    expect([countSamples(before), countSamples(after)]).toEqual([7, 3]);
    const few = await columns(2);
    expect(() => splitColumns(few, 0.9)).toThrow(/2 samples are too few/);
    expect(() => splitColumns(few, 1.5)).toThrow(/between 0 and 1; received 1.5/);
    const uneven = { ...few, y: (await columns(3)).x };
    expect(() => countSamples(uneven)).toThrow(/same number of samples; received x: 2, y: 3/);
    const none = await columns(0);
    expect(() => countSamples(none)).toThrow(/no samples/);
  });
});

describe('IterableSource', () => {
  const batches = [
    [[[1]], [1]],
    [[[2]], [2]],
  ] as const;

  async function all(given: ConstructorParameters<typeof IterableSource>[0]): Promise<number[][]> {
    const iterator = new EpochIterator(new IterableSource(given, INPUT, OUTPUT));
    const values: number[][] = [];
    for (let epoch = 0; epoch < 2; epoch++) {
      await iterator.begin(epoch);
      for (let batch; (batch = await iterator.next());) values.push(await valuesOf(batch));
    }
    return values;
  }

  test('goes through iterables, generator functions and data sets in every epoch', async () => {
    const twice = [[1], [2], [1], [2]];
    expect(await all(new Set(batches))).toEqual(twice);
    expect(
      await all(function* () {
        yield* batches;
      }),
    ).toEqual(twice);
    expect(
      await all(async function* () {
        yield* await Promise.resolve(batches);
      }),
    ).toEqual(twice);
    const dataset = {
      size: 2,
      iterator: () => {
        const iterator = batches[Symbol.iterator]();
        const next = () => {
          const { value, done } = iterator.next();
          return Promise.resolve({ value, done: done ?? false });
        };
        return Promise.resolve({ next });
      },
    };
    expect(await all(dataset)).toEqual(twice);
    expect(new IterableSource(dataset, INPUT, OUTPUT).numBatches).toBe(2);
  });

  test('a generator that is used up gives nothing more', async () => {
    const once = (function* () {
      yield* batches;
    })();
    expect(await all(once)).toEqual([[1], [2]]);
  });

  test('takes all forms of a batch', () => {
    const x = [[1], [2]];
    const y = Int32Array.of(3, 4);
    const forms = [{ xs: x, ys: y }, { x, y }, [x, y], { x, y, sampleWeight: y }, [x, y, y]];
    for (const form of forms) {
      const batch = toBatch(form, INPUT, OUTPUT);
      expect(batch.x[0]!.shape).toEqual([2, 1]);
      expect(batch.y![0]!.dtype).toBe('int32');
      disposeBatch(batch);
    }
    const tensor = toTensor('x', x);
    expect(toBatch(tensor, INPUT, OUTPUT).x[0]).toBe(tensor);
    tensor.dispose();
  });

  test('refuses other forms', () => {
    for (const form of [3, null, [], [1, 2, 3, 4], { input: 1 }]) {
      expect(() => toBatch(form, INPUT, OUTPUT)).toThrow(/A batch must be \{ xs, ys \}/);
    }
    expect(() => toBatch([[[1]], [1, 2]], INPUT, OUTPUT)).toThrow(/received 1 and 2/);
  });
});

describe('EpochIterator', () => {
  test('with stepsPerEpoch goes on where the last epoch ended', async () => {
    const x = [await toColumn('x', [0, 1, 2, 3, 4])];
    const source = new ArraySource({ x, y: null, sampleWeight: null }, 1);
    const iterator = new EpochIterator(source, 2);
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const epochs: number[][] = [];
    for (let epoch = 0; epoch < 4; epoch++) {
      await iterator.begin(epoch);
      const values: number[] = [];
      for (let batch; (batch = await iterator.next());) values.push(...(await valuesOf(batch)));
      epochs.push(values);
    }
    expect(epochs).toEqual([[0, 1], [2, 3], [4], [0, 1]]);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]![0]).toMatch(/ran out after 1 of the 2 steps/);
    warn.mockRestore();
  });

  test('lets an unfinished generator clean up', async () => {
    let isClosed = false;
    const source = new IterableSource(
      function* () {
        try {
          for (;;) yield [[[1]], [1]] as const;
        } finally {
          isClosed = true;
        }
      },
      INPUT,
      OUTPUT,
    );
    const iterator = new EpochIterator(source, 1);
    await iterator.begin(0);
    disposeBatch((await iterator.next())!);
    await iterator.close();
    expect(isClosed).toBe(true);
  });
});

test('class weights are 1 for classes that are not named', async () => {
  const weights = async (labels: tf.Tensor) => [
    ...(await weightsOfClasses(labels, { 0: 0.5, 2: 3 }).data()),
  ];
  expect(await weights(tf.tensor1d([0, 1, 2, 5], 'int32'))).toEqual([0.5, 1, 3, 1]);
  expect(await weights(tf.tensor2d([[0], [2]]))).toEqual([0.5, 3]);
  expect(
    await weights(
      tf.tensor2d([
        [0, 0, 1],
        [0, 1, 0],
      ]),
    ),
  ).toEqual([3, 1]);
});
