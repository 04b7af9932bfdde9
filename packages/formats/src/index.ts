export * from './float16.js';
export * from './ndarray.js';
export { readNpy, readNpyInfo, writeNpy, type ReadNpyOptions } from './npy/npy.js';
export { NpzFile, readNpz, writeNpz, type ReadNpzOptions } from './npy/npz.js';
export * from './tensor.js';
export { crc32 } from './zip/crc32.js';
export { type ZipLimits } from './zip/directory.js';
export { writeZip, ZipArchive, type WriteZipOptions } from './zip/zip.js';
