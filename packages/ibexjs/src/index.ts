/**
 * Keras for TypeScript. This package re-exports the others: what one uses most by name, each kind
 * of thing (layers, losses, data sets …) in a namespace of its own, and tfjs-core as `tf`.
 *
 * @packageDocumentation
 */
export * as tf from '@tensorflow/tfjs-core';

export {
  BackendError,
  DownloadError,
  epsilon,
  floatx,
  FormatError,
  IbexError,
  imageDataFormat,
  NotFoundError,
  profile,
  profileTable,
  resetUids as clearSession,
  setEpsilon,
  setFloatx,
  setImageDataFormat,
  setRandomSeed,
  ShapeError,
  StateError,
  UnknownOptionError,
  ValueError,
  Variable,
  // tfjs' name of it
  Variable as LayerVariable,
  type Profile,
} from '@ibexjs/core';

export {
  backend,
  describeChoice,
  listBackends,
  useBackend,
  withBackend,
  type BackendChoice,
  type BackendInfo,
} from '@ibexjs/backends';

export {
  cloneModel,
  convertAllKernelsInModel,
  Functional,
  loadLayersModel,
  loadModel,
  Model,
  // tfjs' name of it
  Model as LayersModel,
  model,
  modelFromJSON,
  registerCallbackConstructor,
  saveModel,
  Sequential,
  sequential,
} from '@ibexjs/models';

export { exportOnnx, registerOnnxExporter, type ExportOnnxOptions } from '@ibexjs/onnx';

export {
  activations,
  constraints,
  initializers,
  input,
  Input,
  InputSpec,
  Layer,
  regularizers,
  RNN,
  SymbolicTensor,
  type Shape,
} from '@ibexjs/layers';

export {
  Callback,
  CallbackList,
  // tfjs' name of it
  LambdaCallback as CustomCallback,
  EarlyStopping,
  History,
  type CallbackHooks,
  type Logs,
} from '@ibexjs/callbacks';

export * as applications from '@ibexjs/applications';
export * as callbacks from '@ibexjs/callbacks';
export * as datasets from '@ibexjs/datasets';
export * as formats from '@ibexjs/formats';
export * as image from '@ibexjs/image';
export * as layers from '@ibexjs/layers';
export * as losses from '@ibexjs/losses';
export * as metrics from '@ibexjs/metrics';
export * as models from '@ibexjs/models';
export * as optimizers from '@ibexjs/optimizers';
export * as plot from '@ibexjs/plot';
export * as text from '@ibexjs/text';
export { toCategorical, trainTestSplit } from '@ibexjs/datasets';
