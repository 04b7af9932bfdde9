import { describe, expect, test } from '@jest/globals';

import { Callback, type CallbackModel, type Logs } from './callback.js';
import { CallbackList } from './callback-list.js';
import { History } from './history.js';
import { LambdaCallback, lambdaCallback } from './lambda-callback.js';
import { TerminateOnNaN } from './terminate-on-nan.js';

const model: CallbackModel = {
  stopTraining: false,
  getWeights: () => [],
  setWeights: () => undefined,
};

describe('CallbackList', () => {
  test('calls hooks in order, and waits for asynchronous ones', async () => {
    const calls: string[] = [];
    const later = () => new Promise<void>((resolve) => setImmediate(resolve));
    const list = new CallbackList([
      {
        async onEpochEnd() {
          await later();
          calls.push('first');
        },
      },
      { onEpochEnd: () => void calls.push('second') },
    ]);
    await list.onEpochEnd(0, {});
    expect(calls).toEqual(['first', 'second']);
  });

  test('gives no promise where nothing is asynchronous', () => {
    const list = new CallbackList([{ onEpochEnd: () => undefined }, new Callback()]);
    expect(list.onEpochEnd(0, {})).toBeUndefined();
    expect(list.onTrainBatchEnd(0, {})).toBeUndefined();
  });

  test('onBatchEnd is another name of onTrainBatchEnd', async () => {
    const calls: number[] = [];
    class Old extends Callback {
      override onBatchEnd(batch: number): void {
        calls.push(batch);
      }
    }
    const list = new CallbackList([
      new Old(),
      { onBatchEnd: (batch) => void calls.push(10 + batch) },
    ]);
    await list.onTrainBatchEnd(3, {});
    expect(calls).toEqual([3, 13]);
  });

  test('knows whether somebody needs the logs of a batch', () => {
    expect(new CallbackList([new History()]).needsBatchLogs('train', 0)).toBe(false);
    expect(new CallbackList([new TerminateOnNaN()]).needsBatchLogs('train', 0)).toBe(true);
    expect(new CallbackList({ onTrainBatchEnd: () => undefined }).needsBatchLogs('train', 0)).toBe(
      true,
    );
    const test = new CallbackList({ onTestBatchEnd: () => undefined });
    expect(test.needsBatchLogs('test', 0)).toBe(true);
    expect(test.needsBatchLogs('train', 0)).toBe(false);
  });

  test('adds history and progress bar unless they are there', () => {
    const history = new History();
    const list = new CallbackList([history], { addHistory: true, addProgbar: true });
    expect(list.history).toBe(history);
    expect(list.callbacks).toHaveLength(2);
  });

  test('sorts logs by name, and lets callbacks add to them', async () => {
    const list = new CallbackList(
      [{ onEpochEnd: (_, logs) => void (logs['learning_rate'] = 0.1) }],
      { addHistory: true, model },
    );
    await list.onTrainBegin();
    await list.onEpochEnd(0, { val_loss: 2, loss: 1 });
    expect(Object.entries(list.history!.history)).toEqual([
      ['loss', [1]],
      ['val_loss', [2]],
      ['learning_rate', [0.1]],
    ]);
    expect(list.history!.epoch).toEqual([0]);
  });

  test('a hook of predict must not be asynchronous', () => {
    const list = new CallbackList({ onPredictEnd: (async () => {}) as () => void });
    expect(() => list.onPredictEnd()).toThrow(/onPredictEnd returned a promise/);
  });

  test('refuses what is no callback', () => {
    expect(() => new CallbackList(['earlyStopping' as unknown as Callback])).toThrow(
      /received earlyStopping/,
    );
  });
});

describe('LambdaCallback', () => {
  test('runs functions, with the object as this', async () => {
    const seen: [number, Logs][] = [];
    const hooks = {
      offset: 10,
      onEpochEnd(epoch: number, logs: Logs) {
        seen.push([this.offset + epoch, logs]);
      },
    };
    class Foreign {
      offset = 20;
      onEpochEnd(epoch: number, logs: Logs): void {
        seen.push([this.offset + epoch, logs]);
      }
    }
    expect(() => new LambdaCallback(hooks)).toThrow(/unknown option "offset"/);
    await new CallbackList([new Foreign()]).onEpochEnd(1, { loss: 2 });
    expect(seen).toEqual([[21, { loss: 2 }]]);
  });

  test('misspelled hooks are errors', () => {
    expect(() => lambdaCallback({ onEpochEnds: () => undefined } as object)).toThrow(
      /Did you mean "onEpochEnd"/,
    );
    expect(() => lambdaCallback({ onEpochEnd: 3 } as object)).toThrow(/must be a function/);
  });
});
