import { BackendError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { BackendDescriptor } from './descriptor.js';
import { switchTo } from './switch.js';

/**
 * Makes a backend the current one.
 * @throws BackendError with the reason and the remedy; the backend before stays current
 */
export async function start(descriptor: BackendDescriptor): Promise<void> {
  const before = tf.engine().backendName;
  try {
    await descriptor.load();
    await instantiate(descriptor.tfjsName);
    await switchTo(descriptor.tfjsName);
  } catch (error) {
    if (before && tf.engine().backendName !== before) await tf.setBackend(before);
    throw cannotRun(descriptor, error);
  }
}

/**
 * Makes tfjs's backend object here, since `tf.setBackend` prints why it failed and tells only that
 * it did.
 */
async function instantiate(tfjsName: string): Promise<void> {
  if (tf.engine().registry[tfjsName]) return;
  const make = tf.findBackendFactory(tfjsName);
  if (!make) throw new BackendError('it did not register itself with TensorFlow.js');
  const backend = await make();
  tf.removeBackend(tfjsName);
  tf.registerBackend(tfjsName, () => backend);
}

/** The error for a backend that was asked for and cannot run. */
export function cannotRun(descriptor: BackendDescriptor, error: unknown): BackendError {
  return new BackendError(
    `The backend "${descriptor.name}" cannot run here: ${reasonOf(error)}. To mend it: ${descriptor.remedy}`,
    { cause: error },
  );
}

/** First line of what went wrong, without a full stop. */
export function reasonOf(error: unknown): string {
  const message = (error as { message?: unknown } | null | undefined)?.message;
  const text = typeof message === 'string' ? message : String(error);
  return text.split('\n')[0]!.replace(/\.$/, '');
}
