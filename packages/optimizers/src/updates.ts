import { ShapeError, ValueError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import type { Target } from './target.js';

/** A gradient and the variable that it is of. */
export interface Update {
  gradient: tf.Tensor;
  target: Target;
}

/**
 * Gradients with their targets, and the paths of targets that have none.
 *
 * @param where the optimizer's name, for messages
 * @throws ValueError when they are not one each, or none has a gradient; ShapeError
 */
export function pairUpdates(
  where: string,
  gradients: readonly (tf.Tensor | null)[],
  targets: readonly Target[],
): { updates: Update[]; missing: string[] } {
  if (targets.length !== gradients.length) {
    throw new ValueError(
      `${where}: received ${gradients.length} gradients for ${targets.length} variables; there must be one each.`,
    );
  }
  const updates: Update[] = [];
  const missing: string[] = [];
  targets.forEach((target, i) => {
    const gradient = gradients[i];
    if (!gradient) {
      missing.push(target.path);
      return;
    }
    if (!tf.util.arraysEqual(gradient.shape, target.shape)) {
      throw new ShapeError(
        `${where}: variable ${target.path} has shape [${target.shape.join(', ')}] but its gradient has shape [${gradient.shape.join(', ')}].`,
      );
    }
    updates.push({ gradient, target });
  });
  if (updates.length === 0) {
    throw new ValueError(
      `${where}: no variable has a gradient; the loss does not depend on ${missing.join(', ')}.`,
    );
  }
  return { updates, missing };
}
