import { existsSync, mkdtempSync, promises, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DownloadError, FileError, FormatError, IbexError } from '@ibexjs/core';
import { writeHdf5, writeNpz, writeZip, type NdArrayLike } from '@ibexjs/formats';
import { dense } from '@ibexjs/layers';
import { useTestBackend } from '@ibexjs/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { loadModel, sequential, type Model } from '../index.js';

let folder: string;

beforeAll(() => useTestBackend('cpu'));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ibex-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const small = () => sequential({ layers: [dense({ units: 11, inputShape: [7], name: 'only' })] });
const valuesOf = (net: Model) => net.weights.map((weight) => [...weight.read().dataSync()]);

/** Files that are opened for writing take `bytes`, then the disk is full. */
function fillDiskAfter(bytes: number): void {
  const { open } = promises;
  let left = bytes;
  jest.spyOn(promises, 'open').mockImplementation(async (path, flags, mode) => {
    const handle = await open(path, flags, mode);
    const write = handle.writeFile.bind(handle);
    handle.writeFile = async (data) => {
      left -= (data as Uint8Array).length;
      if (left >= 0) return write(data);
      await write((data as Uint8Array).slice(0, 100));
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    };
    return handle;
  });
}

describe('a full disk', () => {
  test.each(['m.keras', 'm.h5', 'folder', 'm.weights.h5', 'm.npz', 'm.safetensors'])(
    'leaves no half of %s, and the old one as it was',
    async (name) => {
      const net = small();
      const path = join(folder, name);
      const save = () =>
        /weights|npz|safetensors/.test(name) ? net.saveWeights(path) : net.save(path);
      fillDiskAfter(name === 'folder' ? 1000 : 10);
      await expect(save()).rejects.toThrow(FileError);
      await expect(save()).rejects.toThrow(/disk is full/);
      expect(readdirSync(folder)).toEqual([]);
      jest.restoreAllMocks();
      await save();
      const content = () => (name === 'folder' ? readdirSync(path) : readFileSync(path));
      const old = content();
      fillDiskAfter(10);
      await expect(save()).rejects.toThrow(/disk is full/);
      expect(content()).toEqual(old);
      expect(readdirSync(folder)).toEqual([name]);
    },
  );

  test('in the middle of several files leaves none', async () => {
    const net = small();
    fillDiskAfter(5000);
    const path = join(folder, 'm.weights.json');
    await expect(net.saveWeights(path, { maxShardSize: 310 / 2 ** 30 })).rejects.toThrow(
      /disk is full/,
    );
    expect(existsSync(path)).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a server', () => {
  /** Answers each request in one way. */
  async function serve(answer: RequestListener): Promise<{ address: string; server: Server }> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return { address: `http://127.0.0.1:${port}/m.keras`, server };
  }

  test.each<[string, RequestListener, RegExp]>([
    ['without the file', (_, response) => response.writeHead(404).end(), /answers 404 Not Found/],
    ['in trouble', (_, response) => response.writeHead(503).end(), /answers 503/],
    ['that hangs up', (request) => request.socket.destroy(), /m\.keras/],
    [
      'that hangs up in the middle',
      (request, response) => {
        response.writeHead(200, { 'content-length': 1000 });
        response.write('PK');
        setImmediate(() => request.socket.destroy());
      },
      /m\.keras/,
    ],
  ])('%s is a DownloadError that names the address', async (_name, answer, message) => {
    const { address, server } = await serve(answer);
    const loading = loadModel(address);
    await expect(loading).rejects.toThrow(DownloadError);
    await expect(loading).rejects.toThrow(message);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

/** A file in which one number of eight bytes is replaced wherever it stands. */
function patched(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const out = bytes.slice();
  const view = new DataView(out.buffer);
  for (let at = 0; at + 8 <= out.length; at++)
    if (view.getBigUint64(at, true) === BigInt(from)) view.setBigUint64(at, BigInt(to), true);
  return out;
}

describe('hostile files', () => {
  const kernel = { shape: [7, 11], data: new Float32Array(77) };
  const bias = { shape: [11], data: new Float32Array(11) };
  const npz = (first: NdArrayLike) =>
    writeNpz({ 'layers/dense/vars/0': first, 'layers/dense/vars/1': bias });

  test('a shape of 100 GB allocates nothing', async () => {
    const hdf5 = writeHdf5({
      datasets: { 'layers/dense/vars/0': kernel, 'layers/dense/vars/1': bias },
    });
    const net = small();
    const start = valuesOf(net);
    const before = process.memoryUsage().arrayBuffers;
    await expect(net.loadWeights(patched(hdf5, 7, 2_500_000_000))).rejects.toThrow(IbexError);
    await expect(net.loadWeights(patched(hdf5, 7, 2 ** 52))).rejects.toThrow(IbexError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26);
    expect(valuesOf(net)).toEqual(start);
  });

  test('a zip bomb is not unpacked', async () => {
    const zeros = new Uint8Array(4 * 2 ** 20);
    const bomb = writeZip([['metadata.json', zeros]], { compress: true });
    // what a directory may claim, by the sizes in it
    const view = new DataView(bomb.buffer, bomb.byteOffset);
    for (let at = 0; at + 4 <= bomb.length; at++)
      if (view.getUint32(at, true) === zeros.length) view.setUint32(at, 0xf0000000, true);
    const before = process.memoryUsage().arrayBuffers;
    const loading = loadModel(bomb);
    await expect(loading).rejects.toThrow(FormatError);
    await expect(loading).rejects.toThrow(/cannot hold/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26);
  });

  test('words in place of numbers change nothing', async () => {
    const net = small();
    const start = valuesOf(net);
    const words = { shape: [11], data: new Array<string>(11).fill('x') };
    const bytes = writeNpz({ 'layers/dense/vars/0': kernel, 'layers/dense/vars/1': words });
    const before = tf.memory().numTensors;
    const loading = net.loadWeights(bytes);
    await expect(loading).rejects.toThrow(FormatError);
    await expect(loading).rejects.toThrow(/only\/bias consists of numbers/);
    expect(valuesOf(net)).toEqual(start);
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each<[string, NdArrayLike]>([
    ['float64', { shape: [7, 11], data: new Float64Array(77).fill(0.5) }],
    ['float16', { shape: [7, 11], dtype: 'float16', data: new Float32Array(77).fill(0.5) }],
    ['int64', { shape: [7, 11], dtype: 'int64', data: new BigInt64Array(77).fill(3n) }],
  ])('weights of %s become those of the model', async (_, first) => {
    const net = small();
    await net.loadWeights(npz(first));
    expect(net.weights[0]!.dtype).toBe('float32');
    expect(net.weights[0]!.read().dataSync()[5]).toBe(Number(first.data[5]));
  });
});
