/** ONNX's numbers for element types. */
export const DATA_TYPES = { float: 1, int32: 6, int64: 7, bool: 9 } as const;

export type OnnxType = keyof typeof DATA_TYPES;

/** ONNX's numbers for kinds of attributes. */
export const ATTRIBUTE_TYPES = {
  float: 1,
  int: 2,
  string: 3,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;

export interface AttributeProto {
  name: string;
  type: number;
  f?: number;
  i?: number;
  s?: string;
  g?: GraphProto;
  floats?: number[];
  ints?: number[];
  strings?: string[];
}

export interface NodeProto {
  name: string;
  opType: string;
  input: string[];
  output: string[];
  attribute: AttributeProto[];
}

export interface TensorProto {
  name: string;
  dims: readonly number[];
  dataType: number;
  rawData: Uint8Array;
}

export interface ValueInfoProto {
  name: string;
  type: {
    tensorType: {
      elemType: number;
      shape?: { dim: { dimValue?: number; dimParam?: string }[] };
    };
  };
}

export interface GraphProto {
  name: string;
  node: NodeProto[];
  initializer: TensorProto[];
  input: ValueInfoProto[];
  output: ValueInfoProto[];
}

export interface ModelProto {
  irVersion: number;
  producerName: string;
  producerVersion: string;
  graph: GraphProto;
  opsetImport: { domain: string; version: number }[];
}
