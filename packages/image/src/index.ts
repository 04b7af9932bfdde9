export { applyAffineTransform, type AffineParameters, type FillOptions } from './augment/affine.js';
export type { FillMode } from './augment/boundary.js';
export { applyBrightnessShift, applyChannelShift } from './augment/colour.js';
export {
  randomBrightness,
  randomChannelShift,
  randomRotation,
  randomShear,
  randomShift,
  randomZoom,
  type RandomTransformOptions,
} from './augment/random.js';
export { arrayToImg, type ArrayToImgOptions } from './array-to-img.js';
export { decodeImg, type DecodeOptions } from './codecs/decode-img.js';
export { encodeImg, type EncodeOptions } from './codecs/encode-img.js';
export type { FileFormat } from './codecs/file-format.js';
export type { DataFormatOption } from './data-format.js';
export { convertImg, createImg, type ColorMode, type Img } from './img.js';
export {
  toImageArray,
  type ImageArray,
  type NumberArrayWithShape,
  type NumbersInput,
} from './image-array.js';
export { imgToArray, type ImgToArrayOptions } from './img-to-array.js';
export { loadImg, type ImgSource, type LoadImgOptions } from './load-img.js';
export type { Interpolation } from './resize/kernels.js';
export type { PilInterpolation } from './resize/pil-filters.js';
export { resizeImg, type Box, type ResizeImgOptions } from './resize/resize-img.js';
export { resize, type ResizeOptions } from './resize/resize.js';
export type { ImageSize } from './resize/size.js';
export { smartResize, type SmartResizeOptions } from './resize/smart-resize.js';
export { saveImg, type SaveImgOptions } from './save-img.js';
export {
  imageDatasetFromDirectory,
  type ImageDatasetOptions,
} from './folders/image-dataset-from-directory.js';
export type { ImageBatch, ImageDataset } from './folders/image-dataset.js';
export type { ArrayFlow, ArrayFlowOptions, FlowImages } from './generator/array-flow.js';
export type { ClassMode, DirectoryFlow, DirectoryFlowOptions } from './generator/directory-flow.js';
export { ImageDataGenerator, type FitOptions } from './generator/image-data-generator.js';
export type { FlowBatch, FlowOptions, ImageFlow } from './generator/image-flow.js';
export type { ImageDataGeneratorOptions } from './generator/options.js';
export type { TransformParameters } from './generator/transform.js';
