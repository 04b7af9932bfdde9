import { FormatError, StateError, ValueError } from '@ibexjs/core';
import {
  InputLayer,
  Layer,
  SymbolicTensor,
  deserializeLayer,
  formatShape,
  isShapeList,
  registerBuiltInLayer,
  serializeLayer,
  type CallArgs,
  type DataType,
  type Shape,
  type Shapes,
  type SymbolicTensors,
  type Tensors,
} from '@ibexjs/layers';

import { Functional } from './functional.js';
import { Model } from './model.js';

export interface SequentialOptions {
  /** The layers, first to last; an `input()` may stand first. */
  layers?: (Layer | SymbolicTensor)[];
  name?: string;
  /** Default: true. */
  trainable?: boolean;
}

/**
 * A model that is a plain stack of layers. Made by `sequential({layers})`.
 *
 * The input shape is taken from an `input()` or `InputLayer` that stands first, from `inputShape`
 * of the first layer, from `build(shape)`, or from the first data that the model sees.
 *
 * @see https://keras.io/api/models/sequential/
 */
export class Sequential extends Model {
  static override readonly className: string = 'Sequential';

  /** All layers, with the input layer once there is one. */
  readonly #layers: Layer[] = [];
  /** What each of `#layers` gives, once the input shape is known. */
  #symbols: SymbolicTensors[] = [];
  #functional: Functional | null = null;

  constructor(options: SequentialOptions = {}) {
    const { layers, ...common } = options;
    super(common);
    for (const layer of layers ?? []) this.#append(layer);
    this.#rebuild();
  }

  /**
   * Puts a layer on top.
   * @throws ValueError for what is no layer, for a name that is taken, for a second input
   */
  add(layer: Layer | SymbolicTensor): void {
    this.#append(layer);
    this.#rebuild();
  }

  /** Takes the topmost layer away and returns it. */
  pop(): Layer {
    const layer = this.layers.length > 0 ? this.#layers.pop() : undefined;
    if (!layer) throw new StateError(`Sequential model ${this.name} has no layers to pop.`);
    if (this.#symbols.length > this.#layers.length) {
      this.#symbols.pop();
      layer.inboundNodes.pop();
    }
    this.#rebuild();
    return layer;
  }

  #append(given: Layer | SymbolicTensor): void {
    const layer = given instanceof SymbolicTensor ? given.sourceLayer : given;
    if (
      !(layer instanceof Layer) ||
      (given instanceof SymbolicTensor && !(layer instanceof InputLayer))
    ) {
      throw new ValueError(
        `Sequential model ${this.name} takes layers; received ${describe(given)}.`,
      );
    }
    if (this.#layers.some(({ name }) => name === layer.name)) {
      throw new ValueError(
        `Sequential model ${this.name} has a layer called "${layer.name}" already; give the new one another \`name\`.`,
      );
    }
    if (layer instanceof InputLayer && this.#layers.length > 0) {
      throw new ValueError(
        `Sequential model ${this.name}: an input can only stand first, and only once.`,
      );
    }
    if (this.#layers.length === 0 && !(layer instanceof InputLayer)) {
      const known = knownInput(layer);
      if (known) this.#layers.push(new InputLayer(known));
    }
    this.#layers.push(layer);
  }

  /** Draws what is new, as far as the input shape is known. */
  #rebuild(): void {
    this.#functional = null;
    const [first, ...rest] = this.#layers;
    if (first instanceof InputLayer && rest.length > 0) this.build(first.batchShape);
    else this.built = false;
  }

  /**
   * Makes the weights for inputs of that shape, the batch first.
   * @throws ValueError when the model has another input shape already, or no layers
   */
  override build(inputShape: Shapes): void {
    if (this.layers.length === 0) {
      throw new ValueError(
        `Sequential model ${this.name} has no layers; call \`add(layer)\` first.`,
      );
    }
    // several inputs cannot be drawn as a stack: the layers are then called one after the other
    if (isShapeList(inputShape)) return;
    const first = this.#layers[0]!;
    if (!(first instanceof InputLayer)) {
      this.#layers.unshift(
        new InputLayer({ batchShape: [null, ...inputShape.slice(1)], dtype: inputDType(first) }),
      );
    } else if (!sameSample(first.batchShape, inputShape)) {
      throw new ValueError(
        `Sequential model ${this.name} has input shape ${formatShape(first.batchShape)}; it cannot be built for ${formatShape(inputShape)}.`,
      );
    }
    const input = (this.#layers[0] as InputLayer).symbol;
    if (this.#symbols.length === 0) this.#symbols.push(input);
    for (let i = this.#symbols.length; i < this.#layers.length; i++) {
      this.#symbols.push(this.#layers[i]!.apply<SymbolicTensors>(this.#symbols[i - 1]!));
    }
    this.#functional = new Functional({ inputs: input, outputs: this.#symbols.at(-1)! });
    this.inputSpec = this.#functional.inputSpec;
  }

  override get sublayers(): Layer[] {
    return [...this.#layers];
  }

  /** The layers that were added, without the input layer. */
  override get layers(): Layer[] {
    return this.#layers[0] instanceof InputLayer ? this.#layers.slice(1) : [...this.#layers];
  }

  override get inputs(): SymbolicTensor[] {
    return this.#functional?.inputs ?? super.inputs;
  }

  override get outputs(): SymbolicTensor[] {
    return this.#functional?.outputs ?? super.outputs;
  }

  override get input(): SymbolicTensors {
    return this.#functional?.input ?? super.input;
  }

  override get output(): SymbolicTensors {
    return this.#functional?.output ?? super.output;
  }

  override get inputNames(): string[] {
    return this.#functional?.inputNames ?? [];
  }

  override get outputNames(): string[] {
    return this.#functional?.outputNames ?? [];
  }

  override get outputShapes(): Shape[] | null {
    return this.#functional?.outputShapes ?? null;
  }

  override call(inputs: Tensors, args: CallArgs): Tensors {
    if (this.#functional) return this.#functional.call(inputs, args);
    let outputs = inputs;
    for (const layer of this.layers) outputs = layer.apply<Tensors>(outputs);
    return outputs;
  }

  override computeOutputShape(inputShape: Shapes): Shapes {
    if (this.#functional) return this.#functional.computeOutputShape(inputShape);
    return this.layers.reduce((shape, layer) => layer.computeOutputShape(shape), inputShape);
  }

  override computeOutputDType(inputs: SymbolicTensors): DataType | DataType[] {
    return this.#functional?.computeOutputDType() ?? super.computeOutputDType(inputs);
  }

  override stateParts(): [name: string, part: unknown][] {
    return [['layers', this.layers], ...super.stateParts()];
  }

  override getConfig(): Record<string, unknown> {
    const first = this.#layers[0];
    return {
      ...super.getConfig(),
      layers: this.#layers.map(serializeLayer),
      ...(this.#functional &&
        first instanceof InputLayer && { build_input_shape: first.batchShape }),
    };
  }

  /** Makes a model from `getConfig()`: of Ibex, Keras 2 and 3, or tfjs-layers. */
  static override fromConfig<T>(
    this: new (options: never) => T,
    config: Record<string, unknown> | unknown[],
  ): T {
    const {
      name,
      layers,
      trainable,
      build_input_shape: shape,
    } = Array.isArray(config) ? { layers: config } : readable(config);
    if (!Array.isArray(layers))
      throw new FormatError('A Sequential model\'s config needs "layers".');
    const options: SequentialOptions = {
      layers: layers.map(deserializeLayer),
      ...(typeof name === 'string' && { name }),
      ...(trainable === false && { trainable }),
    };
    const model = new this(options as never);
    if (model instanceof Sequential && !model.built && Array.isArray(shape))
      model.build(shape as Shape);
    return model;
  }
}

registerBuiltInLayer(Sequential, 'keras');

interface SequentialConfig {
  name?: unknown;
  layers?: unknown;
  trainable?: unknown;
  build_input_shape?: unknown;
}

function readable(config: Record<string, unknown>): SequentialConfig {
  return config;
}

/** What is known of a first layer's input. */
function knownInput(layer: Layer): { batchShape: Shape; dtype?: DataType } | null {
  if (layer.batchInputShape) return { batchShape: layer.batchInputShape };
  if (!(layer instanceof Model) || layer.outputShapes === null) return null;
  const [input, another] = layer.inputs;
  return input && !another ? { batchShape: input.shape, dtype: input.dtype } : null;
}

function inputDType(layer: Layer): DataType {
  return layer.dtype;
}

function sameSample(a: Shape, b: Shape): boolean {
  return (
    a.length === b.length &&
    a.every((d, axis) => axis === 0 || d === null || b[axis] === null || d === b[axis])
  );
}

function describe(value: unknown): string {
  if (value instanceof SymbolicTensor) return 'a symbolic tensor that is not an input';
  return value === null || typeof value !== 'object' ? String(value) : value.constructor.name;
}
