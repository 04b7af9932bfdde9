import { checkOptions } from '@ibexjs/core';

import {
  VarianceScaling,
  type FanOptions,
  type VarianceScalingOptions,
} from './variance-scaling.js';

const KNOWN = ['seed', 'inputAxes', 'outputAxes'] as const;

/** A VarianceScaling whose scale, mode and distribution are fixed by its name. */
abstract class NamedVarianceScaling extends VarianceScaling {
  constructor(
    options: FanOptions,
    fixed: Required<Pick<VarianceScalingOptions, 'scale' | 'mode' | 'distribution'>>,
  ) {
    checkOptions(new.target.className, options, KNOWN);
    super({ ...options, ...fixed });
  }

  override getConfig(): Record<string, unknown> {
    const { seed } = super.getConfig();
    return { seed, input_axes: this.inputAxes, output_axes: this.outputAxes };
  }
}

/** Uniform in ±√(6 / (fanIn + fanOut)). @see Glorot and Bengio (2010) */
export class GlorotUniform extends NamedVarianceScaling {
  static override readonly className = 'GlorotUniform';

  constructor(options: FanOptions = {}) {
    super(options, { scale: 1, mode: 'fanAvg', distribution: 'uniform' });
  }
}

/** Truncated normal of variance 2 / (fanIn + fanOut). @see Glorot and Bengio (2010) */
export class GlorotNormal extends NamedVarianceScaling {
  static override readonly className = 'GlorotNormal';

  constructor(options: FanOptions = {}) {
    super(options, { scale: 1, mode: 'fanAvg', distribution: 'truncatedNormal' });
  }
}

/** Uniform in ±√(6 / fanIn). @see He et al. (2015) */
export class HeUniform extends NamedVarianceScaling {
  static override readonly className = 'HeUniform';

  constructor(options: FanOptions = {}) {
    super(options, { scale: 2, mode: 'fanIn', distribution: 'uniform' });
  }
}

/** Truncated normal of variance 2 / fanIn. @see He et al. (2015) */
export class HeNormal extends NamedVarianceScaling {
  static override readonly className = 'HeNormal';

  constructor(options: FanOptions = {}) {
    super(options, { scale: 2, mode: 'fanIn', distribution: 'truncatedNormal' });
  }
}

/** Uniform in ±√(3 / fanIn). @see Klambauer et al. (2017) */
export class LecunUniform extends NamedVarianceScaling {
  static override readonly className = 'LecunUniform';

  constructor(options: FanOptions = {}) {
    super(options, { scale: 1, mode: 'fanIn', distribution: 'uniform' });
  }
}

/** Truncated normal of variance 1 / fanIn. @see Klambauer et al. (2017) */
export class LecunNormal extends NamedVarianceScaling {
  static override readonly className = 'LecunNormal';

  constructor(options: FanOptions = {}) {
    super(options, { scale: 1, mode: 'fanIn', distribution: 'truncatedNormal' });
  }
}

export function glorotUniform(options: FanOptions = {}): GlorotUniform {
  return new GlorotUniform(options);
}

export function glorotNormal(options: FanOptions = {}): GlorotNormal {
  return new GlorotNormal(options);
}

export function heUniform(options: FanOptions = {}): HeUniform {
  return new HeUniform(options);
}

export function heNormal(options: FanOptions = {}): HeNormal {
  return new HeNormal(options);
}

export function lecunUniform(options: FanOptions = {}): LecunUniform {
  return new LecunUniform(options);
}

export function lecunNormal(options: FanOptions = {}): LecunNormal {
  return new LecunNormal(options);
}

/** tfjs-layers' spelling. */
export const leCunUniform = lecunUniform;
/** tfjs-layers' spelling. */
export const leCunNormal = lecunNormal;
