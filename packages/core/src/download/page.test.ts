import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { resetConfig, setDatasetsMirror } from '../config.js';
import { DownloadError } from '../errors.js';
import { parseHashes } from './checksum.js';
import type { FileRequest } from './get-file.js';
import { fetchInPage } from './page.js';

const contents = Buffer.from('what the page wants');
const sha256 = createHash('sha256').update(contents).digest('hex');

let server: Server;
let base: string;
let asked: (string | undefined)[];
let kept: Map<string, Response>;

beforeEach(async () => {
  asked = [];
  kept = new Map();
  server = createServer((request, response) => {
    asked.push(request.url);
    if (request.url === '/data.bin') response.end(contents);
    else if (request.url === '/wrong.bin') response.end('something else');
    else if (request.url === '/moved.bin') response.writeHead(302, { location: '/data.bin' }).end();
    else if (request.url === '/silent.bin') response.flushHeaders();
    else if (request.url === '/stalls.bin') response.write('what');
    else if (request.url === '/short.bin') {
      response.writeHead(200, { 'content-length': 100 });
      response.write('what', () => response.destroy());
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // the part of a browser's Cache API that is used
  const cache = {
    match: async (url: string) => kept.get(url)?.clone(),
    put: async (url: string, response: Response) => void kept.set(url, response),
    delete: async (url: string) => kept.delete(url),
  };
  Object.defineProperty(globalThis, 'caches', {
    configurable: true,
    value: { open: async () => cache },
  });
  setDatasetsMirror('');
});
afterEach(async () => {
  Reflect.deleteProperty(globalThis, 'caches');
  resetConfig();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function request(...paths: string[]): FileRequest {
  return {
    name: 'data.bin',
    origins: paths.map((path) => `${base}/${path}`),
    hashes: parseHashes('test', sha256),
    mirrorPath: 'set/data.bin',
    folder: '',
    force: false,
    transfer: { timeout: 1000, retries: 0, retryDelay: 0, maxBytes: 1000 },
    onProgress: undefined,
  };
}

test('downloads once and keeps the file in the browser', async () => {
  for (let i = 0; i < 2; i++) {
    expect(Buffer.from(await fetchInPage(request('data.bin'))).equals(contents)).toBe(true);
  }
  expect(asked).toEqual(['/data.bin']);
  await fetchInPage({ ...request('data.bin'), force: true });
  expect(asked).toHaveLength(2);
});

test('works where the browser offers no cache', async () => {
  Reflect.deleteProperty(globalThis, 'caches');
  await fetchInPage(request('data.bin'));
  expect(kept.size).toBe(0);
});

test('passes over wrong bytes, and a mirror without the file', async () => {
  setDatasetsMirror(`${base}/mirror`);
  await fetchInPage(request('wrong.bin', 'data.bin'));
  expect(asked).toEqual(['/mirror/set/data.bin', '/wrong.bin', '/data.bin']);
  expect([...kept.keys()]).toEqual([`${base}/data.bin`]);
});

test('a damaged file of the cache is fetched anew', async () => {
  kept.set(`${base}/data.bin`, new Response('damaged'));
  await fetchInPage(request('data.bin'));
  await fetchInPage(request('data.bin'));
  expect(asked).toEqual(['/data.bin']);
});

test('says what was tried', async () => {
  const failing = fetchInPage(request('wrong.bin', 'nothing.bin'));
  await expect(failing).rejects.toThrow(DownloadError);
  await expect(failing).rejects.toThrow(/wrong bytes came.*\n.*answered 404[^]*CORS/);
});

test('takes no more than allowed', async () => {
  const small = request('data.bin');
  const failing = fetchInPage({ ...small, transfer: { ...small.transfer, maxBytes: 3 } });
  await expect(failing).rejects.toThrow(/more than 3 bytes came/);
});

test('gives up on what is silent, stalls or breaks off, and takes the next address', async () => {
  const given = request('silent.bin', 'stalls.bin', 'short.bin', 'moved.bin');
  const impatient = { ...given, transfer: { ...given.transfer, timeout: 50 } };
  expect(Buffer.from(await fetchInPage(impatient)).equals(contents)).toBe(true);
  expect(asked).toEqual(['/silent.bin', '/stalls.bin', '/short.bin', '/moved.bin', '/data.bin']);
  expect([...kept.keys()]).toEqual([`${base}/moved.bin`]);
  const failing = fetchInPage({ ...impatient, origins: [`${base}/stalls.bin`] });
  await expect(failing).rejects.toThrow(/stalls.bin: nothing came for 0.05 seconds/);
});

test('ends when the caller aborts', async () => {
  const controller = new AbortController();
  const given = request('silent.bin', 'data.bin');
  const failing = fetchInPage({
    ...given,
    transfer: { ...given.transfer, signal: controller.signal },
  });
  controller.abort();
  await expect(failing).rejects.toHaveProperty('name', 'AbortError');
  expect(asked).not.toContain('/data.bin');
});
