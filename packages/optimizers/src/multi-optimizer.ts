import { StateError, ValueError, type SerializedObject, type Variable } from '@ibexjs/core';
import type * as tf from '@tensorflow/tfjs-core';

import { Optimizer } from './optimizer.js';
import { optimizerRegistry } from './registry.js';
import { Target, type OptimizerVariable } from './target.js';
import type { Update } from './updates.js';

/** Which optimizer serves which variables. */
export class OptimizerMap {
  /**
   * @param defaultOptimizer of all variables that no pattern fits
   * @param byPath optimizers by regular expressions that a variable's whole path must match
   */
  constructor(
    readonly defaultOptimizer: Optimizer,
    readonly byPath: Readonly<Record<string, Optimizer>> = {},
  ) {}

  /** @throws ValueError when two patterns fit */
  of(path: string): Optimizer {
    const exact = Object.hasOwn(this.byPath, path) ? this.byPath[path] : undefined;
    if (exact) return exact;
    const fitting = Object.keys(this.byPath).filter((pattern) =>
      new RegExp(`^(?:${pattern})$`).test(path),
    );
    if (fitting.length > 1) {
      throw new ValueError(
        `OptimizerMap: several optimizers are assigned to variable ${path}, by ${fitting.join(' and ')}.`,
      );
    }
    return fitting.length === 1 ? this.byPath[fitting[0]!]! : this.defaultOptimizer;
  }

  /** All optimizers, each once, the default last. */
  get all(): Optimizer[] {
    return [...new Set([...Object.values(this.byPath), this.defaultOptimizer])];
  }
}

/**
 * Trains different variables by different optimizers, chosen by their paths.
 *
 * @see https://keras.io/api/optimizers/
 */
export class MultiOptimizer extends Optimizer {
  static override readonly className = 'MultiOptimizer';

  readonly optimizers: readonly Optimizer[];
  private readonly served = new Map<Optimizer, Set<tf.Variable>>();

  constructor(
    private readonly map: OptimizerMap,
    options: { lossScaleFactor?: number | null; name?: string } = {},
  ) {
    super(options, 0);
    this.optimizers = map.all;
    for (const inner of this.optimizers) {
      if ('optimizers' in inner || 'innerOptimizer' in inner) {
        throw new ValueError(
          `MultiOptimizer: it cannot hold ${inner.name}, which wraps optimizers itself.`,
        );
      }
      inner.lossScaleFactor = this.common.lossScaleFactor;
    }
  }

  /** @throws StateError: each optimizer has a learning rate of its own */
  override get learningRate(): number {
    throw new StateError(
      'MultiOptimizer has no learning rate: read that of one of its optimizers.',
    );
  }

  override set learningRate(_value: number) {
    throw new StateError('MultiOptimizer has no learning rate: set that of one of its optimizers.');
  }

  override async syncLearningRate(): Promise<number> {
    await Promise.all(this.optimizers.map((inner) => inner.syncLearningRate()));
    return 0;
  }

  override get lossScaleFactor(): number | null {
    return super.lossScaleFactor;
  }

  override set lossScaleFactor(factor: number | null) {
    super.lossScaleFactor = factor;
    for (const inner of this.optimizers) inner.lossScaleFactor = factor;
  }

  override get variables(): Variable[] {
    return [...super.variables, ...this.optimizers.flatMap((inner) => inner.variables)];
  }

  override build(variables: readonly OptimizerVariable[]): void {
    if (this.built) return;
    super.build(variables);
    for (const inner of this.optimizers) {
      const own = variables.filter((v) => this.map.of(new Target(v, 0).path) === inner);
      this.served.set(inner, new Set(own.map((v) => new Target(v, 0).val)));
      if (own.length > 0) inner.build(own);
    }
  }

  protected override applyUpdates(updates: Update[]): void {
    for (const inner of this.optimizers) {
      const own = updates.filter(({ target }) => this.served.get(inner)!.has(target.val));
      if (own.length === 0) continue;
      const gradients = own.map(({ gradient }) => gradient);
      const variables = own.map(({ target }) => target.val);
      if (this.gate) inner.applyIf(this.gate, gradients, variables);
      else inner.apply(gradients, variables);
    }
    this.countStep();
  }

  protected updateStep(): void {
    // the optimizers of the map update
  }

  override finalizeVariableValues(): void {
    for (const inner of this.optimizers) inner.finalizeVariableValues();
  }

  override getConfig(): Record<string, unknown> {
    const serialize = (inner: Optimizer) => optimizerRegistry.serialize(inner);
    const byPath = Object.entries(this.map.byPath).map(([path, inner]) => [path, serialize(inner)]);
    return {
      optimizer_map: {
        module: 'keras.optimizers',
        class_name: 'OptimizerMap',
        config: {
          default_optimizer: serialize(this.map.defaultOptimizer),
          optimizer_map: Object.fromEntries(byPath) as Record<string, unknown>,
        },
        registered_name: null,
      },
      loss_scale_factor: this.common.lossScaleFactor,
      name: this.name,
    };
  }

  static override fromConfig<T extends Optimizer>(
    this: new (map: never, options: never) => T,
    config: Record<string, unknown>,
  ): T {
    const stored = (config['optimizer_map'] as SerializedObject).config as {
      default_optimizer: SerializedObject;
      optimizer_map: Record<string, SerializedObject>;
    };
    const byPath = Object.entries(stored.optimizer_map).map(
      ([path, inner]): [string, Optimizer] => [path, optimizerRegistry.deserialize(inner)],
    );
    const map = new OptimizerMap(
      optimizerRegistry.deserialize(stored.default_optimizer),
      Object.fromEntries(byPath),
    );
    const options = { lossScaleFactor: config['loss_scale_factor'], name: config['name'] };
    return new this(map as never, options as never);
  }

  override dispose(): void {
    for (const inner of this.optimizers) inner.dispose();
    super.dispose();
  }
}
