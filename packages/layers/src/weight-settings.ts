import { toCamelCase } from '@ibexjs/core';

import {
  getConstraint,
  serializeConstraint,
  type Constraint,
  type ConstraintIdentifier,
} from './constraints/index.js';
import {
  getInitializer,
  serializeInitializer,
  type Initializer,
  type InitializerIdentifier,
} from './initializers/index.js';
import {
  getRegularizer,
  serializeRegularizer,
  type Regularizer,
  type RegularizerIdentifier,
} from './regularizers/index.js';
import type { WeightOptions } from './engine/layer.js';

/** Options about a layer's kernel and bias. */
export interface KernelAndBiasOptions {
  /** Whether a bias is added. Default: true. */
  useBias?: boolean;
  /** Default: `glorotUniform`. */
  kernelInitializer?: InitializerIdentifier;
  /** Default: `zeros`. */
  biasInitializer?: InitializerIdentifier;
  /** Penalty on the kernel. */
  kernelRegularizer?: RegularizerIdentifier;
  /** Penalty on the bias. */
  biasRegularizer?: RegularizerIdentifier;
  /** Bounds of the kernel. */
  kernelConstraint?: ConstraintIdentifier;
  /** Bounds of the bias. */
  biasConstraint?: ConstraintIdentifier;
}

/** `kernelInitializer`, `kernelRegularizer` and `kernelConstraint`, for any prefix. */
export function weightOptionKeys(...prefixes: string[]): string[] {
  return prefixes.flatMap((p) => [`${p}Initializer`, `${p}Regularizer`, `${p}Constraint`]);
}

/** How one weight of a layer starts, is penalized and is kept in bounds. */
export class WeightSettings {
  readonly initializer: Initializer;
  readonly regularizer: Regularizer | null;
  readonly constraint: Constraint | null;

  /**
   * @param prefix of the options: `kernel` reads `kernelInitializer` and so on
   * @param options of the layer
   * @param initializer the default
   */
  constructor(
    private readonly prefix: string,
    options: object,
    initializer: string,
  ) {
    const given = options as Record<string, unknown>;
    this.initializer = getInitializer(
      (given[`${prefix}Initializer`] as InitializerIdentifier) ?? initializer,
    );
    this.regularizer = getRegularizer(given[`${prefix}Regularizer`] as RegularizerIdentifier);
    this.constraint = getConstraint(given[`${prefix}Constraint`] as ConstraintIdentifier);
  }

  /** The same for another weight, whose random start shall not be the same numbers. */
  renew(): WeightSettings {
    const options = Object.entries(this.getConfig()).map(([key, value]) => [
      toCamelCase(key),
      value,
    ]);
    return new WeightSettings(this.prefix, Object.fromEntries(options) as object, 'zeros');
  }

  /** What `addWeight` needs. @param name of the weight, when it is not the prefix */
  weight(shape: number[], name: string = this.prefix): WeightOptions {
    return {
      name,
      shape,
      initializer: this.initializer,
      regularizer: this.regularizer,
      constraint: this.constraint,
    };
  }

  /** The layer's config entries about this weight. */
  getConfig(): Record<string, unknown> {
    return {
      [`${this.prefix}_initializer`]: serializeInitializer(this.initializer),
      [`${this.prefix}_regularizer`]: serializeRegularizer(this.regularizer),
      [`${this.prefix}_constraint`]: serializeConstraint(this.constraint),
    };
  }
}
