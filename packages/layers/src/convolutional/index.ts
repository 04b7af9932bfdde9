export type { ConvOptions } from './base-conv.js';
export type { DepthwiseOptions } from './base-depthwise.js';
export * from './conv1d.js';
export * from './conv2d.js';
export * from './conv2d-transpose.js';
export * from './conv3d.js';
export * from './depthwise-conv2d.js';
export * from './separable-conv2d.js';
export type { DataFormat, DataFormatOption, Padding } from './windows.js';
