export { probe, type AdapterDescription } from './adapter.js';
export { IbexWebGPUBackend } from './backend.js';
export { fetchTensors, register } from './register.js';
