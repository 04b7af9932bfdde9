import {
  conv2d,
  dense,
  flatten,
  input,
  maxPooling2d,
  upSampling2d,
  type Layer,
  type SymbolicTensor,
} from '@ibexjs/layers';
import { model, type Functional } from '@ibexjs/models';
import { Sampling } from './sampling.js';
import type { Variant } from './settings.js';

/** Three models over the same layers: training one trains all. */
export interface Autoencoder {
  /** Image to image. */
  autoencoder: Functional;
  /** Image to code. */
  encoder: Functional;
  /** Code to image. */
  decoder: Functional;
  /** Shape of one image as these models take it. */
  imageShape: number[];
  /** Shape of one code. */
  codeShape: number[];
}

/** Makes one of the autoencoders, for images of `edge` x `edge` pixels. */
export function makeAutoencoder(variant: Variant, edge: number): Autoencoder {
  return { dense: makeDense, conv: makeConvolutional, variational: makeVariational }[variant](edge);
}

/** The tutorial's: 784 pixels to 32 numbers (half as many as pixels, for small images) and back. */
function makeDense(edge: number): Autoencoder {
  const pixels = edge * edge;
  const image = input({ shape: [pixels] });
  const code = dense({
    units: Math.min(32, pixels / 2),
    activation: 'relu',
    name: 'code',
  }).apply<SymbolicTensor>(image);
  return assemble(image, code, code, [
    dense({ units: pixels, activation: 'sigmoid', name: 'pixels' }),
  ]);
}

/** Two convolutions and poolings down, two convolutions and enlargements up. */
function makeConvolutional(edge: number): Autoencoder {
  const convolution = (filters: number, name: string) =>
    conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', name });
  const image = input({ shape: [edge, edge, 1] });
  const code = stack(image, [
    convolution(16, 'encode_1'),
    maxPooling2d({ poolSize: 2 }),
    convolution(8, 'encode_2'),
    maxPooling2d({ poolSize: 2 }),
  ]);
  return assemble(image, code, code, [
    convolution(8, 'decode_1'),
    upSampling2d({ size: 2 }),
    convolution(16, 'decode_2'),
    upSampling2d({ size: 2 }),
    conv2d({ filters: 1, kernelSize: 3, padding: 'same', activation: 'sigmoid', name: 'pixels' }),
  ]);
}

/** Kingma and Welling's: codes are drawn from a normal distribution of two dimensions. */
function makeVariational(edge: number): Autoencoder {
  const pixels = edge * edge;
  const image = input({ shape: [pixels] });
  const hidden = stack(image, [dense({ units: 256, activation: 'relu' })]);
  const mean = stack(hidden, [dense({ units: 2, name: 'mean' })]);
  const logVariance = stack(hidden, [dense({ units: 2, name: 'log_variance' })]);
  const drawn = new Sampling({ name: 'sampling', pixels }).apply<SymbolicTensor>([
    mean,
    logVariance,
  ]);
  return assemble(image, mean, drawn, [
    dense({ units: 256, activation: 'relu' }),
    dense({ units: pixels, activation: 'sigmoid', name: 'pixels' }),
  ]);
}

/**
 * The three models.
 *
 * @param code what the encoder gives
 * @param decoded what the decoder gets in training: the code, or a draw around it
 */
function assemble(
  image: SymbolicTensor,
  code: SymbolicTensor,
  decoded: SymbolicTensor,
  decoding: readonly Layer[],
): Autoencoder {
  const codeShape = code.shape.slice(1) as number[];
  const given = input({ shape: codeShape });
  return {
    autoencoder: model({ inputs: image, outputs: stack(decoded, decoding), name: 'autoencoder' }),
    encoder: model({ inputs: image, outputs: code, name: 'encoder' }),
    decoder: model({ inputs: given, outputs: stack(given, decoding), name: 'decoder' }),
    imageShape: image.shape.slice(1) as number[],
    codeShape,
  };
}

/** Applies layers one after the other. */
function stack(start: SymbolicTensor, layers: readonly Layer[]): SymbolicTensor {
  return layers.reduce((x, layer) => layer.apply<SymbolicTensor>(x), start);
}

/** Ten classes on top of an encoder: what its codes are good for. */
export function makeClassifier({ encoder }: Autoencoder): Functional {
  const code = encoder.outputs[0]!;
  const flat = code.shape.length > 2 ? stack(code, [flatten()]) : code;
  const answer = stack(flat, [dense({ units: 10, activation: 'softmax', name: 'answer' })]);
  return model({ inputs: encoder.inputs[0]!, outputs: answer, name: 'classifier' });
}
