import { checkChoice, checkOptions, ShapeError } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { Initializer } from './initializer.js';

const WINDOWS = ['hann', 'hamming', 'blackman', 'bartlett', 'boxcar'] as const;

export interface STFTOptions {
  /** Which part of the complex transform. Default: `real`. */
  side?: 'real' | 'imag';
  /** `hann`, `hamming`, `blackman`, `bartlett`, `boxcar`, the window's numbers, or null for none. Default: `hann`. */
  window?: string | number[] | null;
  /** `density` divides by the window's L2 norm, `spectrum` by its L1 norm. Default: `density`. */
  scaling?: 'density' | 'spectrum' | null;
  /** Window for spectral analysis (its last point is left out) instead of a symmetric one. Default: false. */
  periodic?: boolean;
}

/** `n` numbers of a window by its cosine sum, or of the triangle. */
function windowValues(name: (typeof WINDOWS)[number], n: number, periodic: boolean): number[] {
  const last = periodic ? n : n - 1;
  const phase = (i: number) => (last === 0 ? Math.PI : (2 * Math.PI * i) / last);
  const shapes = {
    boxcar: () => 1,
    hann: (i: number) => 0.5 - 0.5 * Math.cos(phase(i)),
    hamming: (i: number) => 0.54 - 0.46 * Math.cos(phase(i)),
    blackman: (i: number) => 0.42 - 0.5 * Math.cos(phase(i)) + 0.08 * Math.cos(2 * phase(i)),
    bartlett: (i: number) => (last === 0 ? 1 : 1 - Math.abs((2 * i) / last - 1)),
  };
  return Array.from({ length: n }, (_, i) => shapes[name](i));
}

/**
 * Kernel of a 1D convolution that computes a short-time Fourier transform: `cos` or `sin` of
 * `-2π t f / F`, times a window. Shape [frame length, 1, F / 2 + 1].
 *
 * @throws ShapeError for another shape, or when a given window has another length than the frame
 * @see https://keras.io/api/layers/initializers/#stft-class
 */
export class STFT extends Initializer {
  static readonly className = 'STFT';
  readonly side: 'real' | 'imag';
  readonly window: (typeof WINDOWS)[number] | number[] | null;
  readonly scaling: 'density' | 'spectrum' | null;
  readonly periodic: boolean;

  constructor(options: STFTOptions = {}) {
    super();
    checkOptions('STFT', options, ['side', 'window', 'scaling', 'periodic']);
    this.side = checkChoice('STFT', 'side', options.side ?? 'real', ['real', 'imag']);
    const window = options.window === undefined ? 'hann' : options.window;
    this.window =
      typeof window === 'string' ? checkChoice('STFT', 'window', window, WINDOWS) : window;
    const scaling = options.scaling === undefined ? 'density' : options.scaling;
    this.scaling =
      scaling === null
        ? null
        : checkChoice('STFT', 'scaling', scaling, ['density', 'spectrum'] as const);
    this.periodic = options.periodic ?? false;
  }

  override apply(shape: number[], dtype: tf.DataType = 'float32'): tf.Tensor {
    const [frame, channels, bands] = shape;
    if (shape.length !== 3 || channels !== 1 || frame === undefined || bands === undefined) {
      throw new ShapeError(
        `STFT: the weight must have shape [frame length, 1, bands]; received [${shape.join(', ')}].`,
      );
    }
    const window = this.windowOf(frame);
    const wave = this.side === 'real' ? Math.cos : Math.sin;
    const values = new Float32Array(frame * bands);
    const length = (bands - 1) * 2;
    for (let t = 0; t < frame; t++) {
      for (let f = 0; f < bands; f++) {
        values[t * bands + f] = wave((-2 * Math.PI * t * f) / length) * window[t]!;
      }
    }
    return tf.tensor(values, shape, dtype);
  }

  private windowOf(frame: number): number[] {
    if (this.window === null) return new Array<number>(frame).fill(1);
    const values =
      typeof this.window === 'string'
        ? windowValues(this.window, frame, this.periodic)
        : this.window;
    if (values.length !== frame) {
      throw new ShapeError(
        `STFT: the window must have ${frame} numbers, one for each of the frame; received ${values.length}.`,
      );
    }
    let scale = 1;
    if (this.scaling === 'density') scale = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
    if (this.scaling === 'spectrum') scale = values.reduce((sum, v) => sum + Math.abs(v), 0);
    return values.map((value) => value / scale);
  }

  override getConfig(): Record<string, unknown> {
    return {
      side: this.side,
      window: this.window,
      periodic: this.periodic,
      scaling: this.scaling,
    };
  }
}

export function stft(options: STFTOptions = {}): STFT {
  return new STFT(options);
}
