import { ValueError } from '@ibexjs/core';

import { Adam, type AdamOptions } from './adam.js';

/**
 * Adam with weight decay apart from the gradient (Loshchilov and Hutter, "Decoupled weight decay
 * regularization", 2017). Defaults: rate 0.001, weight decay 0.004.
 *
 * @see https://keras.io/api/optimizers/adamw/
 */
export class AdamW extends Adam {
  static override readonly className = 'AdamW';

  constructor(options: AdamOptions = {}) {
    if (options.weightDecay === null) {
      throw new ValueError('AdamW: option "weightDecay" must be a number; use Adam for none.');
    }
    super({ ...options, weightDecay: options.weightDecay ?? 0.004 });
  }
}
