export * from './clone.js';
export * from './factories.js';
export * from './functional.js';
export * from './model.js';
export * from './saving/load-model.js';
export * from './saving/model-json.js';
export type { WeightsDestination, WeightsSource } from './saving/weights.js';
export * from './sequential.js';
export type { SummaryOptions } from './summary/summary.js';
