import { environment, registerFunctionCompiler } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { TensorFlowCompiler } from './compile/compiler.js';
import { installKernels } from './kernels/install.js';
import { findLibrary } from './library/find.js';
import { checkDriver } from './library/gpu.js';
import { openLibrary, type OpenLibrary } from './library/open.js';
import { quietly } from './library/quiet.js';
import { checkRegisterOptions, type RegisterOptions } from './options.js';
import { TensorFlowBackend } from './runtime/backend.js';
import { Runtime } from './runtime/runtime.js';

const libraries = new Map<string, OpenLibrary>();
const started = new Map<string, TensorFlowBackend>();

/**
 * Finds TensorFlow, starts it and registers it with tfjs as the backend `tensorflow` or `cuda`.
 * Further calls for the same backend do nothing. Choose it with `tf.setBackend` afterwards.
 *
 * @returns the library's path and version, and the devices
 * @throws LibraryError that says what was tried: no library, a damaged one, one of another kind, or
 *   no GPU for `cuda`; never another device in its place
 */
export async function register(options: RegisterOptions = {}): Promise<Registered> {
  checkRegisterOptions(options);
  const name = options.backend ?? 'tensorflow';
  const backend = started.get(name) ?? start(name, options);
  started.set(name, backend);
  const { runtime } = backend;
  const { path, version } = runtime.library;
  return { library: path, version, devices: runtime.devices.map((device) => device.name) };
}

/** What `register` started. */
export interface Registered {
  library: string;
  version: string;
  devices: string[];
}

function start(name: string, options: RegisterOptions): TensorFlowBackend {
  if (name === 'cuda') checkDriver();
  const { path } = findLibrary(options.library);
  const threads = options.threads ?? Number(environment('IBEX_THREADS') ?? 0);
  const gpu = name === 'cuda' ? (options.device ?? 0) : null;
  const runtime = quietly(() => {
    const library = libraries.get(path) ?? openLibrary(path);
    libraries.set(path, library);
    return new Runtime(library, { gpu, threads });
  });
  const backend = new TensorFlowBackend(runtime);
  installKernels(name);
  registerFunctionCompiler(name, new TensorFlowCompiler(backend));
  tf.registerBackend(name, () => backend, 3);
  return backend;
}
