import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { testWithMirror, useTestBackend } from '@ibexjs/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';

import { arrayToImg } from './array-to-img.js';
import { encodeImg } from './codecs/encode-img.js';
import { imgToArray } from './img-to-array.js';
import { loadImg } from './load-img.js';
import { saveImg } from './save-img.js';
import { picture, pictureArray } from './testing.js';

let folder: string;
let before: number;
const img = picture([6, 9, 3], 1);
beforeAll(async () => {
  await useTestBackend('cpu');
  folder = await mkdtemp(join(tmpdir(), 'ibex-image-'));
  await saveImg(join(folder, 'a.png'), img);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => expect(tf.memory().numTensors).toBe(before));

describe('loadImg', () => {
  test('takes a path, an address of a file, bytes, a blob', async () => {
    const path = join(folder, 'a.png');
    const bytes = await encodeImg(img, 'png');
    const sources = [
      path,
      pathToFileURL(path),
      bytes,
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
      new Blob([bytes as BlobPart]),
      `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`,
    ];
    for (const source of sources) {
      expect(await loadImg(source as string)).toEqual(img);
    }
  });

  test('takes an address, and says what the server answered', async () => {
    const bytes = await encodeImg(img, 'png');
    const server = createServer((request, response) => {
      if (request.url === '/a.png') response.end(bytes);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await loadImg(`${base}/a.png`)).toEqual(img);
    await expect(loadImg(new URL(`${base}/b.png`))).rejects.toThrow(
      /b.png: the server answered 404/,
    );
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(loadImg(`${base}/a.png`)).rejects.toHaveProperty('code', 'IBEX_FILE');
  });

  test('resizes: nearest by default, the middle on demand', async () => {
    const path = join(folder, 'a.png');
    const whole = await loadImg(path, { targetSize: [3, 3] });
    expect([...whole.data.subarray(0, 3)]).toEqual([...img.data.subarray(30, 33)]);
    const middle = await loadImg(path, { targetSize: 6, keepAspectRatio: true });
    expect([...middle.data.subarray(0, 3)]).toEqual([...img.data.subarray(3, 6)]);
    expect((await loadImg(path, { colorMode: 'grayscale' })).channels).toBe(1);
  });

  test('names the file that is missing or no picture', async () => {
    const path = join(folder, 'text.jpg');
    await writeFile(path, 'no picture');
    await expect(loadImg(path)).rejects.toThrow(/text.jpg: This is no picture/);
    await expect(loadImg(join(folder, 'b.png'))).rejects.toThrow(/b.png: there is no such file/);
    await expect(loadImg(path, { interpolation: 'cubic' as 'box' })).rejects.toThrow(/must be one/);
    await expect(loadImg(path, { size: 3 } as object)).rejects.toThrow(/unknown option "size"/);
  });
});

describe('arrays and pictures', () => {
  test('imgToArray and back', async () => {
    const last = imgToArray(img);
    expect(last.shape).toEqual([6, 9, 3]);
    expect(last.dtype).toBe('float32');
    expect(await arrayToImg(last, { scale: false })).toEqual(img);
    const first = imgToArray(img, { dataFormat: 'channelsFirst', dtype: 'int32' });
    expect(first.shape).toEqual([3, 6, 9]);
    expect(first.dtype).toBe('int32');
    expect(await arrayToImg(first, { scale: false, dataFormat: 'channels_first' })).toEqual(img);
    tf.dispose([last, first]);
  });

  test('arrayToImg stretches, and refuses two channels', async () => {
    const stretched = await arrayToImg({ data: [-1, 0, 1, 3], shape: [2, 2, 1] });
    expect([...stretched.data]).toEqual([0, 63, 127, 255]);
    expect([...(await arrayToImg({ data: [7], shape: [1, 1, 1] })).data]).toEqual([0]);
    await expect(arrayToImg({ data: [1, 2], shape: [1, 1, 2] })).rejects.toThrow(/1, 3 or 4/);
    await expect(arrayToImg({ data: [1, 2], shape: [1, 2] })).rejects.toThrow(/3 dimensions/);
    await expect(arrayToImg({ data: [1, 2], shape: [1, 3, 1] })).rejects.toThrow(/needs 3 numbers/);
  });
});

describe('saveImg', () => {
  test('writes pictures and arrays by the ending of the name', async () => {
    await saveImg(join(folder, 'made/array.bmp'), pictureArray([4, 5, 3], 2), { scale: false });
    expect(await loadImg(join(folder, 'made/array.bmp'))).toEqual(picture([4, 5, 3], 2));
    const clear = picture([4, 5, 4], 3);
    await saveImg(join(folder, 'made/noending'), clear, { fileFormat: 'jpeg' });
    expect((await loadImg(join(folder, 'made/noending'))).width).toBe(5);
  });

  test('leaves nothing behind when it fails', async () => {
    await expect(saveImg(join(folder, 'made/a.doc'), img)).rejects.toThrow(/no picture format/);
    await expect(saveImg(join(folder, 'a.png/b.png'), img)).rejects.toThrow(/a.png/);
    expect((await readdir(join(folder, 'made'))).sort()).toEqual(['array.bmp', 'noending']);
  });
});

describe('photographs, decoded and resized to 224x224: the bytes of PIL', () => {
  // SHA-256 of what PIL 12.3 gives: nearest, then bilinear
  const photos = {
    1157: [
      '7d3a2ab16e50f8c397bd5d2171316a17885ddb5919daad92529c9d58cba442a6',
      '290f30bb51c92f1b75d80fa4a6c33ed9c8c33050640d295b00df9772be08e224',
    ],
    1174: [
      '4c4b560d3dd44ff5eeee47584a6ae5ab51035ae1d8b93d4c9c4c73cc05660769',
      '15d06b9a21c6292d4a04090b086ecce1ecf42946fe9bd4bc37e1159135320ccd',
    ],
    1189: [
      '8f5a1d57a61ba47a694bfe5f6780af7516e75f4bf39c9359b2a0eb2d25c5ad0f',
      'ba1336a375f75fa1a64849a3b7146a1c15634e9c05def2217817d397dfb97480',
    ],
  };
  for (const [number, hashes] of Object.entries(photos)) {
    const file = `imagenet/images/strawberry_${number}.jpeg`;
    testWithMirror(`strawberry ${number}`, file, async (path) => {
      for (const [i, interpolation] of (['nearest', 'bilinear'] as const).entries()) {
        const { data } = await loadImg(path, { targetSize: 224, interpolation });
        expect(createHash('sha256').update(data).digest('hex')).toBe(hashes[i]);
      }
    });
  }
});
