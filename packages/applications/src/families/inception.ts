import {
  activation,
  averagePooling2d,
  batchNormalization,
  concatenate,
  conv2d,
  maxPooling2d,
  type SymbolicTensor,
} from '@ibexjs/layers';

/** A piece of a graph. */
export type Step = (x: SymbolicTensor) => SymbolicTensor;

export interface ConvOptions {
  stride?: number;
  padding?: 'same' | 'valid';
  /** Name of the convolution, from which the names of what follows are made. Default: numbered. */
  name?: string;
}

/** A convolution, normalization without scale, and relu. */
export function conv(
  filters: number,
  kernelSize: number | [number, number],
  { stride = 1, padding = 'same', name }: ConvOptions = {},
): Step {
  const named = (suffix: string) => (name === undefined ? {} : { name: `${name}${suffix}` });
  return (x) => {
    const window = { filters, kernelSize, strides: stride, padding };
    let y = conv2d({ ...window, useBias: false, ...named('') }).apply(x);
    y = batchNormalization({ axis: 3, scale: false, ...named('_bn') }).apply(y);
    return activation({ activation: 'relu', ...named('_ac') }).apply(y);
  };
}

/** A convolution that halves the image. */
export function halving(filters: number): Step {
  return conv(filters, 3, { stride: 2, padding: 'valid' });
}

export const averagePool: Step = (x) =>
  averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' }).apply(x);

export const maxPool: Step = (x) => maxPooling2d({ poolSize: 3, strides: 2 }).apply(x);

/** One step after the other. */
export function chain(...steps: readonly Step[]): Step {
  return (x) => steps.reduce((y, step) => step(y), x);
}

/** Steps side by side, and their channels together. */
export function branches(name: string | undefined, ...steps: readonly Step[]): Step {
  const options = { axis: 3, ...(name !== undefined && { name }) };
  return (x) => {
    const results = steps.map((step) => step(x));
    return concatenate(options).apply(results);
  };
}

/** What both Inception networks begin with. */
export const stem = chain(
  halving(32),
  conv(32, 3, { padding: 'valid' }),
  conv(64, 3),
  maxPool,
  conv(80, 1, { padding: 'valid' }),
  conv(192, 3, { padding: 'valid' }),
  maxPool,
);
