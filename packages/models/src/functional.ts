import * as tf from '@tensorflow/tfjs-core';
import { ValueError } from '@ibexjs/core';
import {
  InputSpec,
  Operation,
  SymbolicTensor,
  getMask,
  isShapeList,
  isSymbolic,
  registerBuiltInLayer,
  setMask,
  toList,
  type CallArgs,
  type Layer,
  type Shape,
  type Shapes,
  type SymbolicTensors,
  type Tensors,
} from '@ibexjs/layers';

import { cloneGraph, isGraphInput } from './graph/clone-graph.js';
import { deserializeGraph, serializeGraph } from './graph/functional-config.js';
import { mapGraph, type Graph } from './graph/map-graph.js';
import { Plan } from './graph/plan.js';
import { arrangeAs, flatten, type TensorStructure } from './graph/structure.js';
import { Model } from './model.js';

export interface FunctionalOptions {
  /** What `input()` made, or tensors from the middle of another model's graph. Named inputs may be given by name. */
  inputs: TensorStructure;
  /** What the layers made of the inputs. */
  outputs: TensorStructure;
  name?: string;
  /** Default: true. */
  trainable?: boolean;
}

/**
 * A model drawn as a graph of layers: any number of inputs and outputs, layers used several times,
 * models as layers. Made by `model({inputs, outputs})`.
 *
 * Takes one tensor, a list in the order of `inputs`, or an object by the inputs' names; gives one
 * tensor, or a list in the order of `outputs`.
 *
 * @see https://keras.io/guides/functional_api/
 */
export class Functional extends Model {
  static override readonly className: string = 'Functional';

  readonly #graph: Graph;
  readonly #plan: Plan;
  readonly #inputStructure: TensorStructure;
  readonly #outputStructure: TensorStructure;
  readonly #inputs: SymbolicTensor[];
  readonly #outputs: SymbolicTensor[];

  constructor(options: FunctionalOptions) {
    const { inputs, outputs, ...common } = options;
    super(common);
    checkSymbolic(this.name, 'inputs', inputs);
    checkSymbolic(this.name, 'outputs', outputs);
    let [flatInputs, flatOutputs] = [flatten(inputs), flatten(outputs)];
    this.#inputStructure = inputs;
    this.#outputStructure = outputs;
    if (!flatInputs.every(isGraphInput)) {
      ({ inputs: flatInputs, outputs: flatOutputs } = cloneGraph(flatInputs, flatOutputs));
      this.#inputStructure = arrangeAs(inputs, flatInputs);
      this.#outputStructure = arrangeAs(outputs, flatOutputs);
    }
    this.#inputs = flatInputs;
    this.#outputs = flatOutputs;
    this.#graph = mapGraph(flatInputs, flatOutputs);
    this.#plan = new Plan(this.#graph, flatInputs, flatOutputs);
    this.inputSpec = flatInputs.map(
      ({ shape, sourceLayer }) =>
        new InputSpec({
          shape: [null, ...shape.slice(1)],
          name: sourceLayer!.name,
          allowLastAxisSqueeze: true,
        }),
    );
    this.built = true;
  }

  override get sublayers(): Layer[] {
    return [...this.#graph.layers];
  }

  /** Without the operations of the graph, as in Keras. */
  override get layers(): Layer[] {
    return this.#graph.layers.filter((layer) => !(layer instanceof Operation));
  }

  override get inputs(): SymbolicTensor[] {
    return [...this.#inputs];
  }

  override get outputs(): SymbolicTensor[] {
    return [...this.#outputs];
  }

  override get input(): SymbolicTensors {
    return this.#inputs.length === 1 ? this.#inputs[0]! : this.inputs;
  }

  override get output(): SymbolicTensors {
    return this.#outputs.length === 1 ? this.#outputs[0]! : this.outputs;
  }

  override get inputNames(): string[] {
    return this.#inputs.map((tensor) => tensor.sourceLayer!.name);
  }

  override get outputNames(): string[] {
    return this.#outputs.map((tensor) => tensor.sourceLayer!.name);
  }

  override get outputShapes(): Shape[] {
    return this.#outputs.map(({ shape }) => shape);
  }

  /** The calls of layers that make up the model, by depth (for `summary`). */
  get nodesByDepth(): Graph['nodesByDepth'] {
    return this.#graph.nodesByDepth;
  }

  override build(_inputShape: Shapes): void {
    // built by drawing it
  }

  override apply<Out extends SymbolicTensors = SymbolicTensor>(
    inputs: SymbolicTensors | Record<string, SymbolicTensor>,
    args?: CallArgs,
  ): Out;
  override apply<Out extends Tensors = tf.Tensor>(
    inputs: Tensors | tf.NamedTensorMap,
    args?: CallArgs,
  ): Out;
  override apply(
    inputs: SymbolicTensors | Tensors | Record<string, SymbolicTensor> | tf.NamedTensorMap,
    args?: CallArgs,
  ): SymbolicTensors | Tensors {
    const list = isByName(inputs) ? this.#byName(inputs) : inputs;
    return isSymbolic(list) ? super.apply(list, args) : super.apply(list, args);
  }

  /** Named inputs in the order of `inputs`. */
  #byName(inputs: Record<string, SymbolicTensor | tf.Tensor>): SymbolicTensors | Tensors {
    const names = isByName(this.#inputStructure)
      ? Object.keys(this.#inputStructure).sort()
      : this.inputNames;
    for (const name of names) {
      if (!(name in inputs)) {
        throw new ValueError(
          `Model ${this.name} needs an input "${name}"; received ${Object.keys(inputs).join(', ') || 'none'}.`,
        );
      }
    }
    const list = names.map((name) => inputs[name]!);
    return (list.length === 1 ? list[0]! : list) as SymbolicTensors | Tensors;
  }

  override call(inputs: Tensors, { mask }: CallArgs): Tensors {
    const given = toList(inputs);
    const masks = mask === undefined || mask === null ? [] : toList(mask);
    const prepared = given.map((tensor, i) =>
      prepareInput(tensor, this.#inputs[i]!, masks[i] ?? null),
    );
    const outputs = this.#plan.run(prepared);
    return outputs.length === 1 ? outputs[0]! : outputs;
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    const shapes = isShapeList(inputShape) ? inputShape : [inputShape];
    const known = shapes.every((shape, i) => String(shape) === String(this.#inputs[i]!.shape));
    const outputs = known ? this.outputShapes : this.#plan.inferShapes(shapes);
    return outputs.length === 1 ? outputs[0]! : outputs;
  }

  override computeOutputDType(): tf.DataType[] {
    return this.#outputs.map(({ dtype }) => dtype);
  }

  override stateParts(): [name: string, part: unknown][] {
    return [['layers', this.layers], ...super.stateParts()];
  }

  override getConfig(): Record<string, unknown> {
    return {
      name: this.name,
      trainable: this.trainable,
      ...serializeGraph(this.#graph, this.#inputStructure, this.#outputStructure, isFunctional),
    };
  }

  override getBuildConfig(): Record<string, unknown> {
    return { input_shape: null };
  }

  /** Makes a model from `getConfig()`: of Ibex, Keras 2 and 3, or tfjs-layers. */
  static override fromConfig<T>(
    this: new (options: never) => T,
    config: Record<string, unknown>,
  ): T {
    const { inputs, outputs } = deserializeGraph(
      config,
      isFunctional,
      (layer) => layer instanceof Model,
    );
    const options: FunctionalOptions = {
      inputs,
      outputs,
      ...(typeof config['name'] === 'string' && { name: config['name'] }),
      ...(config['trainable'] === false && { trainable: false }),
    };
    return new this(options as never);
  }
}

registerBuiltInLayer(Functional, 'keras.src.models.functional', 'Model');

function isFunctional(layer: Layer): boolean {
  return layer instanceof Functional;
}

function isByName<T>(value: T | T[] | Record<string, T>): value is Record<string, T> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof tf.Tensor) &&
    !(value instanceof SymbolicTensor)
  );
}

function checkSymbolic(model: string, what: string, structure: TensorStructure): void {
  const list: unknown[] = isByName(structure as unknown)
    ? Object.values(structure)
    : [structure].flat();
  if (list.length > 0 && list.every((item) => item instanceof SymbolicTensor)) return;
  throw new ValueError(
    `Model ${model}: \`${what}\` must be symbolic tensors, made by \`input()\` and by applying layers to them.`,
  );
}

/** An input of the declared type and rank: a last dimension of 1 is added or dropped where that makes it fit. */
function prepareInput(
  tensor: tf.Tensor,
  declared: SymbolicTensor,
  mask: tf.Tensor | null,
): tf.Tensor {
  let prepared = tensor;
  if (prepared.dtype !== declared.dtype) prepared = tf.cast(prepared, declared.dtype);
  if (prepared.rank === declared.rank + 1) prepared = tf.squeeze(prepared, [-1]);
  else if (prepared.rank === declared.rank - 1) prepared = tf.expandDims(prepared, -1);
  if (mask !== null && getMask(prepared) === null) setMask(prepared, mask);
  return prepared;
}
