/** How a field is written: a varint, four bytes, UTF-8 text, raw bytes, or a message of that name. */
export type FieldKind = 'int' | 'float' | 'string' | 'bytes' | MessageName;

/** Number and kind of each field; lists repeat the field. */
export type MessageSchema = Readonly<Record<string, readonly [number: number, kind: FieldKind]>>;

export type MessageName =
  | 'Model'
  | 'OperatorSet'
  | 'Graph'
  | 'Node'
  | 'Attribute'
  | 'Tensor'
  | 'ValueInfo'
  | 'Type'
  | 'TensorType'
  | 'TensorShape'
  | 'Dimension';

/**
 * The parts of ONNX's protocol-buffer messages that an exported model needs.
 * @see https://onnx.ai/onnx/repo-docs/IR.html
 */
export const SCHEMA: Readonly<Record<MessageName, MessageSchema>> = {
  Model: {
    irVersion: [1, 'int'],
    producerName: [2, 'string'],
    producerVersion: [3, 'string'],
    graph: [7, 'Graph'],
    opsetImport: [8, 'OperatorSet'],
  },
  OperatorSet: { domain: [1, 'string'], version: [2, 'int'] },
  Graph: {
    node: [1, 'Node'],
    name: [2, 'string'],
    initializer: [5, 'Tensor'],
    input: [11, 'ValueInfo'],
    output: [12, 'ValueInfo'],
  },
  Node: {
    input: [1, 'string'],
    output: [2, 'string'],
    name: [3, 'string'],
    opType: [4, 'string'],
    attribute: [5, 'Attribute'],
  },
  Attribute: {
    name: [1, 'string'],
    f: [2, 'float'],
    i: [3, 'int'],
    s: [4, 'string'],
    g: [6, 'Graph'],
    ints: [8, 'int'],
    strings: [9, 'string'],
    floats: [7, 'float'],
    type: [20, 'int'],
  },
  Tensor: { dims: [1, 'int'], dataType: [2, 'int'], name: [8, 'string'], rawData: [9, 'bytes'] },
  ValueInfo: { name: [1, 'string'], type: [2, 'Type'] },
  Type: { tensorType: [1, 'TensorType'] },
  TensorType: { elemType: [1, 'int'], shape: [2, 'TensorShape'] },
  TensorShape: { dim: [1, 'Dimension'] },
  Dimension: { dimValue: [1, 'int'], dimParam: [2, 'string'] },
};
