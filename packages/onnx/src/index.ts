export { exportOnnx, ONNX_OPSET, type ExportOnnxOptions } from './export-onnx.js';
export {
  registerOnnxExporter,
  type LayerCall,
  type LayerExporter,
  type Masked,
} from './exporter.js';
export { float, type Attributes } from './graph/attributes.js';
export type { OnnxGraph } from './graph/onnx-graph.js';
export type { Value } from './graph/value.js';
export type { Arrange, Arranged } from './graph/weights.js';
