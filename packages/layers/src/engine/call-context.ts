import { profileScope } from '@ibexjs/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** What layers called inside another layer's call share with it. */
export interface CallContext {
  /** Whether the outer call is training; undefined when nobody said. */
  readonly training: boolean | undefined;
  /** Penalties met so far (`addLoss`, activity regularizers), in all layers of the outermost call. */
  readonly losses: Tensor[];
}

// JavaScript runs one call at a time, so one place for each is enough
let context: CallContext | null = null;
let path = '';

/** The layer call that is running, or null outside all of them. */
export function currentCall(): CallContext | null {
  return context;
}

/** Path of the layer that is being called or built (`model/block_1`), or '' outside. */
export function currentPath(): string {
  return path;
}

/** Runs `body` inside a layer: what it builds is named below `layerPath`. */
export function inLayer<T>(layerPath: string, call: CallContext | null, body: () => T): T {
  const [outerContext, outerPath] = [context, path];
  context = call;
  path = layerPath;
  try {
    return profileScope(layerPath, body);
  } finally {
    context = outerContext;
    path = outerPath;
  }
}
