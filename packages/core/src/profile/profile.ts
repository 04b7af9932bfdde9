import { StateError } from '../errors.js';
import { environment } from '../platform.js';
import { Recorder } from './recorder.js';
import { profileTable, type Profile } from './table.js';

let recorder: Recorder | null = null;

/**
 * Runs `fn` and tells where its time went: by kernel, by layer (forward and backward), and the bytes
 * of the tensors made.
 *
 * ```ts
 * const measured = await profile(() => model.fit(x, y, { epochs: 1 }));
 * console.log(profileTable(measured));
 * ```
 *
 * Kernels of the backend in use when it is called are timed. On a backend that works
 * asynchronously (WebGPU, WebGL) what is timed is the launch of the work, not the work. Clocks cost
 * some microseconds a kernel.
 *
 * @param fn may return a promise
 * @throws StateError inside another `profile`
 */
export async function profile(fn: () => unknown): Promise<Profile> {
  if (recorder) throw new StateError('profile() is running already: profiles do not nest.');
  const own = (recorder = new Recorder());
  try {
    await fn();
  } finally {
    recorder = null;
    own.stop();
  }
  const ms = performance.now() - own.started;
  const kernels = [...own.kernels.values()].sort((a, b) => b.ms - a.ms);
  const cost = (l: { ms: number; backwardMs: number }) => l.ms + l.backwardMs;
  return {
    ms,
    kernelMs: kernels.reduce((sum, kernel) => sum + kernel.ms, 0),
    kernels,
    layers: [...own.layers.values()].sort((a, b) => cost(b) - cost(a)),
  };
}

/**
 * Names a part of the work in profiles, `(loss)` for instance; layers do so by themselves. Without a
 * running `profile` it only calls `body`.
 */
export function profileScope<T>(name: string, body: () => T): T {
  return recorder ? recorder.inScope(name, body) : body();
}

/** Runs `fn`; with the variable IBEX_PROFILE=1 it prints the profile of it afterwards. */
export async function profileIfAsked<T>(what: string, fn: () => Promise<T>): Promise<T> {
  const asked = environment('IBEX_PROFILE');
  if (!asked || asked === '0' || recorder) return fn();
  let result!: T;
  const measured = await profile(async () => {
    result = await fn();
  });
  console.log(`\n${what} ${profileTable(measured)}\n`);
  return result;
}
