export * from './activation.js';
