export { Dropout, dropout, type DropoutOptions } from './dropout.js';
