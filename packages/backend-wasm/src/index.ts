export { register, type RegisterOptions } from './register.js';
export { hasRelaxedSimd } from './module.js';
