/**
 * The part of core that knows no tensors: `@ibexjs/core/plain`. What imports only this (text, files)
 * starts without loading tfjs, which takes a tenth of a second.
 */
export { fromBase64 } from './base64.js';
export * from './config.js';
export { fetchBytes, getFile, type GetFileOptions } from './download/get-file.js';
export { terminalProgress, type DownloadProgress } from './download/progress.js';
export * from './errors.js';
export * from './files.js';
export * from './hash/farmhash64.js';
export * from './hash/siphash.js';
export * from './naming.js';
export * from './options.js';
export * from './platform.js';
export * from './random/generator.js';
export { philox, toUnitFloat } from './random/philox.js';
export * from './random/seed.js';
export * from './serialization/python-json.js';
export * from './serialization/registry.js';
