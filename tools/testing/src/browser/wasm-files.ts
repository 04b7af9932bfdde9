import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The `.wasm` files of tfjs's backend, as `files` of `runPage`; the page calls
 * `register({wasmPaths: '/'})` of `@ibexjs/backend-wasm` before it chooses the backend.
 */
export function wasmFiles(): Record<string, string> {
  const dist = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  const names = ['', '-simd', '-threaded-simd'].map((kind) => `tfjs-backend-wasm${kind}.wasm`);
  return Object.fromEntries(names.map((name) => [name, join(dist, name)]));
}
