import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { datasetsMirror, fileError, NotFoundError } from '@ibexjs/core';
import { digits } from '@ibexjs/datasets';
import { createImg, loadImg, resizeImg, type Img } from '@ibexjs/image';

/** A picture that can be loaded in the size a network takes. */
export interface Picture {
  name: string;
  load(size: readonly [number, number]): Promise<Img>;
}

/** Pictures, and for a demo's first line which they are and why. */
export interface Pictures {
  list: readonly Picture[];
  described: string;
}

const ENDING = /\.(jpe?g|png|webp|gif|tiff?|avif|bmp|ppm)$/i;
const SHIPPED = 10;

/** The pictures that were named; else photographs of the mirror; else digits that are shipped. */
export async function findPictures(named: readonly string[]): Promise<Pictures> {
  if (named.length > 0) {
    const list = (await Promise.all(named.map(pathsOf))).flat().map(fromFile);
    if (list.length === 0) {
      throw new NotFoundError(`There are no pictures in ${named.join(', ')}.`);
    }
    return { list, described: `${count(list.length, 'picture')}, as asked for` };
  }
  const folder = join(datasetsMirror() ?? '', 'imagenet/images');
  const paths = datasetsMirror() ? await pathsOf(folder).catch(() => []) : [];
  if (paths.length > 0) {
    const described = `${count(paths.length, 'photograph')} of the mirror, since no pictures were named`;
    return { list: paths.map(fromFile), described };
  }
  return {
    list: await shippedDigits(),
    described: `${SHIPPED} handwritten digits (8x8) shipped with @ibexjs/datasets, since no pictures were named`,
  };
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}

/** A file itself, or the pictures in a folder, by name. */
async function pathsOf(path: string): Promise<string[]> {
  const stats = await stat(path).catch((error: unknown) => {
    throw fileError('read', path, error);
  });
  if (!stats.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true });
  return entries
    .filter((name) => ENDING.test(name))
    .sort()
    .map((name) => join(path, name));
}

function fromFile(path: string): Picture {
  return {
    name: path,
    // smoothed, as the networks' own training pictures were
    load: (size) => loadImg(path, { targetSize: size, interpolation: 'bilinear' }),
  };
}

async function shippedDigits(): Promise<Picture[]> {
  const { xTest, yTest } = await digits.loadArrays();
  return Array.from({ length: SHIPPED }, (_, i) => ({
    name: `digit ${i + 1}, a ${Number(yTest.data[i])}`,
    load: async (size) => {
      const grey = Array.from(
        { length: 64 },
        (_, at) => Number(xTest.data[64 * i + at]) * (255 / 16),
      );
      const rgb = Uint8Array.from(grey.flatMap((value) => [value, value, value]));
      return resizeImg(createImg(rgb, 8, 8, 3), size, { interpolation: 'bilinear' });
    },
  }));
}
