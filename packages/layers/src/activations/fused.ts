import type { FusedActivation } from '@ibexjs/core';

import { relu } from './relu.js';
import type { ActivationFunction } from './registry.js';

/** What of an activation the kernel of a product can apply itself: relu, or nothing (`linear`). */
export function fusedActivation(activation: ActivationFunction): FusedActivation {
  return activation === relu ? 'relu' : 'linear';
}
