import { setKernel } from './replace.js';

/** A complex tensor that was reshaped keeps parts of the old shape; the parts get the new one. */
export function installComplexParts(): void {
  for (const name of ['Real', 'Imag']) {
    setKernel(name, ({ inputs, original }) => {
      const part = original();
      return Array.isArray(part) ? part : { ...part, shape: inputs['input']!.shape };
    });
  }
}
