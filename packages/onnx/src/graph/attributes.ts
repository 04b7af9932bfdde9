import { ATTRIBUTE_TYPES, type AttributeProto, type GraphProto } from '../proto/messages.js';

/** An attribute that ONNX wants as a float, or floats. */
export class Float {
  constructor(readonly value: number | readonly number[]) {}
}

/** Marks a number (or list) as float: ONNX tells 1.0 from 1. */
export function float(value: number | readonly number[]): Float {
  return new Float(value);
}

/** Attributes of a node: plain numbers are whole numbers; undefined ones are left out. */
export type Attributes = Readonly<
  Record<
    string,
    number | readonly number[] | string | readonly string[] | Float | GraphProto | undefined
  >
>;

/** Attributes in ONNX's form. */
export function attributeProtos(attributes: Attributes): AttributeProto[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, ...typed(value) }],
  );
}

function typed(value: NonNullable<Attributes[string]>): Omit<AttributeProto, 'name'> {
  if (value instanceof Float) {
    return typeof value.value === 'number'
      ? { type: ATTRIBUTE_TYPES.float, f: value.value }
      : { type: ATTRIBUTE_TYPES.floats, floats: [...value.value] };
  }
  if (typeof value === 'number') return { type: ATTRIBUTE_TYPES.int, i: value };
  if (typeof value === 'string') return { type: ATTRIBUTE_TYPES.string, s: value };
  if ('node' in value) return { type: ATTRIBUTE_TYPES.graph, g: value };
  return value.every((item) => typeof item === 'string')
    ? { type: ATTRIBUTE_TYPES.strings, strings: [...value] }
    : { type: ATTRIBUTE_TYPES.ints, ints: [...value] as number[] };
}
