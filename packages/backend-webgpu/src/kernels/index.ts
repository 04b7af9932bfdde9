import { installAddN } from './add-n.js';
import { installBitwiseAnd } from './bitwise-and.js';
import { installComplexParts } from './complex-parts.js';
import { installCpuFallbacks } from './cpu-fallback.js';
import { installEmptyKernels } from './empty.js';
import { installIntegerKernels } from './integers.js';
import { installPad } from './pad.js';
import { installSelect } from './select.js';
import { installStatelessRandom } from './stateless-random.js';

let installed = false;

/** Registers this package's kernels; once. */
export function installKernels(): void {
  if (installed) return;
  installed = true;
  installAddN();
  installBitwiseAnd();
  installComplexParts();
  installCpuFallbacks();
  installEmptyKernels();
  installIntegerKernels();
  installPad();
  installSelect();
  installStatelessRandom();
}
