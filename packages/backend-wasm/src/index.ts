export { type KernelOrigin, listKernels } from './describe.js';
export { hasRelaxedSimd } from './module.js';
export { register, type RegisterOptions } from './register.js';
