import { LibraryError } from '../errors.js';
import type { OpenLibrary } from '../library/open.js';
import type { RuntimeSettings } from './config.js';
import type { Device } from './runtime.js';

/**
 * TensorFlow takes the processor in silence where it finds no GPU.
 * @throws LibraryError when a GPU is asked for and none is there
 */
export function checkDevice(
  { path, version }: Pick<OpenLibrary, 'path' | 'version'>,
  { gpu }: RuntimeSettings,
  devices: readonly Device[],
): void {
  if (gpu === null || devices.some(({ type }) => type === 'GPU')) return;
  throw new LibraryError(
    `TensorFlow ${version} (${path}) sees no GPU number ${gpu}: ` +
      'it is a build without CUDA, or a driver or CUDA library is missing (nvidia-smi must list the GPU)',
  );
}
