export type { ConvOptions } from './base-conv.js';
export * from './conv1d.js';
export * from './conv2d.js';
export type { DataFormat, DataFormatOption, Padding } from './windows.js';
