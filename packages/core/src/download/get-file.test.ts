import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { resetConfig, setDatasetsMirror } from '../config.js';
import { DownloadError, FileError, UnknownOptionError, ValueError } from '../errors.js';
import { fetchBytes, getFile, type GetFileOptions } from './get-file.js';

const contents = Buffer.from(Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) % 251));
const sha256 = createHash('sha256').update(contents).digest('hex');
const md5 = createHash('md5').update(contents).digest('hex');

type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

let server: Server;
let base: string;
let home: string;
let handler: Handler;
let ranges: (string | undefined)[];
let progress: number[];
/** Drops the connection; called when the client has got the bytes that were sent. */
let drop: (() => void) | undefined;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'ibex-download-'));
  ranges = [];
  progress = [];
  drop = undefined;
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    handler(request, response, ranges.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  setDatasetsMirror('');
});

afterEach(async () => {
  server.closeAllConnections();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
  rmSync(home, { recursive: true, force: true });
  resetConfig();
});

function get(options: Partial<GetFileOptions> = {}): Promise<string> {
  return getFile({
    origin: `${base}/data.bin`,
    fileHash: sha256,
    cacheDir: home,
    retryDelay: 0,
    onProgress: (received) => {
      if (progress.length > 0 && received > progress.at(-1)!) {
        drop?.();
        drop = undefined;
      }
      progress.push(received);
    },
    ...options,
  });
}

const folder = () =>
  existsSync(join(home, 'datasets')) ? readdirSync(join(home, 'datasets')) : [];

/** A server as it should be: knows ranges and validators. */
const good: Handler = (request, response) => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from >= contents.length) {
    response.writeHead(416, { 'content-range': `bytes */${contents.length}` }).end();
    return;
  }
  response.writeHead(from ? 206 : 200, {
    'content-length': contents.length - from,
    etag: '"v1"',
    ...(from && { 'content-range': `bytes ${from}-${contents.length - 1}/${contents.length}` }),
  });
  response.end(contents.subarray(from));
};

/** Sends the headers of the whole file and a part of it, then drops the connection. */
const broken =
  (bytes: number): Handler =>
  (_, response) => {
    response.writeHead(200, { 'content-length': contents.length });
    response.write(contents.subarray(0, bytes));
    drop = () => response.destroy();
  };

test('downloads once, shows progress, and is content with the cache then', async () => {
  handler = good;
  const path = await get();
  expect(path).toBe(join(home, 'datasets', 'data.bin'));
  expect(readFileSync(path).equals(contents)).toBe(true);
  expect(progress[0]).toBe(0);
  expect(progress.at(-1)).toBe(contents.length);
  expect(folder()).toEqual(['data.bin']);
  expect(await get()).toBe(path);
  expect(ranges).toHaveLength(1);
  await get({ forceDownload: true });
  expect(ranges).toHaveLength(2);
});

test('fetchBytes gives the bytes', async () => {
  handler = good;
  const bytes = await fetchBytes({
    origin: `${base}/data.bin`,
    fileHash: md5,
    cacheDir: home,
    onProgress: () => undefined,
  });
  expect(Buffer.from(bytes).equals(contents)).toBe(true);
});

test('any one of several checksums will do', async () => {
  handler = good;
  await get({ fileHash: ['0'.repeat(64), sha256] });
  await get({ fileHash: ['0'.repeat(32), md5], forceDownload: true });
});

test('follows redirects', async () => {
  handler = (request, response, count) => {
    if (count < 3) response.writeHead(302, { location: `/moved${count}` }).end();
    else good(request, response, count);
  };
  await get();
  expect(ranges).toHaveLength(3);
});

describe('resumes', () => {
  test('after a reset, where it stopped', async () => {
    handler = (request, response, count) =>
      (count === 1 ? broken(30_000) : good)(request, response, count);
    await get();
    expect(ranges[0]).toBeUndefined();
    expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
  });

  test('after a stall', async () => {
    handler = (request, response, count) => {
      if (count > 1) return good(request, response, count);
      response.writeHead(200, { 'content-length': contents.length });
      response.write(contents.subarray(0, 20_000));
    };
    await get({ timeout: 0.2 });
    expect(ranges).toHaveLength(2);
  });

  test('what an earlier run left behind', async () => {
    mkdirSync(join(home, 'datasets'));
    writeFileSync(join(home, 'datasets', 'data.bin.part'), contents.subarray(0, 50_000));
    handler = good;
    await get();
    expect(ranges).toEqual(['bytes=50000-']);
  });

  test('nothing when all had come already', async () => {
    mkdirSync(join(home, 'datasets'));
    writeFileSync(join(home, 'datasets', 'data.bin.part'), contents);
    handler = good;
    await get();
    expect(ranges).toEqual(['bytes=100000-']);
    expect(folder()).toEqual(['data.bin']);
  });

  test('from the start when what was left is of another version', async () => {
    mkdirSync(join(home, 'datasets'));
    writeFileSync(join(home, 'datasets', 'data.bin.part'), Buffer.alloc(50_000));
    handler = good;
    expect(readFileSync(await get()).equals(contents)).toBe(true);
    expect(ranges).toEqual(['bytes=50000-', undefined]);
  });

  test('from the start when the server knows no ranges', async () => {
    handler = (request, response, count) => {
      if (count === 1) return broken(30_000)(request, response, count);
      response.end(contents);
    };
    expect(readFileSync(await get()).equals(contents)).toBe(true);
  });

  test('as often as bytes come', async () => {
    handler = (request, response, count) => {
      if (count > 8) return good(request, response, count);
      const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const status = from ? 206 : 200;
      response.writeHead(status, {
        'content-length': contents.length - from,
        'content-range': `bytes ${from}-${contents.length - 1}/${contents.length}`,
      });
      response.write(contents.subarray(from, from + 5000));
      drop = () => response.destroy();
    };
    await get({ retries: 1 });
    expect(ranges).toHaveLength(9);
  });
});

describe('redirects', () => {
  const to =
    (location: string, status = 302): Handler =>
    (_, response) =>
      void response.writeHead(status, { location }).end();

  test.each([301, 302, 303, 307, 308])('%d is followed, and the name stays', async (status) => {
    handler = (request, response, count) =>
      (request.url === '/data.bin' ? to('/elsewhere/file?key=1', status) : good)(
        request,
        response,
        count,
      );
    const path = await get();
    expect(readFileSync(path).equals(contents)).toBe(true);
    expect(folder()).toEqual(['data.bin']);
  });

  test('are followed again when a download goes on', async () => {
    handler = (request, response, count) => {
      if (request.url === '/data.bin') return to('/elsewhere')(request, response, count);
      (count === 2 ? broken(30_000) : good)(request, response, count);
    };
    await get();
    expect(ranges[3]).toMatch(/^bytes=[1-9]\d*-$/);
    expect(folder()).toEqual(['data.bin']);
  });

  test('in a circle end with an error', async () => {
    handler = to('/data.bin');
    await expect(get({ retries: 0 })).rejects.toThrow(/data.bin: redirect count exceeded/);
    expect(folder()).toEqual([]);
  });

  test('to nobody, or to what is no web address, end with an error', async () => {
    handler = to('file:///etc/hostname');
    await expect(get({ retries: 0 })).rejects.toThrow(DownloadError);
    handler = to('http://127.0.0.1:9/data.bin');
    await expect(get({ retries: 0 })).rejects.toThrow(DownloadError);
    expect(folder()).toEqual([]);
  });
});

describe('gives up with a reason', () => {
  test('when wrong bytes come, and keeps none of them', async () => {
    handler = (_, response) => void response.end(Buffer.alloc(100));
    await expect(get()).rejects.toThrow(/data.bin: wrong bytes came: its SHA-256 is .*, published/);
    expect(folder()).toEqual([]);
  });

  test('when the file is not there, at once', async () => {
    handler = (_, response) => void response.writeHead(404).end();
    await expect(get()).rejects.toThrow(/the server answered 404/);
    expect(ranges).toHaveLength(1);
  });

  test('after some attempts when the server is in trouble', async () => {
    handler = (_, response) => void response.writeHead(503).end();
    await expect(get({ retries: 2 })).rejects.toThrow(DownloadError);
    expect(ranges).toHaveLength(3);
  });

  test('when the server promises more than it sends', async () => {
    handler = (_, response) => {
      response.writeHead(200, { 'content-length': 2 * contents.length });
      response.write(contents, () => response.destroy());
    };
    await expect(get({ retries: 0 })).rejects.toThrow(DownloadError);
    expect(folder()).toEqual(['data.bin.part']);
  });

  test('when the server sends more than it promises', async () => {
    handler = (_, response) => {
      const head = `HTTP/1.1 200 OK\r\nContent-Length: ${contents.length - 10}\r\n\r\n`;
      response.socket!.write(Buffer.concat([Buffer.from(head), contents]));
    };
    await expect(get({ retries: 0 })).rejects.toThrow(DownloadError);
    expect(folder().filter((name) => name === 'data.bin')).toEqual([]);
  });

  test('when it sends another part than was asked for', async () => {
    handler = (request, response, count) => {
      if (count === 1) return broken(30_000)(request, response, count);
      const range = `bytes 5-${contents.length - 1}/${contents.length}`;
      response.writeHead(206, { 'content-range': range }).end(contents.subarray(5));
    };
    await expect(get({ retries: 1 })).rejects.toThrow(/another part of the file/);
    expect(folder()).toEqual(['data.bin.part']);
  });

  test('when it drops every connection at once', async () => {
    handler = (request) => void request.socket.destroy();
    await expect(get({ retries: 2 })).rejects.toThrow(DownloadError);
    expect(ranges).toHaveLength(3);
  });

  test('when a page to log in stands in the file’s place', async () => {
    handler = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>');
    };
    await expect(get()).rejects.toThrow(/wrong bytes came/);
    await expect(get({ fileHash: md5 })).rejects.toThrow(/its MD5 is/);
    expect(folder()).toEqual([]);
  });

  test('when more comes than is allowed', async () => {
    handler = good;
    await expect(get({ maxBytes: 1000 })).rejects.toThrow(/100000 bytes, the limit is 1000/);
    handler = (_, response) => void response.write(contents);
    await expect(get({ maxBytes: 1000 })).rejects.toThrow(/limit of 1000 bytes/);
  });

  test('when it stalls without a byte', async () => {
    handler = () => undefined;
    await expect(get({ timeout: 0.05, retries: 1 })).rejects.toThrow(/nothing came for 0.05 s/);
    expect(ranges).toHaveLength(2);
  });

  test('when there is no network: what was tried, what to do', async () => {
    const gone = `${base}/data.bin`;
    await new Promise((resolve) => server.close(resolve));
    const error = await get({ origin: gone, mirrorPath: 'set/data.bin' }).catch((e: Error) => e);
    expect(error).toBeInstanceOf(DownloadError);
    const lines = (error as Error).message.split('\n');
    expect(lines[0]).toBe('Could not get data.bin. Tried:');
    expect(lines[1]).toBe(`  - ${join(home, 'datasets', 'data.bin')}: it is not there`);
    expect(lines[2]).toMatch(/data.bin: .*ECONNREFUSED.*\(no network, or nobody at that address\)/);
    expect(lines[3]).toMatch(/run it again with a network.*put the file at .*set\/data.bin/);
  });

  test('when the cache cannot be written', async () => {
    handler = good;
    writeFileSync(join(home, 'file'), '');
    const failing = get({ cacheDir: join(home, 'file') });
    await expect(failing).rejects.toThrow(FileError);
    await expect(failing).rejects.toThrow(/cache cannot be written; set IBEX_HOME/);
  });

  test('when the caller aborts', async () => {
    const controller = new AbortController();
    handler = (_, response) => {
      response.writeHead(200, { 'content-length': contents.length });
      response.write(contents.subarray(0, 1000), () => controller.abort());
    };
    await expect(get({ signal: controller.signal })).rejects.toHaveProperty('name', 'AbortError');
  });
});

describe('the mirror', () => {
  test('a folder: used where the file lies', async () => {
    mkdirSync(join(home, 'mirror/set'), { recursive: true });
    writeFileSync(join(home, 'mirror/set/data.bin'), contents);
    setDatasetsMirror(join(home, 'mirror'));
    expect(await get({ mirrorPath: 'set/data.bin' })).toBe(join(home, 'mirror/set/data.bin'));
    expect(ranges).toEqual([]);
  });

  test('a folder with another file of that name: passed over', async () => {
    writeFileSync(join(home, 'data.bin'), 'other');
    setDatasetsMirror(home);
    handler = good;
    expect(await get()).toBe(join(home, 'datasets/data.bin'));
  });

  test('an address: looked in before the origin', async () => {
    const urls: (string | undefined)[] = [];
    handler = (request, response, count) => {
      urls.push(request.url);
      if (request.url?.startsWith('/mirror')) response.writeHead(404).end();
      else good(request, response, count);
    };
    setDatasetsMirror(`${base}/mirror/`);
    await get({ mirrorPath: 'set/data.bin' });
    expect(urls).toEqual(['/mirror/set/data.bin', '/data.bin']);
  });
});

test('two at a time do not mix their bytes', async () => {
  handler = good;
  await Promise.all([get(), get(), get()]);
  expect(folder()).toEqual(['data.bin']);
});

test('a lock of a process that ended is taken over', async () => {
  mkdirSync(join(home, 'datasets'));
  writeFileSync(join(home, 'datasets/data.bin.part.lock'), '999999999');
  handler = good;
  await get();
  expect(folder()).toEqual(['data.bin']);
});

test('bad options', async () => {
  await expect(get({ fileHash: 'abc' })).rejects.toThrow(ValueError);
  await expect(get({ fname: '../x' })).rejects.toThrow(ValueError);
  await expect(get({ hash: 'x' } as Partial<GetFileOptions>)).rejects.toThrow(UnknownOptionError);
});
