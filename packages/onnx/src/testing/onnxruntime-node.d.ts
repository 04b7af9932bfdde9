/** onnxruntime-node 1.16, the last one without an install script, names types that it does not ship. */
declare module 'onnxruntime-node' {
  export * from 'onnxruntime-common';
}
