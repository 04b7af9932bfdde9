import { environment, registerFunctionCompiler } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { TensorFlowCompiler } from './compile/compiler.js';
import { installKernels } from './kernels/install.js';
import { findLibrary } from './library/find.js';
import { openLibrary, type OpenLibrary } from './library/open.js';
import { checkRegisterOptions, type RegisterOptions } from './options.js';
import { TensorFlowBackend } from './runtime/backend.js';
import { Runtime } from './runtime/runtime.js';

const libraries = new Map<string, Promise<OpenLibrary>>();
const registrations = new Map<string, Promise<TensorFlowBackend>>();

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
  let registration = registrations.get(name);
  if (!registration) {
    registration = start(name, options);
    registrations.set(name, registration);
    registration.catch(() => registrations.delete(name));
  }
  const { runtime } = await registration;
  const { path, version } = runtime.library;
  return { library: path, version, devices: runtime.devices.map((device) => device.name) };
}

/** What `register` started. */
export interface Registered {
  library: string;
  version: string;
  devices: string[];
}

async function start(name: string, options: RegisterOptions): Promise<TensorFlowBackend> {
  const { path } = findLibrary(options.library);
  let opening = libraries.get(path);
  if (!opening) {
    opening = openLibrary(path);
    libraries.set(path, opening);
  }
  const threads = options.threads ?? Number(environment('IBEX_THREADS') ?? 0);
  const gpu = name === 'cuda' ? (options.device ?? 0) : null;
  const backend = new TensorFlowBackend(new Runtime(await opening, { gpu, threads }));
  installKernels(name);
  registerFunctionCompiler(name, new TensorFlowCompiler(backend));
  tf.registerBackend(name, () => backend, 3);
  return backend;
}
