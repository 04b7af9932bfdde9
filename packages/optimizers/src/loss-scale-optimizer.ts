import { camelCaseKeys, type SerializedObject, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Optimizer } from './optimizer.js';
import { optimizerRegistry } from './registry.js';
import type { LearningRateSchedule } from './schedules/schedule.js';
import type { OptimizerVariable } from './target.js';
import type { Update } from './updates.js';

export interface LossScaleOptimizerOptions {
  /** What the loss is multiplied by at first. Default: 2^15. */
  initialScale?: number;
  /** After so many steps with finite gradients the scale doubles. Default: 2000. */
  dynamicGrowthSteps?: number;
  name?: string;
}

/**
 * Runs another optimizer on a loss scaled up, so that small gradients survive short floats. A step
 * whose gradients are not finite changes nothing but halves the scale.
 *
 * Take the gradients of `scaleLoss(loss)`; `minimize` does it by itself.
 *
 * @see https://keras.io/api/optimizers/loss_scale_optimizer/
 */
export class LossScaleOptimizer extends Optimizer {
  static override readonly className = 'LossScaleOptimizer';

  private readonly initialScale: number;
  private readonly dynamicGrowthSteps: number;
  private stepCounter!: Variable;
  private dynamicScale!: Variable;

  constructor(
    readonly innerOptimizer: Optimizer,
    options: LossScaleOptimizerOptions = {},
  ) {
    super(options, 0, ['initialScale', 'dynamicGrowthSteps']);
    this.initialScale = options.initialScale ?? 2 ** 15;
    this.dynamicGrowthSteps = options.dynamicGrowthSteps ?? 2000;
    innerOptimizer.lossScaleFactor = null;
  }

  override get iterations(): Variable {
    return this.innerOptimizer.iterations;
  }

  override get learningRate(): number | LearningRateSchedule {
    return this.innerOptimizer.learningRate;
  }

  override set learningRate(value: number) {
    this.innerOptimizer.learningRate = value;
  }

  override async syncLearningRate(): Promise<number | LearningRateSchedule> {
    return this.innerOptimizer.syncLearningRate();
  }

  override learningRateTensor(): tf.Tensor {
    return this.innerOptimizer.learningRateTensor();
  }

  override get variables(): Variable[] {
    return [...super.variables, ...this.innerOptimizer.variables];
  }

  override build(variables: readonly OptimizerVariable[]): void {
    this.innerOptimizer.build(variables);
    super.build(variables);
  }

  protected override buildSlots(): void {
    this.stepCounter = this.addVariable('step_counter', tf.scalar(0, 'int32'));
    this.dynamicScale = this.addVariable('dynamic_scale', tf.scalar(this.initialScale));
  }

  override scaleLoss(loss: tf.Tensor): tf.Tensor {
    return tf.mul(loss, this.built ? this.dynamicScale.read() : this.initialScale);
  }

  protected override applyUpdates(updates: Update[]): void {
    const scale = this.dynamicScale.read();
    const finite = updates
      .map(({ gradient }) => tf.all<tf.Tensor>(tf.isFinite(gradient)))
      .reduce((a, b) => tf.logicalAnd(a, b));
    this.innerOptimizer.applyIf(
      finite,
      updates.map(({ gradient }) => tf.div(gradient, scale)),
      updates.map(({ target }) => target.val),
    );
    const counted = this.stepCounter.read();
    const grows = tf.logicalAnd(
      finite,
      tf.equal(counted, tf.scalar(this.dynamicGrowthSteps - 1, 'int32')),
    );
    const next = tf.add(counted, tf.scalar(1, 'int32'));
    const goesOn = tf.logicalAnd(finite, tf.logicalNot(grows));
    const factor = tf.where(grows, tf.scalar(2), tf.where(finite, tf.scalar(1), tf.scalar(0.5)));
    this.assign(this.dynamicScale, tf.mul(scale, factor));
    this.assign(this.stepCounter, tf.where(goesOn, next, tf.zerosLike(next)));
  }

  protected updateStep(): void {
    // the inner optimizer updates
  }

  override finalizeVariableValues(): void {
    this.innerOptimizer.finalizeVariableValues();
  }

  override getConfig(): Record<string, unknown> {
    return {
      name: this.name,
      inner_optimizer: optimizerRegistry.serialize(this.innerOptimizer),
      initial_scale: this.initialScale,
      dynamic_growth_steps: this.dynamicGrowthSteps,
    };
  }

  static override fromConfig<T extends Optimizer>(
    this: new (inner: never, options: never) => T,
    config: Record<string, unknown>,
  ): T {
    const { inner_optimizer: inner, ...rest } = config;
    return new this(
      optimizerRegistry.deserialize(inner as SerializedObject) as never,
      camelCaseKeys(rest) as never,
    );
  }

  override dispose(): void {
    this.innerOptimizer.dispose();
    super.dispose();
  }
}
