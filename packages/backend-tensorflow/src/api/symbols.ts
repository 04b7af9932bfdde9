/**
 * The functions of TensorFlow's C API that this package calls, with their result and parameters.
 * Pointers are plain numbers (`ptr`); `bytes` is a typed array whose memory the function sees.
 *
 * @see https://www.tensorflow.org/install/lang_c and tensorflow/c/c_api.h, tensorflow/c/eager/c_api.h
 */
export const SYMBOLS = {
  TF_Version: ['str', []],
  TF_NewStatus: ['ptr', []],
  TF_GetCode: ['int', ['ptr']],
  TF_Message: ['str', ['ptr']],

  TFE_NewContextOptions: ['ptr', []],
  TFE_DeleteContextOptions: ['void', ['ptr']],
  TFE_ContextOptionsSetConfig: ['void', ['ptr', 'bytes', 'size_t', 'ptr']],
  TFE_NewContext: ['ptr', ['ptr', 'ptr']],
  TFE_DeleteContext: ['void', ['ptr']],
  TFE_ContextListDevices: ['ptr', ['ptr', 'ptr']],
  TFE_ContextAddFunction: ['void', ['ptr', 'ptr', 'ptr']],
  TFE_ContextRemoveFunction: ['void', ['ptr', 'str', 'ptr']],
  TF_DeviceListCount: ['int', ['ptr']],
  TF_DeviceListName: ['str', ['ptr', 'int', 'ptr']],
  TF_DeviceListType: ['str', ['ptr', 'int', 'ptr']],
  TF_DeleteDeviceList: ['void', ['ptr']],

  TF_AllocateTensor: ['ptr', ['int', 'bytes', 'int', 'size_t']],
  TF_DeleteTensor: ['void', ['ptr']],
  TF_TensorData: ['ptr', ['ptr']],
  TF_TensorByteSize: ['size_t', ['ptr']],
  TF_TensorElementCount: ['int64', ['ptr']],
  TF_StringInit: ['void', ['ptr']],
  TF_StringCopy: ['void', ['ptr', 'bytes', 'size_t']],
  TF_StringGetDataPointer: ['ptr', ['ptr']],
  TF_StringGetSize: ['size_t', ['ptr']],

  TFE_NewTensorHandle: ['ptr', ['ptr', 'ptr']],
  TFE_DeleteTensorHandle: ['void', ['ptr']],
  TFE_TensorHandleDataType: ['int', ['ptr']],
  TFE_TensorHandleNumDims: ['int', ['ptr', 'ptr']],
  TFE_TensorHandleDim: ['int64', ['ptr', 'int', 'ptr']],
  TFE_TensorHandleResolve: ['ptr', ['ptr', 'ptr']],
  TFE_TensorHandleCopySharingTensor: ['ptr', ['ptr', 'ptr']],

  TFE_NewOp: ['ptr', ['ptr', 'str', 'ptr']],
  TFE_DeleteOp: ['void', ['ptr']],
  TFE_OpAddInput: ['void', ['ptr', 'ptr', 'ptr']],
  TFE_OpAddInputList: ['void', ['ptr', 'bytes', 'int', 'ptr']],
  TFE_OpSetAttrString: ['void', ['ptr', 'str', 'bytes', 'size_t']],
  TFE_OpSetAttrInt: ['void', ['ptr', 'str', 'int64']],
  TFE_OpSetAttrFloat: ['void', ['ptr', 'str', 'float']],
  TFE_OpSetAttrBool: ['void', ['ptr', 'str', 'uchar']],
  TFE_OpSetAttrType: ['void', ['ptr', 'str', 'int']],
  TFE_OpSetAttrIntList: ['void', ['ptr', 'str', 'bytes', 'int']],
  TFE_OpSetAttrValueProto: ['void', ['ptr', 'str', 'bytes', 'size_t', 'ptr']],
  TFE_Execute: ['void', ['ptr', 'bytes', 'bytes', 'ptr']],

  TF_NewGraph: ['ptr', []],
  TF_DeleteGraph: ['void', ['ptr']],
  TF_NewOperation: ['ptr', ['ptr', 'str', 'str']],
  TF_FinishOperation: ['ptr', ['ptr', 'ptr']],
  TF_AddInput: ['void', ['ptr', 'output']],
  TF_AddInputList: ['void', ['ptr', 'bytes', 'int']],
  TF_SetAttrString: ['void', ['ptr', 'str', 'bytes', 'size_t']],
  TF_SetAttrInt: ['void', ['ptr', 'str', 'int64']],
  TF_SetAttrFloat: ['void', ['ptr', 'str', 'float']],
  TF_SetAttrBool: ['void', ['ptr', 'str', 'uchar']],
  TF_SetAttrType: ['void', ['ptr', 'str', 'int']],
  TF_SetAttrShape: ['void', ['ptr', 'str', 'bytes', 'int']],
  TF_SetAttrIntList: ['void', ['ptr', 'str', 'bytes', 'int']],
  TF_SetAttrValueProto: ['void', ['ptr', 'str', 'bytes', 'size_t', 'ptr']],
  TF_SetAttrTensor: ['void', ['ptr', 'str', 'ptr', 'ptr']],
  TF_OperationOutputType: ['int', ['output']],
  TF_GraphGetTensorNumDims: ['int', ['ptr', 'output', 'ptr']],
  TF_GraphGetTensorShape: ['void', ['ptr', 'output', 'bytes', 'int', 'ptr']],
  TF_GraphToFunction: [
    'ptr',
    [
      ...(['ptr', 'str', 'uchar', 'int', 'ptr', 'int', 'bytes', 'int', 'bytes'] as const),
      ...(['ptr', 'ptr', 'str', 'ptr'] as const),
    ],
  ],
  TF_DeleteFunction: ['void', ['ptr']],
} as const;

/** One result of an operation in a graph: TF_Output. */
export interface GraphOutput {
  readonly oper: number;
  readonly index: number;
}

/** Memory that a C function reads or writes. */
export type Bytes = Uint8Array | Int32Array | Float32Array | BigInt64Array | BigUint64Array | null;

interface ValueOf {
  void: void;
  str: string;
  bytes: Bytes;
  output: GraphOutput;
}

type Value<Name extends string> = Name extends keyof ValueOf ? ValueOf[Name] : number;

type Values<Names extends readonly string[]> = { -readonly [I in keyof Names]: Value<Names[I]> };

/** The C API as functions. */
export type CApi = {
  readonly [Name in keyof typeof SYMBOLS]: (
    ...args: Values<(typeof SYMBOLS)[Name][1]>
  ) => Value<(typeof SYMBOLS)[Name][0]>;
};
