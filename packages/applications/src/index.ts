export type { Application } from './application.js';
export { decodePredictions, type Prediction } from './decode-predictions.js';
export * from './families/convnext.js';
export { denseNet121, denseNet169, denseNet201 } from './families/densenet.js';
export {
  efficientNetB0,
  efficientNetB1,
  efficientNetB2,
  efficientNetB3,
  efficientNetB4,
  efficientNetB5,
  efficientNetB6,
  efficientNetB7,
} from './families/efficientnet.js';
export * from './families/efficientnet-v2.js';
export { inceptionResNetV2 } from './families/inception-resnet-v2.js';
export { inceptionV3 } from './families/inception-v3.js';
export { mobileNet } from './families/mobilenet.js';
export { mobileNetV2 } from './families/mobilenet-v2.js';
export { mobileNetV3Large, mobileNetV3Small } from './families/mobilenet-v3.js';
export { nasNetLarge, nasNetMobile } from './families/nasnet.js';
export {
  resNet101,
  resNet101V2,
  resNet152,
  resNet152V2,
  resNet50,
  resNet50V2,
} from './families/resnet.js';
export { vgg16, vgg19 } from './families/vgg.js';
export { xception } from './families/xception.js';
export type { ApplicationOptions } from './options.js';
export {
  preprocessInput,
  type ApplicationPreprocessOptions,
  type Pixels,
  type PreprocessInput,
  type PreprocessMode,
  type PreprocessOptions,
} from './preprocess-input.js';
export type { PublishedWeights } from './weights.js';
