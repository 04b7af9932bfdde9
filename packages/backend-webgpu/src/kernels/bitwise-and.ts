import { elementwiseProgram, flat } from './elementwise-program.js';
import { setKernel } from './replace.js';

/** tfjs has none. Both inputs are int32 of the same shape; tfjs checks that. */
export function installBitwiseAnd(): void {
  setKernel('BitwiseAnd', ({ inputs, backend }) => {
    const [a, b] = [flat(inputs['a']!), flat(inputs['b']!)];
    const program = elementwiseProgram(a.shape[0]!, {
      shaderKey: 'ibexBitwiseAnd',
      variableNames: ['A', 'B'],
      integers: true,
      code: 'fn element(index: i32) -> i32 { return A[index] & B[index]; }',
    });
    const result = backend.runWebGPUProgram(program, [a, b], 'int32');
    return { ...result, shape: inputs['a']!.shape };
  });
}
