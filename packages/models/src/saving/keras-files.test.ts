import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FormatError, IbexError, RandomGenerator, ShapeError } from '@ibexjs/core';
import { Hdf5File, ZipArchive, writeHdf5, writeZip } from '@ibexjs/formats';
import { batchNormalization, dense, input, lstm } from '@ibexjs/layers';
import { MeanSquaredError } from '@ibexjs/losses';
import { formulaValues, useTestBackend } from '@ibexjs/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { loadModel, model, sequential, type Model } from '../index.js';

let folder: string;

beforeAll(() => useTestBackend('cpu'));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));

interface Golden {
  outputs: number[];
  losses: number[];
}
const golden = JSON.parse(new TextDecoder().decode(fixture('keras-files.json'))) as Golden;

const batch = () => ({
  x: tf.tensor(formulaValues(60, 1), [4, 5, 3]),
  y: tf.tensor(formulaValues(8, 2), [4, 2]),
});

async function outputsOf(net: Model): Promise<number[]> {
  const { x } = batch();
  return [...(await (net.predictOnBatch(x) as tf.Tensor).data())];
}

async function lossesOf(net: Model, steps: number): Promise<number[]> {
  const { x, y } = batch();
  const losses: number[] = [];
  for (let i = 0; i < steps; i++)
    losses.push((await net.trainOnBatch(x, y, { returnDict: true })).loss!);
  return losses;
}

const close = (values: number[], expected: number[], within: number) =>
  values.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(within));

/** As the model of the fixtures. */
const sameModel = () => {
  const x = input({ shape: [5, 3] });
  const y = dense({ units: 2 }).apply(
    batchNormalization({ momentum: 0.9 }).apply(lstm({ units: 2 }).apply(x)),
  );
  return model({ inputs: x, outputs: y });
};

describe('files of Keras', () => {
  test.each(['keras.keras', 'keras-whole.h5'])('%s: training goes on as in Keras', async (name) => {
    const net = await loadModel(fixture(name));
    expect(net.compiled).toBe(true);
    close(await outputsOf(net), golden.outputs, 1e-6);
    close(await lossesOf(net, golden.losses.length), golden.losses, 1e-5);
  });

  test.each(['keras.weights.h5', 'keras.keras', 'keras-whole.h5'])(
    '%s: weights go into a model of the same layers',
    async (name) => {
      const net = sameModel();
      await net.loadWeights(fixture(name));
      close(await outputsOf(net), golden.outputs, 1e-6);
    },
  );

  test('are not compiled when that is not wished', async () => {
    expect((await loadModel(fixture('keras.keras'), { compile: false })).compiled).toBe(false);
    expect((await loadModel(fixture('keras-whole.h5'), { compile: false })).compiled).toBe(false);
  });

  test('come from a file, a function or a Blob', async () => {
    const path = join(folder, 'model.keras');
    writeFileSync(path, fixture('keras.keras'));
    for (const source of [path, () => fixture('keras.keras'), new Blob([fixture('keras.keras')])])
      close(await outputsOf(await loadModel(source)), golden.outputs, 1e-6);
  });
});

describe('a model that is written', () => {
  test.each(['model.keras', 'model.h5'])('as %s trains on as if nothing had been', async (name) => {
    const net = sameModel();
    net.compile({ optimizer: 'adam', loss: new MeanSquaredError(), metrics: ['mae'] });
    await lossesOf(net, 3);
    const path = join(folder, name);
    const before = tf.memory().numTensors;
    await net.save(path);
    expect(tf.memory().numTensors).toBe(before);
    expect(readdirSync(folder)).toEqual([name]);
    const loaded = await loadModel(path);
    expect(loaded.optimizer!.learningRate).toBeCloseTo(0.001, 8);
    expect(await outputsOf(loaded)).toEqual(await outputsOf(net));
    expect(await lossesOf(loaded, 3)).toEqual(await lossesOf(net, 3));
  });

  test.each(['x.weights.h5', 'x.h5', 'x.npz'])('has its weights in %s', async (name) => {
    const [net, other] = [sameModel(), sameModel()];
    await net.saveWeights(join(folder, name));
    await other.loadWeights(join(folder, name));
    expect(await outputsOf(other)).toEqual(await outputsOf(net));
  });

  test('is laid out as Keras lays it out', async () => {
    let bytes = new Uint8Array();
    const net = sameModel();
    await net.save((written) => {
      bytes = new Uint8Array(written);
    });
    const [ours, theirs] = [bytes, fixture('keras.keras')].map((file) => new ZipArchive(file));
    expect(ours!.names).toEqual(theirs!.names);
    const weights = (zip: ZipArchive | undefined) =>
      new Hdf5File(zip!.read('model.weights.h5')).names.filter(
        (name) => !name.includes('optimizer'),
      );
    expect(weights(ours)).toEqual(weights(theirs));
  });

  test('with a loss that is a function is saved as not compiled', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const net = sequential({ layers: [dense({ units: 1, inputShape: [1] })] });
    net.compile({ loss: (y, p) => tf.sub(y, p) });
    await net.save(join(folder, 'm.keras'));
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/saved as not compiled/));
    expect((await loadModel(join(folder, 'm.keras'))).compiled).toBe(false);
  });
});

describe('weights of another model', () => {
  const small = (units = 2) =>
    sequential({
      layers: [
        dense({ units: 3, inputShape: [2], name: 'first' }),
        dense({ units, name: `last${units}` }),
      ],
    });
  const valuesOf = (net: Model) =>
    tf.tidy(() => net.weights.map((weight) => [...weight.read().dataSync()]));

  test.each(['a.weights.h5', 'a.h5'])('in %s change nothing', async (name) => {
    const net = small();
    const start = valuesOf(net);
    const path = join(folder, name);
    await small(5).saveWeights(path);
    await expect(net.loadWeights(path)).rejects.toThrow(ShapeError);
    await expect(net.loadWeights(path)).rejects.toThrow(name);
    await sequential({ layers: [dense({ units: 3, inputShape: [2] })] }).saveWeights(path);
    await expect(net.loadWeights(path)).rejects.toThrow(FormatError);
    expect(valuesOf(net)).toEqual(start);
  });

  test.each(['a.weights.h5', 'a.h5'])(
    'in %s: skipMismatch and byName take what fits',
    async (name) => {
      const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
      const path = join(folder, name);
      const other = small(5);
      await other.saveWeights(path);
      for (const options of [{ skipMismatch: true }, { byName: true }]) {
        const net = small();
        const start = valuesOf(net);
        await net.loadWeights(path, options);
        expect(valuesOf(net)).toEqual([...valuesOf(other).slice(0, 2), ...start.slice(2)]);
      }
      expect(warn).toHaveBeenCalledTimes(1);
    },
  );
});

describe('refuses', () => {
  const zip = (change: (entries: Map<string, Uint8Array>) => void): Uint8Array => {
    const archive = new ZipArchive(fixture('keras.keras'));
    const entries = new Map(archive.names.map((name) => [name, archive.read(name)]));
    change(entries);
    return writeZip(entries);
  };
  const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

  test.each<[string, () => Uint8Array, RegExp]>([
    ['what is no model', () => text('hello'), /is no model/],
    [
      'an archive without weights',
      () => zip((entries) => entries.delete('model.weights.h5')),
      /model\.weights\.h5/,
    ],
    [
      'an archive without a config',
      () => zip((entries) => entries.delete('config.json')),
      /config\.json/,
    ],
    [
      'a config that is no JSON',
      () => zip((entries) => entries.set('config.json', text('x').subarray(1))),
      /config\.json/,
    ],
    [
      'a config of nothing',
      () => zip((entries) => entries.set('config.json', text(3))),
      /config\.json/,
    ],
    [
      'entries outside the archive',
      () => zip((entries) => entries.set('../../x', text(1))),
      /"\.\.\/\.\.\/x" points outside/,
    ],
    [
      'weights that are none',
      () => zip((entries) => entries.set('model.weights.h5', text(1))),
      /neither HDF5/,
    ],
    ['an .h5 of weights alone', () => fixture('keras.weights.h5'), /weights only/],
    [
      'an .h5 whose config is no JSON',
      () => writeHdf5({ attributes: { '': { model_config: '{' } } }),
      /not JSON/,
    ],
    [
      'Python bytecode',
      () =>
        writeHdf5({
          attributes: {
            '': {
              model_config: JSON.stringify({
                class_name: 'Sequential',
                config: {
                  name: 's',
                  layers: [
                    {
                      class_name: 'Lambda',
                      config: { name: 'crop', function: ['4wEAAAA', null, null] },
                    },
                  ],
                },
              }),
            },
          },
        }),
      /Layer crop is a Lambda that holds Python bytecode/,
    ],
  ])('%s', async (_, make, message) => {
    const before = tf.memory().numTensors;
    const bytes = make();
    await expect(loadModel(bytes)).rejects.toThrow(FormatError);
    await expect(loadModel(bytes)).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each(['keras.keras', 'keras-whole.h5', 'keras.weights.h5'])(
    'or reads %s when it is damaged, and leaves nothing behind',
    async (name) => {
      jest.spyOn(console, 'warn').mockImplementation(() => undefined);
      const random = new RandomGenerator(3);
      const whole = fixture(name);
      const net = sameModel();
      const before = tf.memory().numTensors;
      for (let i = 0; i < 150; i++) {
        const damaged = whole.slice(0, i % 10 === 0 ? random.integer(whole.length) : undefined);
        for (let n = random.integer(8); n >= 0 && damaged.length > 0; n--)
          damaged[random.integer(damaged.length)]! ^= 1 << random.integer(8);
        try {
          if (name === 'keras.weights.h5') await net.loadWeights(damaged);
          else {
            const loaded = await loadModel(damaged);
            loaded.optimizer?.dispose();
            loaded.dispose();
          }
        } catch (error) {
          if (!(error instanceof IbexError)) throw new Error(`mutation ${i}`, { cause: error });
        }
        expect(tf.memory().numTensors).toBe(before);
      }
    },
  );
});
