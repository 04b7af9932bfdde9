import * as tf from '@tensorflow/tfjs-core';
import {
  StateError,
  ValueError,
  Variable,
  checkOptions,
  classNameOf,
  logitsOf,
  objectName,
  uniqueName,
  type SeedGenerator,
} from '@ibexjs/core';

import { getConstraint, type ConstraintIdentifier } from '../constraints/index.js';
import { getInitializer, type InitializerIdentifier } from '../initializers/index.js';
import {
  getRegularizer,
  serializeRegularizer,
  type Regularizer,
  type RegularizerIdentifier,
} from '../regularizers/index.js';
import { currentCall, currentPath, inLayer, type CallContext } from './call-context.js';
import { dtypePolicyConfig, parseDType, type DTypePolicyConfig } from './dtype.js';
import { checkInputs, type InputSpec } from './input-spec.js';
import { getMask, getMasks, setMasks } from './masking.js';
import { Node } from './node.js';
import { layerOptionsFromConfig } from './config.js';
import { buildByCalling, inferOutputShape } from './shape-inference.js';
import { SymbolicTensor, isSymbolic } from './symbolic-tensor.js';
import { findState, type TrackedState } from './tracking.js';
import {
  isShapeList,
  toList,
  type CallArgs,
  type Masks,
  type Shape,
  type Shapes,
  type SymbolicTensors,
  type Tensors,
} from './types.js';
import { assignWeights, countParams } from './weights.js';

/** Options that every layer has. */
export interface LayerOptions {
  /** Unique within a model. Default: the class in snake_case, numbered: `dense`, `dense_1`. */
  name?: string;
  /** Whether training changes the weights. Default: true. */
  trainable?: boolean;
  /** Type of weights and outputs. Default: float32. */
  dtype?: tf.DataType | DTypePolicyConfig;
  /** Penalty on the outputs, added to the loss, divided by the batch size. */
  activityRegularizer?: RegularizerIdentifier | null;
  /** On the first layer of a Sequential model: shape of one sample. */
  inputShape?: Shape;
  /** The same with the batch first. */
  batchInputShape?: Shape;
  /** With `inputShape`: a fixed batch size. */
  batchSize?: number | null;
  /** Values for the weights, set when the layer is built. */
  weights?: tf.Tensor[];
}

/** What `addWeight` needs. */
export interface WeightOptions {
  /** Default: `variable`. */
  name?: string;
  /** Default: a scalar. */
  shape?: number[];
  /** Default: glorotUniform for floats, zeros for others. */
  initializer?: InitializerIdentifier | null;
  regularizer?: RegularizerIdentifier | null;
  constraint?: ConstraintIdentifier | null;
  /** Default: true. */
  trainable?: boolean;
  /** Default: the layer's. */
  dtype?: tf.DataType;
}

/**
 * A step of a network: a function of tensors with weights of its own.
 *
 * A layer of your own extends this class and overrides
 * - `constructor(options)`: call `super(options)`, keep the options;
 * - `build(inputShape)`: make the weights with `addWeight`; called once, before the first use;
 * - `call(inputs, {training, mask})`: compute, with tfjs ops only;
 * - `computeOutputShape(inputShape)`: may be left out, then it is found by running `call` on zeros;
 * - `computeMask`, if it makes or changes masks;
 * - `getConfig()`: `{...super.getConfig(), …}` with what the constructor needs.
 *
 * Layers kept in properties (also in arrays) belong to the layer: their weights are its weights.
 *
 * @see https://keras.io/api/layers/base_layer/
 */
export abstract class Layer {
  /** Name in files and of instances; bundlers rename classes. */
  static readonly className: string = 'Layer';
  /**
   * Names of all options. A class that declares its own list has its options checked: one that is
   * not listed is an error.
   */
  static readonly optionKeys: readonly string[] = [
    'name',
    'trainable',
    'dtype',
    'activityRegularizer',
    'inputShape',
    'batchInputShape',
    'batchSize',
    'weights',
  ];
  /** Names of the tensors that Keras' `call` takes by position, where there are several: query, value, key. */
  static readonly callArguments: readonly string[] = ['inputs'];

  readonly name: string;
  readonly dtype: tf.DataType;
  /** Shape asked for by `inputShape` or `batchInputShape`. */
  readonly batchInputShape: Shape | null;
  readonly activityRegularizer: Regularizer | null;
  /** True once the weights are there. */
  built = false;
  /** What the inputs must look like: one entry for each. */
  inputSpec: (InputSpec | null)[] | null = null;
  /** Whether masks pass through. Default: whether the class has its own `computeMask`. */
  supportsMasking: boolean;
  /** Calls on symbolic tensors, by order. */
  readonly inboundNodes: Node[] = [];
  /** Calls of other layers on this one's outputs. */
  readonly outboundNodes: Node[] = [];

  readonly #trainableVariables: Variable[] = [];
  readonly #nonTrainableVariables: Variable[] = [];
  readonly #ownBuild: boolean;
  readonly #ownMask: boolean;
  readonly #initialWeights: tf.Tensor[] | null;
  #trainable: boolean;
  #path: string | null = null;
  #buildShape: Shapes | null = null;
  #state: TrackedState | null = null;
  #callLosses: tf.Tensor[] = [];

  constructor(options: LayerOptions = {}) {
    const className = classNameOf(new.target);
    if (Object.hasOwn(new.target, 'optionKeys'))
      checkOptions(className, options, new.target.optionKeys);
    this.name = options.name ?? uniqueName(objectName(className));
    this.dtype = parseDType(className, options.dtype);
    this.#trainable = options.trainable ?? true;
    this.activityRegularizer = getRegularizer(options.activityRegularizer ?? null);
    this.batchInputShape =
      options.batchInputShape ??
      (options.inputShape ? [options.batchSize ?? null, ...options.inputShape] : null);
    this.#initialWeights = options.weights ?? null;
    this.#ownMask = this.computeMask !== Layer.prototype.computeMask;
    this.supportsMasking = this.#ownMask;
    this.#ownBuild = this.build !== Layer.prototype.build;
    const build = this.build.bind(this);
    this.build = (inputShape) => this.#build(inputShape, build);
  }

  /**
   * Makes the weights for inputs of that shape. A layer that only holds other layers need not
   * override it: they are built by running `call` on zeros.
   */
  build(inputShape: Shapes): void {
    if (this.sublayers.some((layer) => !layer.built)) buildByCalling(this, inputShape);
  }

  /** Computes the outputs. `training` and `mask` are filled in from the surroundings. */
  abstract call(inputs: Tensors, args: CallArgs): Tensors;

  /** Shape of the output(s) for input(s) of that shape. */
  computeOutputShape(inputShape: Shapes): Shapes {
    return inferOutputShape(this, inputShape);
  }

  /** Type of the outputs, one for all or one for each: the layer's own. */
  computeOutputDType(_inputs: SymbolicTensors): tf.DataType | tf.DataType[] {
    return this.dtype;
  }

  /** Mask(s) of the outputs, from those of the inputs. */
  computeMask(_inputs: Tensors, mask: Masks): Masks {
    return mask;
  }

  /**
   * Uses the layer: on tensors it computes, on symbolic tensors it draws the graph. Builds the
   * layer at first use.
   *
   * Leaves only the tensors that it returns. Masks of the outputs and penalties (`losses`) are kept
   * for the next layer when this runs inside another layer or a `tf.tidy`.
   *
   * @throws ShapeError or ValueError when the inputs do not fit
   */
  apply<Out extends SymbolicTensors = SymbolicTensor>(
    inputs: SymbolicTensors,
    args?: CallArgs,
  ): Out;
  apply<Out extends Tensors = tf.Tensor>(inputs: Tensors, args?: CallArgs): Out;
  apply(inputs: Tensors | SymbolicTensors, args: CallArgs = {}): Tensors | SymbolicTensors {
    // a list of one, for a layer that takes one
    const given =
      Array.isArray(inputs) && inputs.length === 1 && this.inputSpec?.length === 1
        ? inputs[0]!
        : inputs;
    return isSymbolic(given) ? this.#applySymbolic(given, args) : this.#applyTensors(given, args);
  }

  #applyTensors(inputs: Tensors, args: CallArgs): Tensors {
    if (!isTensors(inputs)) {
      throw new ValueError(
        `Layer ${this.name} takes tensors, from \`tf.tensor\` or \`input\`; received ${describe(inputs)}.`,
      );
    }
    if (this.inputSpec !== null) checkInputs(this.name, this.inputSpec, toList(inputs));
    if (!this.built) {
      const inputShape = Array.isArray(inputs) ? inputs.map((t) => t.shape) : inputs.shape;
      // without a build of its own, the call that follows builds what is inside
      if (this.#ownBuild) this.build(inputShape);
      else this.#build(inputShape, () => undefined);
    }
    const outer = currentCall();
    const call: CallContext = {
      training: args.training ?? outer?.training,
      losses: outer?.losses ?? [],
    };
    const firstLoss = call.losses.length;
    const mask = args.mask ?? getMasks(inputs);
    let outputs!: Tensors;
    tf.tidy(() => {
      outputs = inLayer(this.path, call, () =>
        this.call(inputs, { ...args, training: call.training, mask }),
      );
      if (this.activityRegularizer !== null) this.#addActivityLosses(outputs, call);
      if (outer === null) outputs = own(outputs, inputs);
      const masks =
        this.supportsMasking && (mask !== null || this.#ownMask)
          ? this.computeMask(inputs, mask)
          : null;
      if (outer === null && tf.engine().state.scopeStack.length === 1) return outputs;
      if (masks !== null) setMasks(outputs, masks);
      return withCompanions(outputs, call.losses, firstLoss);
    });
    if (outer === null) this.#callLosses = call.losses;
    return outputs;
  }

  #applySymbolic(inputs: SymbolicTensors, args: CallArgs): SymbolicTensors {
    if (this.inputSpec !== null) checkInputs(this.name, this.inputSpec, toList(inputs));
    const inputShape = Array.isArray(inputs) ? inputs.map((t) => t.shape) : inputs.shape;
    if (!this.built) this.build(inputShape);
    const shapes = this.computeOutputShape(inputShape);
    const dtypes = this.computeOutputDType(inputs);
    const outputs = (isShapeList(shapes) ? shapes : [shapes]).map(
      (shape, i) => new SymbolicTensor(shape, Array.isArray(dtypes) ? dtypes[i] : dtypes),
    );
    new Node(this, inputs, args, outputs);
    return isShapeList(shapes) ? outputs : outputs[0]!;
  }

  #build(inputShape: Shapes, build: (inputShape: Shapes) => void): void {
    this.#path ??= joinPath(currentPath(), this.name);
    inLayer(this.#path, currentCall(), () => build(inputShape));
    this.#buildShape = inputShape;
    this.built = true;
    // the option \`trainable: false\` came before there were weights to freeze
    if (!this.#trainable) this.trainable = false;
    if (this.#initialWeights) this.setWeights(this.#initialWeights);
  }

  /** `model/block/dense`: names of the layers that hold this one, and its own. */
  get path(): string {
    return this.#path ?? joinPath(currentPath(), this.name);
  }

  /**
   * Makes a weight: in the constructor or in `build`.
   *
   * tfjs-layers' form by position, `addWeight(name, shape, dtype, initializer, regularizer,
   * trainable, constraint)`, works too.
   */
  addWeight(options: WeightOptions): Variable;
  addWeight(
    name: string,
    shape: number[],
    dtype?: tf.DataType,
    initializer?: InitializerIdentifier,
    regularizer?: RegularizerIdentifier | null,
    trainable?: boolean,
    constraint?: ConstraintIdentifier | null,
  ): Variable;
  addWeight(
    options: WeightOptions | string,
    shape?: number[],
    dtype?: tf.DataType,
    initializer?: InitializerIdentifier,
    regularizer?: RegularizerIdentifier | null,
    trainable?: boolean,
    constraint?: ConstraintIdentifier | null,
  ): Variable {
    if (typeof options === 'string') {
      return this.addWeight({
        name: options,
        ...(shape && { shape }),
        ...(dtype && { dtype }),
        ...(initializer && { initializer }),
        regularizer: regularizer ?? null,
        trainable: trainable ?? true,
        constraint: constraint ?? null,
      });
    }
    if (this.built) {
      throw new StateError(
        `Layer ${this.name} is built already: weights are made in the constructor or in build().`,
      );
    }
    const type = options.dtype ?? this.dtype;
    const start = getInitializer(
      options.initializer ?? (type === 'float32' ? 'glorotUniform' : 'zeros'),
    );
    const name = options.name ?? 'variable';
    const size = options.shape ?? [];
    const variable = new Variable(
      { shape: size, dtype: type, make: () => tf.tidy(() => start.apply(size, type)) },
      {
        name,
        path: joinPath(this.path, name),
        trainable: options.trainable ?? true,
        regularizer: getRegularizer(options.regularizer ?? null),
        constraint: getConstraint(options.constraint ?? null),
      },
    );
    this.#own(variable);
    return variable;
  }

  #own(variable: Variable): void {
    (variable.trainable ? this.#trainableVariables : this.#nonTrainableVariables).push(variable);
  }

  /** Layers that this one holds, by order of assignment. */
  get sublayers(): Layer[] {
    return this.#tracked().layers;
  }

  #tracked(): TrackedState {
    if (this.#state) return this.#state;
    const state = findState(this, isLayer);
    if (this.built) this.#state = state;
    return state;
  }

  /** Weights of this layer alone: the trainable first, then the others, each in the order of making. */
  get ownWeights(): Variable[] {
    const known = [...this.#trainableVariables, ...this.#nonTrainableVariables];
    const found = this.#tracked().variables.filter((v) => !known.includes(v));
    if (found.length === 0) return known;
    const all = [...known, ...found];
    return [...all.filter((v) => v.trainable), ...all.filter((v) => !v.trainable)];
  }

  /** All weights, those of sublayers last, in Keras' order. */
  get weights(): Variable[] {
    return unique([...this.ownWeights, ...this.sublayers.flatMap((layer) => layer.weights)]);
  }

  /** Weights that training changes. */
  get trainableWeights(): Variable[] {
    return this.trainable ? this.weights.filter((v) => v.trainable) : [];
  }

  /** Weights that training leaves to the layer itself: running means, frozen kernels. */
  get nonTrainableWeights(): Variable[] {
    return this.trainable ? this.weights.filter((v) => !v.trainable) : this.weights;
  }

  /** Weights and the states of random generators: all that a checkpoint must hold. */
  get variables(): Variable[] {
    return unique([
      ...this.ownWeights,
      ...this.seedGenerators.map((generator) => generator.state),
      ...this.sublayers.flatMap((layer) => layer.variables),
    ]);
  }

  /** Random generators of this layer alone. */
  get seedGenerators(): SeedGenerator[] {
    return this.#tracked().seedGenerators;
  }

  get trainable(): boolean {
    return this.#trainable;
  }

  /** Freezes (false) or unfreezes this layer and all that it holds. */
  set trainable(value: boolean) {
    this.#trainable = value;
    for (const variable of this.#trainableVariables) variable.trainable = value;
    for (const layer of this.sublayers) layer.trainable = value;
  }

  /** Number of numbers in the weights. */
  countParams(): number {
    if (!this.built)
      throw new StateError(
        `Layer ${this.name} has no weights yet: build it, or call it on some data first.`,
      );
    return countParams(this.weights);
  }

  /**
   * The weights' present values, which later training does not change. They are the caller's to
   * dispose.
   *
   * @param trainableOnly leave out what is not trained. Default: false
   */
  getWeights(trainableOnly = false): tf.Tensor[] {
    return (trainableOnly ? this.trainableWeights : this.weights).map((variable) =>
      tf.clone(variable.read()),
    );
  }

  /**
   * Sets all weights, in the order of `weights`. The values stay the caller's.
   * @throws ValueError, ShapeError
   */
  setWeights(values: tf.Tensor[]): void {
    assignWeights(`Layer ${this.name}`, this.weights, values);
  }

  /** From `call`: adds a scalar to the loss that is trained on. */
  addLoss(loss: tf.Tensor): void {
    const call = currentCall();
    if (call === null)
      throw new StateError(`Layer ${this.name}: addLoss works only inside call().`);
    call.losses.push(loss);
  }

  #addActivityLosses(outputs: Tensors, call: CallContext): void {
    for (const output of toList(outputs)) {
      const penalty = this.activityRegularizer!.apply(output);
      call.losses.push(output.rank > 0 ? tf.div(penalty, output.shape[0]) : penalty);
    }
  }

  /**
   * Penalties to add to the loss: those of the last outermost call of this layer, as long as their
   * tidy lives, and the regularizers of its trainable weights, computed afresh.
   */
  get losses(): tf.Tensor[] {
    const losses = this.#callLosses.filter((loss) => !loss.isDisposed);
    for (const variable of this.trainableWeights) {
      if (variable.regularizer !== null) losses.push(variable.regularizer.apply(variable.read()));
    }
    return losses;
  }

  /** Input of the layer's first symbolic call. */
  get input(): SymbolicTensors {
    return this.#firstNode('input').inputs ?? this.output;
  }

  /** Output of the layer's first symbolic call; of later calls, see `inboundNodes`. */
  get output(): SymbolicTensors {
    const { outputs } = this.#firstNode('output');
    return outputs.length === 1 ? outputs[0]! : outputs;
  }

  get inputShape(): Shapes {
    const { input } = this;
    return Array.isArray(input) ? input.map((t) => t.shape) : input.shape;
  }

  get outputShape(): Shapes {
    const { output } = this;
    return Array.isArray(output) ? output.map((t) => t.shape) : output.shape;
  }

  #firstNode(what: string): Node {
    const node = this.inboundNodes[0];
    if (node) return node;
    throw new StateError(
      `Layer ${this.name} has no ${what} yet: it was not applied to a symbolic tensor.`,
    );
  }

  /** Name of the class in files. */
  getClassName(): string {
    return classNameOf(this.constructor);
  }

  /** What is needed to make the layer again, in Keras' keys. */
  getConfig(): Record<string, unknown> {
    return {
      name: this.name,
      trainable: this.trainable,
      dtype: dtypePolicyConfig(this.dtype),
      ...(this.activityRegularizer && {
        activity_regularizer: serializeRegularizer(this.activityRegularizer),
      }),
    };
  }

  /** Makes a layer from `getConfig()`, of Ibex, Keras or tfjs-layers. */
  static fromConfig<T>(
    this: (new (options: never) => T) & { optionKeys: readonly string[] },
    config: Record<string, unknown>,
  ): T {
    return new this(layerOptionsFromConfig(this, config) as never);
  }

  /** Shapes that the layer was built for, so that a loaded one can be built before use. */
  getBuildConfig(): Record<string, unknown> | null {
    const shape = this.#buildShape;
    if (shape === null) return null;
    const names = (this.constructor as typeof Layer).callArguments;
    if (names.length === 1 || !isShapeList(shape)) return { input_shape: shape };
    // Keras builds such layers by arguments, too
    const byName = shape.map((one, i) => [`${names[i]}_shape`, one]);
    return { shapes_dict: Object.fromEntries(byName) as Record<string, Shape> };
  }

  buildFromConfig(config: Record<string, unknown>): void {
    if (this.built) return;
    const byName = config['shapes_dict'] as Record<string, Shape | undefined> | undefined;
    const names = (this.constructor as typeof Layer).callArguments;
    const shapes =
      byName &&
      names.flatMap((name) => {
        const one = byName[`${name}_shape`];
        return one ? [one] : [];
      });
    const shape = shapes?.length ? shapes : config['input_shape'];
    if (shape) this.build(shape as Shapes);
  }

  /** What holds state (layers, seed generators, lists of them), by the name that it has in files. */
  stateParts(): [name: string, part: unknown][] {
    return Object.entries(this);
  }

  /** Frees the weights. The layer cannot be used afterwards. */
  dispose(): { numDisposedVariables: number } {
    const alive = this.variables.filter((variable) => !variable.isDisposed);
    for (const variable of alive) variable.dispose();
    return { numDisposedVariables: alive.length };
  }
}

function joinPath(parent: string, name: string): string {
  return parent === '' ? name : `${parent}/${name}`;
}

function unique<T>(items: T[]): T[] {
  return [...new Set(items)];
}

/** The outputs and what must live as long: their masks, the logits that a crossentropy needs, new penalties. */
function withCompanions(
  outputs: Tensors,
  losses: readonly tf.Tensor[],
  firstLoss: number,
): tf.Tensor[] {
  const keep = losses.slice(firstLoss);
  for (const output of toList(outputs)) {
    keep.push(output);
    const mask = getMask(output);
    if (mask !== null) keep.push(mask);
    const logits = logitsOf(output, 'softmax') ?? logitsOf(output, 'sigmoid');
    if (logits !== undefined) keep.push(logits);
  }
  return keep;
}

/** Outputs that are the caller's alone: what is an input or a weight is copied (data are shared). */
function own(outputs: Tensors, inputs: Tensors): Tensors {
  const borrowed = (t: tf.Tensor) =>
    t instanceof tf.Variable || (Array.isArray(inputs) ? inputs.includes(t) : inputs === t);
  if (!Array.isArray(outputs)) return borrowed(outputs) ? tf.clone(outputs) : outputs;
  return outputs.map((t) => (borrowed(t) ? tf.clone(t) : t));
}

function isLayer(value: unknown): value is Layer {
  return value instanceof Layer;
}

function isTensors(value: unknown): value is Tensors {
  return (
    value instanceof tf.Tensor ||
    (Array.isArray(value) && value.every((t) => t instanceof tf.Tensor))
  );
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.map(describe).slice(0, 3).join(', ')}`;
  return typeof value === 'object' && value !== null
    ? `a ${value.constructor.name}`
    : String(value);
}
