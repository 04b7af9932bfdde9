export * from './average-pooling1d.js';
export * from './average-pooling2d.js';
export * from './average-pooling3d.js';
export type { PoolingOptions } from './base-pooling.js';
export * from './max-pooling1d.js';
export * from './max-pooling2d.js';
export * from './max-pooling3d.js';
export {
  averagePooling1d as averagePooling1D,
  averagePooling1d as avgPool1d,
  averagePooling1d as avgPool1D,
  averagePooling1d as avgPooling1d,
  averagePooling1d as avgPooling1D,
} from './average-pooling1d.js';
export {
  averagePooling2d as averagePooling2D,
  averagePooling2d as avgPool2d,
  averagePooling2d as avgPool2D,
  averagePooling2d as avgPooling2d,
  averagePooling2d as avgPooling2D,
} from './average-pooling2d.js';
export {
  maxPooling1d as maxPooling1D,
  maxPooling1d as maxPool1d,
  maxPooling1d as maxPool1D,
} from './max-pooling1d.js';
export {
  maxPooling2d as maxPooling2D,
  maxPooling2d as maxPool2d,
  maxPooling2d as maxPool2D,
} from './max-pooling2d.js';
export type { GlobalPoolingOptions } from './base-global-pooling.js';
export * from './global-average-pooling1d.js';
export * from './global-average-pooling2d.js';
export * from './global-average-pooling3d.js';
export * from './global-max-pooling1d.js';
export * from './global-max-pooling2d.js';
export * from './global-max-pooling3d.js';
export {
  globalMaxPooling1d as globalMaxPool1d,
  globalMaxPooling1d as globalMaxPooling1D,
} from './global-max-pooling1d.js';
export {
  globalMaxPooling2d as globalMaxPool2d,
  globalMaxPooling2d as globalMaxPooling2D,
} from './global-max-pooling2d.js';
export { globalAveragePooling1d as globalAveragePooling1D } from './global-average-pooling1d.js';
export { globalAveragePooling2d as globalAveragePooling2D } from './global-average-pooling2d.js';
export {
  averagePooling3d as averagePooling3D,
  averagePooling3d as avgPool3d,
  averagePooling3d as avgPool3D,
  averagePooling3d as avgPooling3d,
  averagePooling3d as avgPooling3D,
} from './average-pooling3d.js';
export {
  maxPooling3d as maxPooling3D,
  maxPooling3d as maxPool3d,
  maxPooling3d as maxPool3D,
} from './max-pooling3d.js';
