import { nodeFs } from '@ibexjs/core';

import { LibraryError } from '../errors.js';

/** What an NVIDIA driver leaves in the file system; on Windows Subsystem for Linux the second. */
const TRACES: Readonly<Record<string, readonly string[]>> = {
  linux: ['/dev/nvidiactl', '/dev/dxg'],
  win32: ['C:\\Windows\\System32\\nvcuda.dll'],
};

/**
 * Makes sure that an NVIDIA driver is here, before a large library is loaded that would not find it.
 * @throws LibraryError
 */
export function checkDriver(
  platform: string = process.platform,
  exists: (path: string) => boolean = (path) => nodeFs()!.existsSync(path),
): void {
  const traces = TRACES[platform];
  if (!traces) throw new LibraryError(`TensorFlow has no CUDA on ${platform}`);
  if (traces.some(exists)) return;
  throw new LibraryError(
    `there is no NVIDIA driver here (${traces[0]} is missing; a container must be started with --gpus all)`,
  );
}
