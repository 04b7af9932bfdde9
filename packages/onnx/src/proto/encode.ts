import { ValueError } from '@ibexjs/core';

import { SCHEMA, type FieldKind, type MessageName } from './schema.js';

/** Wire types: how the reader finds a field's end. */
const VARINT = 0;
const LENGTH = 2;
const FOUR_BYTES = 5;
/** No protocol buffer may be larger. */
const MOST_BYTES = 2 ** 31 - 1;

/** Bytes in pieces, so that weights are copied once, at the end. */
class Pieces {
  readonly parts: Uint8Array[] = [];
  size = 0;
  #small: number[] = [];

  /** A whole number in groups of seven bits, the lowest first; negative ones as 64 bits. */
  varint(value: number): void {
    if (value < 0 || value > Number.MAX_SAFE_INTEGER / 2) return this.#bigVarint(value);
    let rest = value;
    while (rest >= 0x80) {
      this.#small.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.#small.push(rest);
  }

  #bigVarint(value: number): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest >= 0x80n) {
      this.#small.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    this.#small.push(Number(rest));
  }

  bytes(bytes: Uint8Array): void {
    this.flush();
    this.parts.push(bytes);
    this.size += bytes.length;
  }

  append(other: Pieces): void {
    other.flush();
    this.flush();
    this.parts.push(...other.parts);
    this.size += other.size;
  }

  flush(): void {
    if (this.#small.length === 0) return;
    this.parts.push(Uint8Array.from(this.#small));
    this.size += this.#small.length;
    this.#small = [];
  }

  join(): Uint8Array {
    this.flush();
    const all = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

/**
 * The bytes of a message: fields by their names in the schema, lists repeated, undefined left out.
 *
 * @throws ValueError for a field that the schema lacks, and above 2 GiB
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function encodeMessage(message: MessageName, value: object): Uint8Array {
  const pieces = encode(message, value);
  pieces.flush();
  if (pieces.size > MOST_BYTES) {
    throw new ValueError(
      `An ONNX file holds at most 2 GiB; this model needs ${(pieces.size / 2 ** 30).toFixed(1)}.`,
    );
  }
  return pieces.join();
}

function encode(message: MessageName, value: object): Pieces {
  const pieces = new Pieces();
  const fields = SCHEMA[message];
  for (const [name, content] of Object.entries(value)) {
    const field = fields[name];
    if (!field) throw new ValueError(`ONNX's ${message} has no field "${name}".`);
    if (content === undefined) continue;
    for (const item of Array.isArray(content) ? (content as unknown[]) : [content])
      encodeField(pieces, field[0], field[1], item);
  }
  return pieces;
}

function encodeField(pieces: Pieces, number: number, kind: FieldKind, value: unknown): void {
  const tag = (wireType: number) => pieces.varint(number * 8 + wireType);
  const sized = (bytes: Uint8Array) => {
    tag(LENGTH);
    pieces.varint(bytes.length);
    pieces.bytes(bytes);
  };
  if (kind === 'int') {
    tag(VARINT);
    pieces.varint(value as number);
  } else if (kind === 'float') {
    tag(FOUR_BYTES);
    pieces.bytes(new Uint8Array(Float32Array.of(value as number).buffer));
  } else if (kind === 'string') {
    sized(new TextEncoder().encode(value as string));
  } else if (kind === 'bytes') {
    sized(value as Uint8Array);
  } else {
    const inner = encode(kind, value as object);
    inner.flush();
    tag(LENGTH);
    pieces.varint(inner.size);
    pieces.append(inner);
  }
}
