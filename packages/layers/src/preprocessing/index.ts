export * from './rescaling.js';
