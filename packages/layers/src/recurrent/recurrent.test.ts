import { beforeAll, describe, expect, test } from '@jest/globals';
import { ShapeError, StateError, UnknownOptionError, ValueError } from '@ibexjs/core';
import { formulaValues, testBackends, useTestBackend } from '@ibexjs/testing';
import * as tf from '@tensorflow/tfjs-core';

import { input } from '../engine/input-layer.js';
import { deserializeLayer, serializeLayer } from '../engine/serialization.js';
import type { CallArgs, Shapes } from '../engine/types.js';
import { bidirectional } from '../wrappers/bidirectional.js';
import { RNNCell } from './cell.js';
import { gru, lstm, lstmCell, rnn, simpleRNN, simpleRNNCell, type LSTMOptions } from './index.js';

const sequence = (...shape: number[]) =>
  tf.tensor(formulaValues(tf.util.sizeFromShape(shape), 1), shape);
const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];

function expectClose(actual: tf.Tensor, expected: tf.Tensor, digits = 5): void {
  const values = expected.dataSync();
  actual.dataSync().forEach((v, i) => expect(v).toBeCloseTo(values[i]!, digits));
}

describe.each(testBackends)('recurrent layers on %s', (backend) => {
  beforeAll(() => useTestBackend(backend));

  test('stateful: two halves in a row give what the whole gives', () => {
    const options: LSTMOptions = { units: 3, batchInputShape: [2, 4, 2] };
    const layer = lstm({ ...options, stateful: true });
    const whole = lstm(options);
    const x = sequence(2, 8, 2);
    layer.build([2, 4, 2]);
    whole.build([2, 8, 2]);
    whole.setWeights(layer.getWeights());
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      layer.apply(tf.slice(x, [0, 0, 0], [2, 4, 2]));
      const second = layer.apply(tf.slice(x, [0, 4, 0], [2, 4, 2]));
      expectClose(second, whole.apply(x));
      layer.resetStates();
      const fresh = layer.apply(tf.slice(x, [0, 0, 0], [2, 4, 2]));
      expectClose(fresh, whole.apply(tf.slice(x, [0, 0, 0], [2, 4, 2])));
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(() => layer.apply(sequence(3, 4, 2))).toThrow(ShapeError);
    layer.dispose();
    whole.dispose();
  });

  test.each([simpleRNN, lstm, gru])('%p: dropout falls in training alone, by the seed', (make) => {
    const run = (training: boolean) => {
      const layer = make({
        units: 4,
        dropout: 0.5,
        recurrentDropout: 0.4,
        seed: 3,
        kernelInitializer: 'ones',
        recurrentInitializer: 'ones',
      });
      const y = numbers(layer.apply(sequence(2, 3, 4), { training }));
      layer.dispose();
      return y;
    };
    expect(run(true)).toEqual(run(true));
    expect(run(true)).not.toEqual(run(false));
  });

  test('a mask at the end changes nothing before it', () => {
    const layer = gru({ units: 3 });
    const x = sequence(1, 5, 2);
    const mask = tf.tensor([[1, 1, 1, 0, 0]], undefined, 'bool');
    expectClose(layer.apply(x, { mask }), layer.apply(tf.slice(x, [0, 0, 0], [1, 3, 2])));
    layer.dispose();
  });

  test("a cell of one's own runs as the built-in one does", () => {
    class SumCell extends RNNCell {
      static override readonly className = 'SumCell';
      get stateSize(): number {
        return 2;
      }
      override build(_shape: Shapes): void {}
      override call([x, h]: tf.Tensor[], _args: CallArgs): tf.Tensor[] {
        const sum = tf.add(x!, h!);
        return [sum, sum];
      }
    }
    const layer = rnn({
      cell: [
        new SumCell(),
        simpleRNNCell({
          units: 2,
          activation: 'linear',
          kernelInitializer: 'identity',
          recurrentInitializer: 'zeros',
        }),
      ],
      returnSequences: true,
      returnState: true,
    });
    const x = tf.tensor3d([
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ]);
    const before = tf.memory().numTensors;
    const [y, sum, last] = layer.apply<tf.Tensor[]>(x);
    expect(numbers(y!)).toEqual([1, 2, 4, 6, 9, 12]);
    expect(numbers(sum!)).toEqual([9, 12]);
    expect(numbers(last!)).toEqual([9, 12]);
    tf.dispose([y!, sum!, last!]);
    layer.dispose();
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before);
  });
});

describe('recurrent layers', () => {
  beforeAll(() => useTestBackend('cpu'));

  test('in a graph, with states', () => {
    const x = input({ shape: [null, 3] });
    const [y, h, c] = lstm({ units: 4, returnState: true }).apply<[typeof x, typeof x, typeof x]>(
      x,
    );
    expect([y.shape, h.shape, c.shape]).toEqual([
      [null, 4],
      [null, 4],
      [null, 4],
    ]);
    const both = bidirectional({ layer: gru({ units: 4, returnSequences: true }) }).apply(x);
    expect(both.shape).toEqual([null, null, 8]);
  });

  test('wrapped and stacked layers come back from their config', () => {
    const layer = bidirectional({
      layer: rnn({ cell: [lstmCell({ units: 2 }), simpleRNNCell({ units: 3 })] }),
      mergeMode: 'sum',
    });
    const again = deserializeLayer(serializeLayer(layer));
    expect(again.getConfig()).toEqual(layer.getConfig());
  });

  test.each<[string, () => unknown, new (...args: never[]) => Error]>([
    ['unknown option', () => lstm({ units: 2, returnSequence: true } as never), UnknownOptionError],
    [
      'option of another cell',
      () => lstm({ units: 2, resetAfter: true } as never),
      UnknownOptionError,
    ],
    ['no units', () => gru({} as never), ValueError],
    ['rate above 1', () => gru({ units: 2, dropout: 2 }), ValueError],
    ['unknown implementation', () => lstm({ units: 2, implementation: 3 }), ValueError],
    ['input of 2 dimensions', () => lstm({ units: 2 }).apply(tf.zeros([2, 3])), ShapeError],
    ['input of 4 dimensions', () => lstm({ units: 2 }).apply(tf.zeros([2, 3, 4, 5])), ShapeError],
    [
      'stateful without a batch size',
      () => lstm({ units: 2, stateful: true }).build([null, 3, 4]),
      ShapeError,
    ],
    ['states of a layer without', () => lstm({ units: 2 }).resetStates(), StateError],
    [
      'one state of two',
      () => lstm({ units: 2 }).apply(tf.zeros([1, 2, 3]), { initialState: [tf.zeros([1, 2])] }),
      ValueError,
    ],
    ['what is no cell', () => rnn({ cell: 3 as never }), ValueError],
    ['what is not recurrent', () => bidirectional({ layer: lstmCell({ units: 2 }) }), ValueError],
    [
      'unknown merge mode',
      () => bidirectional({ layer: lstm({ units: 2 }), mergeMode: 'max' as never }),
      ValueError,
    ],
  ])('%s', (_name, run, error) => {
    expect(run).toThrow(error);
  });
});
