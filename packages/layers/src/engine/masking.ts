import type * as tf from '@tensorflow/tfjs-core';

import { toList, type Masks, type Tensors } from './types.js';

/** Mask of a tensor; the entry goes when the tensor is collected. */
const masks = new WeakMap<tf.Tensor, tf.Tensor>();

/** The mask that a layer gave `tensor`, or null. */
export function getMask(tensor: tf.Tensor): tf.Tensor | null {
  const mask = masks.get(tensor);
  return mask === undefined || mask.isDisposed ? null : mask;
}

/** Gives `tensor` a mask: a bool tensor, true where a timestep counts. */
export function setMask(tensor: tf.Tensor, mask: tf.Tensor): void {
  masks.set(tensor, mask);
}

/** Masks of one tensor or of several; null when none has one. */
export function getMasks(tensors: Tensors): Masks {
  if (!Array.isArray(tensors)) return getMask(tensors);
  const found = tensors.map(getMask);
  return found.some((mask) => mask !== null) ? found : null;
}

/** Gives each tensor its mask, unless it has one already. */
export function setMasks(tensors: Tensors, given: Masks): void {
  const list = toList(given);
  for (const [i, tensor] of toList(tensors).entries()) {
    const mask = list[i] ?? null;
    if (mask !== null && getMask(tensor) === null) setMask(tensor, mask);
  }
}
