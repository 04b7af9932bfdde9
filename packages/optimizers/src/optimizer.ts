import {
  camelCaseKeys,
  classNameOf,
  objectName,
  StateError,
  uniqueName,
  ValueError,
  Variable,
} from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { clipGradients } from './clipping.js';
import { LearningRate, type LearningRateOption } from './learning-rate.js';
import { checkOptimizerOptions, type CheckedOptions, type OptimizerOptions } from './options.js';
import { type LearningRateSchedule } from './schedules/schedule.js';
import { serializeSchedule } from './schedules/registry.js';
import { Target, valueOf, type OptimizerVariable } from './target.js';
import { pairUpdates, type Update } from './updates.js';

/**
 * Base class of all optimizers: changes variables along gradients of a loss.
 *
 * An optimizer of your own implements `updateStep` for one variable; it makes its state in `build`
 * with `addSlot`, reads it with `slot`, and changes everything through `assign`. A step is a pure
 * function of tensors: weights, state, step number and learning rate are variables, nothing is read
 * back.
 *
 * @see https://keras.io/api/optimizers/
 */
export abstract class Optimizer {
  /** Name in files. Subclasses set it: bundlers rename classes. */
  static readonly className: string = 'Optimizer';

  readonly name: string;
  protected readonly common: CheckedOptions;
  protected targets: Target[] = [];
  /** Steps that changed the weights, this one included, as a float; valid inside a step. */
  protected localStep!: tf.Tensor;

  private readonly counter: Variable;
  private readonly rate: LearningRate;
  private readonly own: Variable[] = [];
  private readonly slots = new Map<string, (Variable | null)[]>();
  private readonly byValue = new Map<tf.Variable, Target>();
  private readonly withoutDecay: { values: Set<tf.Variable>; names: RegExp | null } = {
    values: new Set(),
    names: null,
  };
  /** While set, a scalar: assignments only happen where it is true. */
  protected gate: tf.Tensor | null = null;
  private warned = false;

  /**
   * @param options of this optimizer
   * @param learningRate its default
   * @param known names of the options that the subclass has besides the common ones
   */
  constructor(
    options: OptimizerOptions,
    learningRate: LearningRateOption,
    known: readonly string[] = [],
  ) {
    const className = classNameOf(new.target);
    this.common = checkOptimizerOptions(className, options, known);
    this.name = options.name ?? uniqueName(objectName(className));
    this.counter = this.addVariable('iteration', tf.scalar(0, 'int32'));
    this.rate = new LearningRate(this.name, options.learningRate ?? learningRate);
    if (this.rate.variable) this.own.push(this.rate.variable);
  }

  /** How often `apply` ran: int32. */
  get iterations(): Variable {
    return this.counter;
  }

  /** A number, or the schedule that decides it. Setting it needs an optimizer made with a number. */
  get learningRate(): number | LearningRateSchedule {
    return this.rate.value;
  }

  set learningRate(value: number) {
    this.rate.value = value;
  }

  /**
   * Reads the learning rate from its variable: call it after state was assigned to `variables`, as
   * a checkpoint does, so that `learningRate` tells the new one.
   */
  async syncLearningRate(): Promise<number | LearningRateSchedule> {
    return this.rate.sync();
  }

  /** The learning rate of the coming step, as a scalar tensor. */
  learningRateTensor(): tf.Tensor {
    return tf.tidy(() => tf.clone(this.rate.at(this.iterations.read())));
  }

  /** Everything that a checkpoint must hold, in Keras' order and by Keras' names. */
  get variables(): Variable[] {
    return [...this.own];
  }

  get built(): boolean {
    return this.targets.length > 0;
  }

  get lossScaleFactor(): number | null {
    return this.common.lossScaleFactor;
  }

  set lossScaleFactor(factor: number | null) {
    this.common.lossScaleFactor = factor;
  }

  /** Makes the state of each variable. Subclasses make theirs in `buildSlots`. */
  build(variables: readonly OptimizerVariable[]): void {
    if (this.built) return;
    this.targets = variables.map((variable, index) => new Target(variable, index));
    for (const target of this.targets) this.byValue.set(target.val, target);
    tf.tidy(() => {
      if (this.common.useEma) this.addSlots('average');
      if (this.common.gradientAccumulationSteps) this.addSlots('gradient_accumulator');
      this.buildSlots();
    });
  }

  /** Makes the subclass's state, by `addSlots`. Runs inside a tidy. */
  protected buildSlots(): void {
    // a plain optimizer has no state
  }

  /**
   * Makes state variables of every target's shape, named as Keras does; several names alternate,
   * as in Keras' files.
   */
  protected addSlots(...names: string[]): void {
    for (const target of this.targets) {
      for (const name of names) this.addSlot(name, target, tf.zeros(target.shape));
    }
  }

  /** Makes one state variable of one target. */
  protected addSlot(slot: string, target: Target, initial: tf.Tensor, name?: string): void {
    const full = name ?? `${target.path.replace(/[/:]/g, '_')}_${slot}`;
    const ofAll = this.slots.get(slot) ?? this.targets.map(() => null);
    ofAll[target.index] = this.addVariable(full, initial);
    this.slots.set(slot, ofAll);
  }

  /** The state variable of a target; `hasSlot` tells whether there is one. */
  protected slot(slot: string, target: Target): Variable {
    const found = this.slots.get(slot)?.[target.index];
    if (!found) throw new StateError(`${this.name} has no "${slot}" of ${target.path}.`);
    return found;
  }

  protected hasSlot(slot: string, target: Target): boolean {
    return this.slots.get(slot)?.[target.index] != null;
  }

  /** Makes a variable of the optimizer itself; the initial tensor is disposed. */
  protected addVariable(name: string, initial: tf.Tensor): Variable {
    const variable = new Variable(initial, {
      name,
      path: `${this.name}/${name}`,
      trainable: false,
    });
    initial.dispose();
    this.own.push(variable);
    return variable;
  }

  /**
   * Changes the variables along the gradients, and keeps them within their constraints.
   *
   * @param gradients one for each variable; null where a variable has none. They stay the caller's.
   * @param variables those the gradients are of. Default: those that the optimizer was built for.
   * @throws StateError for variables that it was not built for; ShapeError for gradients of another
   *   shape
   */
  apply(gradients: readonly (tf.Tensor | null)[], variables?: readonly OptimizerVariable[]): void {
    if (gradients.length === 0) return;
    if (variables && !this.built) this.build(variables);
    const updates = this.pair(gradients, variables);
    tf.tidy(() => this.applyUpdates(updates));
  }

  /**
   * `apply`, of which nothing takes effect where `condition`, a scalar, is false. For optimizers
   * that wrap others.
   */
  applyIf(
    condition: tf.Tensor,
    gradients: readonly (tf.Tensor | null)[],
    variables?: readonly OptimizerVariable[],
  ): void {
    this.onlyIf(condition, () => this.apply(gradients, variables));
  }

  /** Keras' `apply_gradients`: pairs of a gradient and its variable. */
  applyGradients(pairs: readonly (readonly [tf.Tensor | null, OptimizerVariable])[]): void {
    this.apply(
      pairs.map(([gradient]) => gradient),
      pairs.map(([, variable]) => variable),
    );
  }

  /**
   * One step on the loss that `f` computes, as tfjs' `tf.train` optimizers do it.
   *
   * @param f computes the loss, a scalar, from variables
   * @param returnCost whether to return the loss; it is the caller's to dispose
   * @param variables to change. Default: those that the optimizer was built for, else every
   *   trainable tfjs variable that the loss depends on.
   */
  minimize(
    f: () => tf.Scalar,
    returnCost = false,
    variables?: readonly OptimizerVariable[],
  ): tf.Scalar | null {
    const chosen = variables?.map(valueOf) ?? this.targets.map((target) => target.val);
    const cost: tf.Scalar[] = [];
    const { value, grads } = tf.variableGrads(
      () => {
        const loss = f();
        if (returnCost) cost.push(tf.keep(tf.clone(loss)));
        return this.scaleLoss(loss) as tf.Scalar;
      },
      chosen.length > 0 ? chosen : undefined,
    );
    value.dispose();
    const registered = tf.engine().registeredVariables;
    const changed =
      chosen.length > 0 ? chosen : Object.keys(grads).map((name) => registered[name]!);
    this.apply(
      changed.map((variable) => grads[variable.name] ?? null),
      variables ?? changed,
    );
    tf.dispose(grads);
    return cost[0] ?? null;
  }

  /** The loss as its gradient should be taken of: times `lossScaleFactor`. */
  scaleLoss(loss: tf.Tensor): tf.Tensor {
    const { lossScaleFactor } = this.common;
    return lossScaleFactor === null ? loss : tf.mul(loss, lossScaleFactor);
  }

  /**
   * Changes one variable: the core of an optimizer. Runs inside a tidy.
   *
   * @param gradient after scaling, accumulation and clipping
   * @param variable its value is `variable.val`
   * @param learningRate a scalar
   */
  protected abstract updateStep(
    gradient: tf.Tensor,
    variable: Target,
    learningRate: tf.Tensor,
  ): void;

  /** Called once before the updates of a step, for numbers that all variables share. */
  protected beginStep(_learningRate: tf.Tensor): void {
    // nothing is shared unless a subclass says so
  }

  /** Gives a variable its new value. All changes within a step come through here. */
  protected assign(variable: Target | Variable, value: tf.Tensor): void {
    const val = variable.val;
    if (value === val) return;
    val.assign(this.gate === null ? value : tf.where(this.gate, value, val));
  }

  /** Runs `f` so that its assignments only take effect where `condition`, a scalar, is true. */
  protected onlyIf(condition: tf.Tensor, f: () => void): void {
    const outer = this.gate;
    this.gate = outer === null ? condition : tf.logicalAnd(outer, condition);
    try {
      f();
    } finally {
      this.gate = outer;
    }
  }

  /** The whole step on paired gradients; runs inside a tidy. */
  protected applyUpdates(updates: Update[]): void {
    const { lossScaleFactor, gradientAccumulationSteps, useEma } = this.common;
    const done = this.counter.read();
    const counted = gradientAccumulationSteps
      ? tf.floorDiv(done, tf.scalar(gradientAccumulationSteps, 'int32'))
      : done;
    this.localStep = tf.add(tf.cast(counted, 'float32'), 1);

    const scaled =
      lossScaleFactor === null
        ? updates
        : updates.map(({ gradient, target }) => ({
            gradient: tf.div(gradient, lossScaleFactor),
            target,
          }));
    if (gradientAccumulationSteps) this.accumulate(scaled, gradientAccumulationSteps);
    else this.updateAll(scaled);
    if (useEma) this.updateAverages(counted);
    for (const { target } of updates) {
      const { constraint } = target;
      if (constraint) tf.tidy(() => this.assign(target, constraint.apply(target.val)));
    }
    this.countStep();
  }

  protected countStep(): void {
    this.assign(this.counter, tf.add(this.counter.read(), tf.scalar(1, 'int32')));
  }

  private updateAll(updates: Update[]): void {
    const learningRate = this.rate.at(this.counter.read());
    const clipped = clipGradients(
      updates.map(({ gradient }) => gradient),
      this.common,
    );
    for (const { target } of updates) {
      const decay = this.weightDecayOf(target);
      if (decay !== null) this.decay(target, tf.mul(learningRate, decay));
    }
    this.beginStep(learningRate);
    // a tidy of its own for each keeps the peak of memory at one variable's temporaries
    updates.forEach(({ target }, i) =>
      tf.tidy(() => this.updateStep(clipped[i]!, target, learningRate)),
    );
  }

  /** Adds gradients up; at every `steps`th step updates by their mean and starts again from 0. */
  private accumulate(updates: Update[], steps: number): void {
    const count = tf.add(this.counter.read(), tf.scalar(1, 'int32'));
    const due = tf.equal(tf.mod(count, tf.scalar(steps, 'int32')), tf.scalar(0, 'int32'));
    const sums = updates.map(({ gradient, target }) => ({
      gradient: tf.add(gradient, this.slot('gradient_accumulator', target).read()),
      target,
    }));
    const means = sums.map(({ gradient, target }) => ({
      gradient: tf.div(gradient, steps),
      target,
    }));
    this.onlyIf(due, () => this.updateAll(means));
    for (const { gradient, target } of sums) {
      this.assign(
        this.slot('gradient_accumulator', target),
        tf.where(due, tf.zerosLike(gradient), gradient),
      );
    }
  }

  /** average ← momentum average + (1 - momentum) weight; the first step takes the weight itself. */
  private updateAverages(counted: tf.Tensor): void {
    const { emaMomentum, emaOverwriteFrequency } = this.common;
    const started = tf.cast(tf.notEqual(counted, tf.scalar(0, 'int32')), 'float32');
    const momentum = tf.mul(started, emaMomentum);
    const rest = tf.sub(1, momentum);
    for (const target of this.targets) {
      const average = this.slot('average', target);
      tf.tidy(() =>
        this.assign(average, tf.add(tf.mul(average.read(), momentum), tf.mul(target.val, rest))),
      );
    }
    if (emaOverwriteFrequency === null) return;
    const due = tf.equal(
      tf.mod(tf.add(counted, tf.scalar(1, 'int32')), tf.scalar(emaOverwriteFrequency, 'int32')),
      tf.scalar(0, 'int32'),
    );
    this.onlyIf(due, () => this.overwriteWithAverages());
  }

  private overwriteWithAverages(): void {
    for (const target of this.targets) {
      this.assign(target, tf.clone(this.slot('average', target).read()));
    }
  }

  /** With `useEma`, gives the weights their averages: call it when training is over. */
  finalizeVariableValues(): void {
    if (this.common.useEma && this.built) tf.tidy(() => this.overwriteWithAverages());
  }

  /**
   * Leaves variables out of weight decay, before the optimizer is built.
   *
   * @param names parts of names, such as 'bias'; each is a regular expression
   */
  excludeFromWeightDecay({
    variables = [],
    names = [],
  }: { variables?: readonly OptimizerVariable[]; names?: readonly string[] } = {}): void {
    if (this.built) {
      throw new StateError(
        `${this.name}: call excludeFromWeightDecay before the optimizer is built, that is, before its first step.`,
      );
    }
    this.withoutDecay.values = new Set(variables.map(valueOf));
    this.withoutDecay.names = names.length > 0 ? new RegExp(names.join('|')) : null;
  }

  /** The weight decay of one variable; null for none. */
  protected weightDecayOf(target: Target): number | null {
    return this.usesWeightDecay(target) ? this.common.weightDecay : null;
  }

  protected usesWeightDecay(target: Target): boolean {
    return (
      !this.withoutDecay.values.has(target.val) &&
      !(this.withoutDecay.names?.test(target.path) ?? false)
    );
  }

  private decay(target: Target, factor: tf.Tensor): void {
    tf.tidy(() => this.assign(target, tf.sub(target.val, tf.mul(target.val, factor))));
  }

  private pair(
    gradients: readonly (tf.Tensor | null)[],
    variables: readonly OptimizerVariable[] | undefined,
  ): Update[] {
    if (!variables && !this.built) {
      throw new StateError(
        `${this.name}: say which variables the gradients are of, by apply(gradients, variables) or build(variables).`,
      );
    }
    const targets = variables ? variables.map((v) => this.targetOf(v)) : this.targets;
    const { updates, missing } = pairUpdates(this.name, gradients, targets);
    if (missing.length > 0 && !this.warned) {
      this.warned = true;
      console.warn(`${this.name}: the loss does not depend on ${missing.join(', ')}.`);
    }
    return updates;
  }

  private targetOf(variable: OptimizerVariable): Target {
    const target = this.byValue.get(valueOf(variable));
    if (target) return target;
    throw new StateError(
      `${this.name} does not know variable ${variable instanceof Variable ? variable.path : variable.name}: an optimizer serves the variables that it was built for. Make a new one for others.`,
    );
  }

  /** Takes over the values of `variables`, in their order; the tensors stay the caller's. */
  setWeights(weights: readonly tf.Tensor[]): void {
    const variables = this.variables;
    if (weights.length !== variables.length) {
      throw new ValueError(
        `${this.name}: has ${variables.length} variables, received ${weights.length} weights. Build it on the same variables first.`,
      );
    }
    variables.forEach((variable, i) => variable.assign(weights[i]!));
  }

  /** In Keras' keys, so that either side loads it. */
  getConfig(): Record<string, unknown> {
    const rate = this.rate.value;
    const { common } = this;
    return {
      name: this.name,
      learning_rate: typeof rate === 'number' ? rate : serializeSchedule(rate),
      weight_decay: common.weightDecay,
      clipnorm: common.clipnorm,
      global_clipnorm: common.globalClipnorm,
      clipvalue: common.clipvalue,
      use_ema: common.useEma,
      ema_momentum: common.emaMomentum,
      ema_overwrite_frequency: common.emaOverwriteFrequency,
      loss_scale_factor: common.lossScaleFactor,
      gradient_accumulation_steps: common.gradientAccumulationSteps,
    };
  }

  static fromConfig<T extends Optimizer>(
    this: new (options: never) => T,
    config: Record<string, unknown>,
  ): T {
    return new this(camelCaseKeys(config) as never);
  }

  /** Frees the optimizer's own variables; those that it trained stay. */
  dispose(): void {
    for (const variable of this.own) variable.dispose();
  }
}
