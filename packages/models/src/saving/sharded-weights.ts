import {
  FormatError,
  nodePath,
  readFile,
  removeFile,
  renameFile,
  temporaryName,
  ValueError,
  writeFileAtomic,
} from '@ibexjs/core';
import {
  Hdf5File,
  writeHdf5,
  type Hdf5Attribute,
  type Hdf5Content,
  type NdArray,
  type NdArrayLike,
} from '@ibexjs/formats';

import { fetchFile } from './source.js';
import { inFile, type WeightFile } from './weight-file.js';

/** Keras' index of the shards. */
interface ShardIndex {
  metadata: { total_size: number };
  /** By group (`/layers/dense/vars`): the file, or files, that hold its arrays. */
  weight_map: Record<string, string | string[]>;
}

const GIBIBYTE = 1024 ** 3;
const INDEX_NAME = /\.weights\.json$/i;

/** Whether a path is that of an index of shards. */
export function isShardIndex(path: string): boolean {
  return /\.json$/i.test(path);
}

/** @throws ValueError for a name that Keras would not take, or a size that is none */
export function checkSharding(path: string, maxShardSize: number): void {
  if (!INDEX_NAME.test(path)) {
    throw new ValueError(
      `saveWeights: with maxShardSize the name must end in ".weights.json"; received "${path}".`,
    );
  }
  if (!(maxShardSize > 0)) {
    throw new ValueError(
      `saveWeights: maxShardSize must be a positive number of GiB; received ${maxShardSize}.`,
    );
  }
}

/**
 * Writes weights in several files as Keras does: `m_00000.weights.h5` … and an index,
 * `m.weights.json`. All of them are written under other names first.
 *
 * @param maxShardSize in GiB (2^30 bytes)
 * @throws ValueError for an array that is larger than that; FileError
 */
export async function writeShards(
  path: string,
  { datasets = {}, attributes = {} }: Hdf5Content,
  maxShardSize: number,
): Promise<void> {
  const { index, shards } = makeShards(path, datasets, maxShardSize * GIBIBYTE);
  const paths = nodePath()!;
  const written: [temporary: string, final: string][] = [];
  try {
    for (const [name, arrays] of shards) {
      const final = paths.join(paths.dirname(path), name);
      const temporary = temporaryName(final);
      written.push([temporary, final]);
      await writeFileAtomic(
        temporary,
        writeHdf5({ datasets: arrays, attributes: attributesOf(arrays, attributes) }),
      );
    }
    for (const [temporary, final] of written) await renameFile(temporary, final);
  } catch (error) {
    for (const [temporary] of written) await removeFile(temporary);
    throw error;
  }
  await writeFileAtomic(path, JSON.stringify(index, null, 4));
}

function makeShards(
  path: string,
  datasets: Readonly<Record<string, NdArrayLike>>,
  most: number,
): { index: ShardIndex; shards: Map<string, Record<string, NdArrayLike>> } {
  const base = nodePath()!.basename(path).replace(INDEX_NAME, '');
  const index: ShardIndex = { metadata: { total_size: 0 }, weight_map: {} };
  const shards = new Map<string, Record<string, NdArrayLike>>();
  let shard: Record<string, NdArrayLike> = {};
  let name = '';
  let size = Infinity;
  for (const [key, array] of Object.entries(datasets)) {
    const bytes = (array.data as Float32Array).byteLength;
    if (bytes > most) {
      throw new ValueError(
        `saveWeights: "${key}" has ${bytes} bytes, more than maxShardSize allows (${most}); make it larger.`,
      );
    }
    if (size + bytes > most) {
      name = `${base}_${String(shards.size).padStart(5, '0')}.weights.h5`;
      shard = {};
      shards.set(name, shard);
      size = 0;
    }
    shard[key] = array;
    size += bytes;
    index.metadata.total_size += bytes;
    const group = `/${key.slice(0, key.lastIndexOf('/'))}`;
    const known = [index.weight_map[group] ?? []].flat();
    if (!known.includes(name)) known.push(name);
    index.weight_map[group] = known.length === 1 ? known[0]! : known;
  }
  return { index, shards };
}

/** Of the attributes of all groups, those of groups in a shard. */
function attributesOf(
  arrays: Readonly<Record<string, NdArrayLike>>,
  attributes: NonNullable<Hdf5Content['attributes']>,
): NonNullable<Hdf5Content['attributes']> {
  const groups = new Set(Object.keys(arrays).map((key) => key.slice(0, key.lastIndexOf('/'))));
  return Object.fromEntries(Object.entries(attributes).filter(([group]) => groups.has(group)));
}

/** Weights in several files, as one. */
class ShardedWeights implements WeightFile {
  readonly names: readonly string[];
  readonly #files = new Map<string, Hdf5File>();
  readonly #all: readonly Hdf5File[];

  constructor(files: ReadonlyMap<string, Hdf5File>) {
    this.#all = [...files.values()];
    for (const [shard, file] of files) {
      for (const name of inFile(shard, () => file.names)) {
        if (this.#files.has(name))
          throw new FormatError(`"${name}" stands in several shards, also in ${shard}.`);
        this.#files.set(name, file);
      }
    }
    this.names = [...this.#files.keys()];
  }

  has(name: string): boolean {
    return this.#files.has(name);
  }

  get(name: string): NdArray {
    const file = this.#files.get(name);
    if (file) return file.get(name);
    throw new FormatError(`no shard holds "${name}".`);
  }

  attribute(path: string, name: string): Hdf5Attribute | undefined {
    return this.#all.find((file) => file.has(path))?.attribute(path, name);
  }
}

/**
 * Reads an index and all its shards, which stand beside it: files, or below one http address.
 * @throws FormatError naming what is damaged or missing in the index, FileError, DownloadError
 */
export async function openShards(path: string): Promise<WeightFile> {
  const isAddress = /^https?:/.test(path);
  const read = (place: string) => (isAddress ? fetchFile(place) : readFile(place));
  const beside = (name: string) => {
    if (isAddress) return new URL(name, path).href;
    const paths = nodePath()!;
    return paths.join(paths.dirname(path), name);
  };
  const index = await read(path);
  const names = inFile(path, () => shardNames(index));
  const files = new Map<string, Hdf5File>();
  for (const name of names) {
    const place = beside(name);
    const bytes = await read(place);
    files.set(
      name,
      inFile(place, () => new Hdf5File(bytes)),
    );
  }
  return inFile(path, () => new ShardedWeights(files));
}

/** Names of the shards, which may not lead elsewhere. */
function shardNames(bytes: Uint8Array): Set<string> {
  let index: Partial<ShardIndex> | null;
  try {
    index = JSON.parse(new TextDecoder().decode(bytes)) as Partial<ShardIndex> | null;
  } catch (error) {
    throw new FormatError(`it is not JSON (${(error as Error).message}).`, { cause: error });
  }
  const map: unknown = index?.weight_map;
  if (typeof map !== 'object' || map === null)
    throw new FormatError('it has no "weight_map": it is no index of weights in several files.');
  const names = Object.values(map).flat() as unknown[];
  for (const name of names) {
    if (typeof name !== 'string' || !/^[^/\\]+\.h5$/.test(name))
      throw new FormatError(`the shard ${JSON.stringify(name)} is no file beside the index.`);
  }
  return new Set(names as string[]);
}
