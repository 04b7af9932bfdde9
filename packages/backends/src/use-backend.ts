import { BackendError, configuredBackend, nearest, NotFoundError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { BackendDescriptor, BackendDevice } from './descriptor.js';
import { cannotRun, reasonOf, start } from './start.js';
import { switchTo } from './switch.js';
import { backends } from './table.js';

/** A backend and whether it can run here. */
export interface BackendInfo extends Partial<BackendDevice> {
  name: string;
  available: boolean;
  /** Why it cannot run. */
  reason?: string;
  /** What to do so that it can. */
  remedy?: string;
}

/** What `useBackend` chose. */
export interface BackendChoice extends BackendDevice {
  name: string;
  /** Who asked: `the program`, `IBEX_BACKEND`, the config file, `the default`. */
  askedBy: string;
  /** Faster backends that 'auto' passed over, and why. */
  skipped: readonly BackendInfo[];
}

/**
 * Makes a backend the current one; call it before the first tensor.
 *
 * @param name `'auto'` takes the fastest that works. When left out: `IBEX_BACKEND`, else
 *   `backend` in the config file, else 'auto'
 * @returns what was chosen, and what 'auto' passed over and why
 * @throws BackendError when the named backend cannot run: never another one in its place;
 *   NotFoundError when there is none of that name
 */
export async function useBackend(name?: string): Promise<BackendChoice> {
  const { value, from } =
    name === undefined ? configuredBackend() : { value: name, from: 'the program' };
  if (value === 'auto') return fastest(from);
  const descriptor = find(value, from);
  const device = await descriptor.probe().catch((error: unknown) => {
    throw cannotRun(descriptor, error);
  });
  await start(descriptor);
  return { name: descriptor.name, ...device, askedBy: from, skipped: [] };
}

async function fastest(askedBy: string): Promise<BackendChoice> {
  const skipped: BackendInfo[] = [];
  let last: unknown;
  for (const descriptor of backends) {
    try {
      const device = await descriptor.probe();
      if (device.slow !== undefined) throw new BackendError(device.slow);
      await start(descriptor);
      return { name: descriptor.name, ...device, askedBy, skipped };
    } catch (error) {
      last = error;
      skipped.push(unavailable(descriptor, (error as Error).cause ?? error));
    }
  }
  throw last;
}

function unavailable({ name, remedy }: BackendDescriptor, error: unknown): BackendInfo {
  return { name, available: false, reason: reasonOf(error), remedy };
}

function find(name: string, from: string): BackendDescriptor {
  const found = backends.find((descriptor) => descriptor.name === name);
  if (found) return found;
  const names = ['auto', ...backends.map((descriptor) => descriptor.name)];
  const near = nearest(name, names);
  throw new NotFoundError(
    `There is no backend "${name}" (asked for by ${from}).` +
      (near ? ` Did you mean "${near}"?` : '') +
      ` Known backends: ${names.join(', ')}.`,
  );
}

/** Name of the backend in use; undefined before one is chosen. */
export function backend(): string | undefined {
  const current = tf.engine().backendName || undefined;
  return backends.find(({ tfjsName }) => tfjsName === current)?.name ?? current;
}

/** The names of all backends that Ibex knows, in the order in which 'auto' tries them. */
export function backendNames(): string[] {
  return backends.map(({ name }) => name);
}

/**
 * What a backend runs on, or why it cannot run and what mends it. Does not start it.
 * @throws NotFoundError when there is none of that name
 */
export async function inspectBackend(name: string): Promise<BackendInfo> {
  const descriptor = find(name, 'the program');
  try {
    return { name, available: true, ...(await descriptor.probe()) };
  } catch (error) {
    return unavailable(descriptor, error);
  }
}

/** `inspectBackend` of every backend, in the order in which 'auto' tries them. Starts none. */
export async function listBackends(): Promise<BackendInfo[]> {
  return Promise.all(backendNames().map(inspectBackend));
}

/**
 * Runs `body` on a backend, then goes back to the one before. Tensors stay where they were last
 * used, so two models may live on two backends. The choice is the whole process's: such a call may
 * stand inside another; beside it, await the first before the second begins.
 */
export async function withBackend<T>(name: string, body: () => T | Promise<T>): Promise<T> {
  const before = tf.engine().backendName;
  await useBackend(name);
  try {
    return await body();
  } finally {
    if (before) await switchTo(before);
  }
}

/** One line for people: what was chosen, who asked, what was passed over. */
export function describeChoice(choice: BackendChoice): string {
  const skipped = choice.skipped.map(({ name, reason }) => `not ${name}: ${reason}`);
  return `Backend ${choice.name} (${choice.device}), ${[`asked for by ${choice.askedBy}`, ...skipped].join('; ')}.`;
}
