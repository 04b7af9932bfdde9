import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { FileError, FormatError, ShapeError, ValueError } from '@ibexjs/core';
import { SafetensorsFile, writeNpz, writeSafetensors } from '@ibexjs/formats';
import { batchNormalization, dense, input, lstm } from '@ibexjs/layers';
import { formulaValues, readFixture, useTestBackend } from '@ibexjs/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { model, sequential, type Model } from '../index.js';

let folder: string;

beforeAll(() => useTestBackend('cpu'));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const golden = readFixture<{ outputs: number[] }>(
  import.meta.url,
  '../../fixtures/keras-files.json',
);

/** As the model of the fixtures. */
const sameModel = () => {
  const x = input({ shape: [5, 3] });
  const y = dense({ units: 2 }).apply(
    batchNormalization({ momentum: 0.9 }).apply(lstm({ units: 2 }).apply(x)),
  );
  return model({ inputs: x, outputs: y });
};

const outputsOf = (net: Model) => [
  ...(net.predictOnBatch(tf.tensor(formulaValues(60, 1), [4, 5, 3])) as tf.Tensor).dataSync(),
];
const close = (values: number[], expected: number[]) =>
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));

/** 200 bytes, in GiB. */
const SMALL = 200 / 2 ** 30;

describe('weights in several files', () => {
  const index = join(fixtures, 'keras-sharded.weights.json');

  test('of Keras are read, from disk and from an address', async () => {
    const net = sameModel();
    await net.loadWeights(index);
    close(outputsOf(net), golden.outputs);
    const server = createServer((request, response) =>
      response.end(readFileSync(join(fixtures, request.url!.slice(1)))),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const other = sameModel();
    await other.loadWeights(`http://127.0.0.1:${port}/keras-sharded.weights.json`);
    await new Promise((resolve) => server.close(resolve));
    close(outputsOf(other), golden.outputs);
  });

  test('are written as Keras writes them', async () => {
    const net = sameModel();
    net.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    await net.loadWeights(index);
    const path = join(folder, 'keras-sharded.weights.json');
    const before = tf.memory().numTensors;
    await net.saveWeights(path, { maxShardSize: SMALL });
    expect(tf.memory().numTensors).toBe(before);
    type Index = { metadata: { total_size: number }; weight_map: Record<string, unknown> };
    const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Index;
    const layers = ({ weight_map: map }: Index) =>
      Object.keys(map).filter((name) => name.startsWith('/layers'));
    expect(layers(read(path))).toEqual(layers(read(index)));
    const shards = readdirSync(folder).filter((name) => name.endsWith('.h5'));
    expect(shards.length).toBeGreaterThan(1);
    expect(shards[0]).toBe('keras-sharded_00000.weights.h5');
    const again = sameModel();
    await again.loadWeights(path);
    expect(outputsOf(again)).toEqual(outputsOf(net));
  });

  test('byName works there too', async () => {
    const make = () => sequential({ layers: [dense({ units: 2, inputShape: [3], name: 'one' })] });
    const [net, other] = [make(), make()];
    const path = join(folder, 'm.weights.json');
    await net.saveWeights(path);
    await other.loadWeights(path, { byName: true });
    expect(other.weights.map((w) => [...w.read().dataSync()])).toEqual(
      net.weights.map((w) => [...w.read().dataSync()]),
    );
  });

  test('bad names, sizes and indices are errors', async () => {
    const net = sameModel();
    await expect(net.saveWeights(join(folder, 'a.h5'), { maxShardSize: 1 })).rejects.toThrow(
      /must end in "\.weights\.json"/,
    );
    await expect(
      net.saveWeights(join(folder, 'a.weights.json'), { maxShardSize: 1e-9 }),
    ).rejects.toThrow(ValueError);
    expect(readdirSync(folder)).toEqual([]);
    const path = join(folder, 'x.weights.json');
    for (const [text, message] of [
      ['{', /is not JSON/],
      ['[]', /no "weight_map"/],
      ['{"weight_map": {"/vars": "../../etc/x.h5"}}', /no file beside the index/],
    ] as const) {
      writeFileSync(path, text);
      await expect(net.loadWeights(path)).rejects.toThrow(FormatError);
      await expect(net.loadWeights(path)).rejects.toThrow(message);
    }
    writeFileSync(path, '{"weight_map": {"/vars": "gone.h5"}}');
    await expect(net.loadWeights(path)).rejects.toThrow(FileError);
    await expect(net.loadWeights(path)).rejects.toThrow(/gone\.h5/);
  });
});

describe('safetensors', () => {
  test('round trip', async () => {
    const [net, other] = [sameModel(), sameModel()];
    const path = join(folder, 'm.safetensors');
    await net.saveWeights(path);
    expect(new SafetensorsFile(new Uint8Array(readFileSync(path))).names).toContain(
      'layers/dense/vars/0',
    );
    await other.loadWeights(path);
    expect(outputsOf(other)).toEqual(outputsOf(net));
  });
});

describe('arrays as they come', () => {
  const small = () => sequential({ layers: [dense({ units: 2, inputShape: [3] })] });
  const arrays = {
    'model.weight': { shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    'model.bias': { shape: [2], data: Float32Array.of(7, 8) },
  };

  test.each([
    ['npz', writeNpz(arrays)],
    ['safetensors', writeSafetensors(arrays)],
  ])('of %s', async (_, bytes) => {
    const net = small();
    await expect(net.loadWeights(bytes)).rejects.toThrow(FormatError);
    await net.loadWeights(bytes, { byOrder: true });
    expect([...net.weights[0]!.read().dataSync()]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('that do not fit are errors, or left out', async () => {
    const net = small();
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const turned = writeNpz({ a: arrays['model.bias'], b: arrays['model.bias'] });
    await expect(net.loadWeights(turned, { byOrder: true })).rejects.toThrow(ShapeError);
    await net.loadWeights(turned, { byOrder: true, skipMismatch: true });
    expect([...net.weights[1]!.read().dataSync()]).toEqual([7, 8]);
    expect(warn).toHaveBeenCalledTimes(1);
    const one = writeNpz({ a: arrays['model.weight'] });
    await expect(net.loadWeights(one, { byOrder: true })).rejects.toThrow(/2 weights.*1 arrays/);
    await expect(net.loadWeights(one, { byOrder: true, byName: true })).rejects.toThrow(
      /either byName or byOrder/,
    );
  });
});
