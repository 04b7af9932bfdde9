import { toFloat, ValueError, type Variable } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import {
  getActivation,
  linear,
  serializeActivation,
  type ActivationFunction,
  type ActivationIdentifier,
} from '../activations/index.js';
import { InputSpec } from '../engine/input-spec.js';
import { Layer, type LayerOptions } from '../engine/layer.js';
import { registerBuiltInLayer } from '../engine/serialization.js';
import type { Shape, Shapes } from '../engine/types.js';
import { getInitializer, VarianceScaling, type Initializer } from '../initializers/index.js';
import { knownSize, oneShape } from '../shapes.js';
import { weightOptionKeys, WeightSettings, type KernelAndBiasOptions } from '../weight-settings.js';
import { labelAxes, parseEquation, productShape, type Labels } from './einsum-equation.js';

export interface EinsumDenseOptions extends LayerOptions, Omit<KernelAndBiasOptions, 'useBias'> {
  /** Of input and kernel: `abc,cd->abd`; `...` stands for any axes at the front, or at the end. */
  equation: string;
  /** Shape of the output without the batch and what `...` stands for; null where it is the input's. */
  outputShape: number | Shape;
  /** Axes of the output that have a bias of their own. Default: no bias. */
  biasAxes?: string | null;
  /** Default: none. */
  activation?: ActivationIdentifier;
}

/**
 * A Dense layer along any axes: `activation(einsum(equation, x, kernel) + bias)`.
 *
 * Input and output have the axes that the equation names. Weights: kernel, the sizes of its labels;
 * bias, those of `biasAxes`, and 1 on axes between and after them.
 *
 * @throws ValueError for an equation of another form, or labels without a size
 * @throws ShapeError for an input or an outputShape that does not fit the equation
 * @example einsumDense({ equation: 'abc,cd->abd', outputShape: [null, 64], biasAxes: 'd' })
 * @see https://keras.io/api/layers/core_layers/einsum_dense/
 */
export class EinsumDense extends Layer {
  static override readonly className = 'EinsumDense';
  static override readonly optionKeys = [
    ...Layer.optionKeys,
    'equation',
    'outputShape',
    'biasAxes',
    'activation',
    ...weightOptionKeys('kernel', 'bias'),
  ];

  readonly equation: string;
  readonly biasAxes: string | null;
  readonly activation: ActivationFunction;
  readonly kernelSettings: WeightSettings;
  readonly biasSettings: WeightSettings;
  kernel!: Variable;
  bias: Variable | null = null;
  readonly #given: Shape;

  constructor(options: EinsumDenseOptions) {
    super(options);
    const { equation, outputShape, biasAxes = null } = options;
    const [input, kernel, output] = parseEquation(equation).groups as [string, string, string];
    for (const label of kernel + output) {
      const elsewhere = kernel.includes(label) ? input + output : input;
      if (!elsewhere.includes(label)) {
        throw new ValueError(`EinsumDense: nothing in "${equation}" says the size of "${label}".`);
      }
    }
    if (biasAxes !== null && ![...biasAxes].every((label) => output.includes(label))) {
      throw new ValueError(
        `EinsumDense: biasAxes must be labels of the output "${output}"; received "${biasAxes}".`,
      );
    }
    this.equation = equation;
    this.#given = typeof outputShape === 'number' ? [outputShape] : outputShape;
    this.biasAxes = biasAxes;
    this.activation = getActivation(options.activation);
    this.kernelSettings = new WeightSettings('kernel', options, 'glorotUniform');
    this.biasSettings = new WeightSettings('bias', options, 'zeros');
  }

  override build(inputShape: Shapes): void {
    const shape = oneShape(this.name, inputShape);
    const labels = labelAxes(this.name, this.equation, shape.length);
    const output = this.computeOutputShape(shape);
    const sizes = [...labels.kernel].map((label) => {
      const axis = labels.output.indexOf(label);
      return axis < 0
        ? knownSize(this.name, shape, labels.input.indexOf(label))
        : knownSize(this.name, output, axis);
    });
    this.kernel = this.addWeight({
      ...this.kernelSettings.weight(sizes),
      initializer: this.kernelInitializer(labels),
    });
    if (this.biasAxes) {
      this.bias = this.addWeight(this.biasSettings.weight(this.biasShape(labels, output)));
    }
    this.inputSpec = [new InputSpec({ ndim: shape.length })];
  }

  /** The initializer, told which axes of the kernel count as inputs and which as outputs. */
  private kernelInitializer({ kernel, output }: Labels): Initializer {
    const { initializer } = this.kernelSettings;
    if (!(initializer instanceof VarianceScaling) || initializer.inputAxes) return initializer;
    const axes = (outputs: boolean) =>
      [...kernel].flatMap((label, axis) => (output.includes(label) === outputs ? [axis] : []));
    return getInitializer({
      class_name: (initializer.constructor as typeof VarianceScaling).className,
      config: {
        ...initializer.getConfig(),
        input_axes: axes(false),
        output_axes: axes(true),
      },
    });
  }

  private biasShape(labels: Labels, output: Shape): number[] {
    const axes = [...labels.output].map((label) => this.biasAxes!.includes(label));
    const first = axes.indexOf(true);
    return axes.map((own, axis) => (own ? knownSize(this.name, output, axis) : 1)).slice(first);
  }

  override call(inputs: tf.Tensor): tf.Tensor {
    const { input, kernel, output } = labelAxes(this.name, this.equation, inputs.rank);
    const product = tf.einsum(`${input},${kernel}->${output}`, toFloat(inputs), this.kernel.read());
    const y = this.bias ? tf.add(product, this.bias.read()) : product;
    return this.activation === linear ? y : this.activation(y);
  }

  override computeOutputShape(inputShape: Shapes): Shape {
    const shape = oneShape(this.name, inputShape);
    const labels = labelAxes(this.name, this.equation, shape.length);
    return productShape(this.name, labels, shape, this.#given);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      equation: this.equation,
      output_shape: this.#given,
      bias_axes: this.biasAxes,
      activation: serializeActivation(this.activation),
      ...this.kernelSettings.getConfig(),
      ...this.biasSettings.getConfig(),
    };
  }
}

registerBuiltInLayer(EinsumDense);

/** @see EinsumDense */
export function einsumDense(options: EinsumDenseOptions): EinsumDense {
  return new EinsumDense(options);
}
