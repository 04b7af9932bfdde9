import { describe, expect, test } from '@jest/globals';

import type { Output } from './output.js';
import { Progbar } from './progbar.js';
import { ProgbarLogger } from './progbar-logger.js';

class Paper implements Output {
  text = '';

  constructor(
    readonly terminal: boolean,
    readonly columns?: number,
  ) {}

  write(text: string): void {
    this.text += text;
  }
}

// eslint-disable-next-line no-control-regex
const plain = (text: string) => text.replace(/\x1b\[\d+m/g, '');

function bar(target: number | null, output: Paper, verbose = 1) {
  let seconds = 0;
  const progbar = new Progbar({ target, output, verbose, now: () => seconds });
  return {
    progbar,
    at: (time: number, step: number, values = {}, finalize?: boolean) => {
      seconds = time;
      output.text = '';
      progbar.update(step, values, finalize);
      return output.text;
    },
  };
}

describe('on a terminal', () => {
  test("has Keras' look", () => {
    const { at } = bar(375, new Paper(true));
    expect(at(1, 1, { accuracy: 0.1 })).toBe(
      '\r\x1b[1m  1/375\x1b[0m \x1b[37m━━━━━━━━━━━━━━━━━━━━\x1b[0m \x1b[1m6:14\x1b[0m 1s/step - accuracy: 0.1000',
    );
    // the first step does not count any more
    expect(plain(at(3, 101, { accuracy: 0.5, loss: 0.0004 }))).toBe(
      '\r101/375 ━━━━━━━━━━━━━━━━━━━━ 5s 20ms/step - accuracy: 0.5000 - loss: 4.0000e-04',
    );
    expect(plain(at(8.48, 375, { accuracy: 0.9, loss: 0.25 }))).toBe(
      '\r375/375 ━━━━━━━━━━━━━━━━━━━━ 8s 20ms/step - accuracy: 0.9000 - loss: 0.2500    \n',
    );
  });

  test('without a target shows what it has', () => {
    const { at } = bar(null, new Paper(true));
    expect(plain(at(1, 3))).toBe('\r      3/Unknown 1s 333ms/step');
  });

  test('is drawn at most every 50 ms', () => {
    const { at, progbar } = bar(10, new Paper(true));
    expect(at(0.1, 1)).not.toBe('');
    expect(progbar.isDue).toBe(false);
    expect(at(0.12, 2)).toBe('');
    expect(at(0.16, 3)).not.toBe('');
  });

  test('is cut where the terminal ends', () => {
    const { at } = bar(10, new Paper(true, 50));
    expect(plain(at(0.1, 1, { accuracy: 0.5, another_metric: 0.5 })).length).toBeLessThanOrEqual(
      50,
    );
  });
});

describe('elsewhere', () => {
  test('writes a line at the end, and one every ten seconds', () => {
    const { at } = bar(100, new Paper(false));
    expect(at(0.1, 1)).toBe('');
    expect(at(11, 50, { loss: 1.5 })).toBe(' 50/100 - 11s - 222ms/step - loss: 1.5000\n');
    expect(at(12, 80)).toBe('');
    expect(at(20, 100, { loss: 1 })).toBe('100/100 - 20s - 201ms/step - loss: 1.0000\n');
  });

  test('verbose 2 writes one line at the end, verbose 0 none', () => {
    const two = bar(4, new Paper(true), 2);
    expect(two.at(60, 2)).toBe('');
    expect(two.at(61, 4, { loss: NaN })).toBe('4/4 - 61s - 15s/step - loss: nan\n');
    expect(bar(4, new Paper(true), 0).at(1, 4)).toBe('');
  });
});

test('ProgbarLogger shows epochs, and is silent about validation inside fit', () => {
  const paper = new Paper(false);
  const logger = new ProgbarLogger(paper);
  logger.setParams({ verbose: 2, epochs: 2, steps: 3 });
  logger.onTrainBegin();
  logger.onEpochBegin(0);
  logger.onTrainBatchEnd(2, { loss: 1 });
  logger.onTestBegin();
  logger.onTestBatchEnd(0, { loss: 2 });
  logger.onTestEnd({ loss: 2 });
  logger.onEpochEnd(0, { loss: 1, val_loss: 2 });
  expect(paper.text).toMatch(
    /^Epoch 1\/2\n3\/3 - 0s - \d+..\/step - loss: 1.0000 - val_loss: 2.0000\n$/,
  );
});
