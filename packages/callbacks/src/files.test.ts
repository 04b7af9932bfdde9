import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import type { CallbackModel } from './callback.js';
import { CallbackList } from './callback-list.js';
import { csvLogger } from './csv-logger.js';
import { fillTemplate } from './file-template.js';
import { modelCheckpoint, type ModelCheckpointOptions } from './model-checkpoint.js';

let folder = '';

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ibex-callbacks-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
  jest.restoreAllMocks();
});

describe('ModelCheckpoint', () => {
  async function saved(
    options: Omit<ModelCheckpointOptions, 'filepath'> & { filepath?: string },
    losses: number[][],
  ): Promise<string[]> {
    const files: string[] = [];
    const model: CallbackModel = {
      stopTraining: false,
      getWeights: () => [],
      setWeights: () => undefined,
      save: (name) => Promise.resolve(files.push(name)),
      saveWeights: (name) => Promise.resolve(files.push(`weights ${name}`)),
    };
    const list = new CallbackList(
      modelCheckpoint({ filepath: '{epoch:02d}-{val_loss:.2f}', ...options }),
      { model },
    );
    for (const [epoch, batches] of losses.entries()) {
      await list.onEpochBegin(epoch);
      for (const [batch, loss] of batches.entries()) await list.onTrainBatchEnd(batch, { loss });
      await list.onEpochEnd(epoch, { loss: batches.at(-1)!, val_loss: batches.at(-1)! });
    }
    return files;
  }

  test('saves after every epoch', async () => {
    expect(await saved({}, [[3], [1], [2]])).toEqual(['01-3.00', '02-1.00', '03-2.00']);
    expect(await saved({ saveWeightsOnly: true }, [[3]])).toEqual(['weights 01-3.00']);
  });

  test('saves the best only', async () => {
    const options = { saveBestOnly: true };
    expect(await saved(options, [[3], [1], [2]])).toEqual(['01-3.00', '02-1.00']);
    expect(await saved({ ...options, mode: 'max' }, [[3], [1], [4]])).toEqual([
      '01-3.00',
      '03-4.00',
    ]);
    expect(await saved({ ...options, initialValueThreshold: 2 }, [[3], [1]])).toEqual(['02-1.00']);
  });

  test('saves after every so many batches, across epochs', async () => {
    const options = { saveFreq: 3, filepath: '{epoch}.{batch}' };
    expect(
      await saved(options, [
        [1, 1, 1, 1],
        [1, 1, 1, 1],
      ]),
    ).toEqual(['1.3', '2.2']);
  });

  test('bad options are errors', async () => {
    expect(() => modelCheckpoint({ filepath: '' })).toThrow(/where to save/);
    expect(() => modelCheckpoint({ filepath: 'a', saveFreq: 0 })).toThrow(/"saveFreq"/);
    await expect(saved({ filepath: '{val_acc}' }, [[1]])).rejects.toThrow(
      /no "val_acc".*Available: loss, val_loss, epoch/,
    );
  });
});

test('file names are filled as in Python', () => {
  const values = { epoch: 3, val_loss: 0.256 };
  expect(fillTemplate('{epoch:02d}-{val_loss:.2f}', values)).toBe('03-0.26');
  expect(fillTemplate('{epoch}_{val_loss}_{{x}}', values)).toBe('3_0.256_{x}');
  expect(fillTemplate('{epoch:4d}{val_loss:8.3f}', values)).toBe('   3   0.256');
  expect(() => fillTemplate('{epoch:x}', values)).toThrow(/":x" is not known/);
});

describe('CSVLogger', () => {
  const fit = async (list: CallbackList, epochs: Record<string, number>[]) => {
    await list.onTrainBegin();
    for (const [epoch, logs] of epochs.entries()) await list.onEpochEnd(epoch, logs);
  };

  test('writes a row for each epoch', async () => {
    const file = path.join(folder, 'run', 'log.csv');
    await fit(new CallbackList(csvLogger(file)), [
      { val_loss: 2, loss: 1.5 },
      { loss: 1, val_loss: NaN },
    ]);
    expect(fs.readFileSync(file, 'utf8')).toBe('epoch,loss,val_loss\r\n0,1.5,2\r\n1,1,NaN\r\n');
    expect(fs.readdirSync(path.dirname(file))).toEqual(['log.csv']);
  });

  test('leaves room for validation that comes later', async () => {
    const file = path.join(folder, 'log.csv');
    await fit(new CallbackList(csvLogger(file, { separator: ';' })), [
      { loss: 1 },
      { loss: 1, val_loss: 2 },
    ]);
    expect(fs.readFileSync(file, 'utf8')).toBe('epoch;loss;val_loss\r\n0;1;NA\r\n1;1;2\r\n');
  });

  test('appends without a second header', async () => {
    const file = path.join(folder, 'log.csv');
    await fit(new CallbackList(csvLogger(file)), [{ loss: 1, val_loss: 2 }]);
    await fit(new CallbackList(csvLogger(file, { append: true })), [{ loss: 3, val_loss: 4 }]);
    expect(fs.readFileSync(file, 'utf8')).toBe('epoch,loss,val_loss\r\n0,1,2\r\n0,3,4\r\n');
  });

  test('says where it cannot write', async () => {
    const file = path.join(folder, 'taken');
    fs.mkdirSync(path.join(file, 'inside'), { recursive: true });
    const list = new CallbackList(csvLogger(file));
    await expect(list.onEpochEnd(0, { loss: 1 })).rejects.toThrow(/Cannot write .*taken/);
    expect(fs.readdirSync(folder)).toEqual(['taken']);
  });
});
