import type { KnownDifferences } from '@ibexjs/testing';

const TRIGONOMETRY = {
  because: 'WGSL allows sine, cosine and arc cosine an absolute error of 5e-4',
  tolerance: 5e-4,
};

/** Where WebGPU differs from the cpu backend by more than rounding. */
export const known: KnownDifferences = {
  ...Object.fromEntries(
    ['acos', 'cos', 'sin', 'tan'].flatMap((name) => [
      [`${name} of special values`, TRIGONOMETRY],
      [`${name} of 5 x 7`, TRIGONOMETRY],
    ]),
  ),
  ...Object.fromEntries(
    [
      'fft and ifft of 7',
      'fft and ifft of 8',
      'rfft and irfft of 7',
      'rfft and irfft of 8',
      'stft',
    ].map((name) => [name, TRIGONOMETRY]),
  ),
  'pow of [4,4097] and [4097]': {
    because: 'a negative power of 0 is a large number, not infinity',
  },
};
