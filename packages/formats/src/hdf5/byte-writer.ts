/** HDF5's address that means "none". */
export const NONE = -1;

/** Gathers bytes and little-endian numbers. */
export class ByteWriter {
  private readonly pieces: Uint8Array[] = [];
  length = 0;

  /** Appends bytes, which must not change until `finish`. */
  bytes(values: Uint8Array | readonly number[]): this {
    const piece = values instanceof Uint8Array ? values : Uint8Array.from(values);
    this.pieces.push(piece);
    this.length += piece.length;
    return this;
  }

  u16(value: number): this {
    return this.bytes([value & 0xff, value >>> 8]);
  }

  u32(value: number): this {
    const piece = new Uint8Array(4);
    new DataView(piece.buffer).setUint32(0, value, true);
    return this.bytes(piece);
  }

  u64(value: number): this {
    const piece = new Uint8Array(8);
    new DataView(piece.buffer).setBigInt64(0, BigInt(value), true);
    return this.bytes(piece);
  }

  fill(count: number): this {
    return this.bytes(new Uint8Array(count));
  }

  align(to: number): this {
    return this.fill((to - (this.length % to)) % to);
  }

  /** Replaces the piece that was appended as number `index`. */
  patch(index: number, bytes: Uint8Array): void {
    this.pieces[index]!.set(bytes);
  }

  finish(): Uint8Array {
    const out = new Uint8Array(this.length);
    let at = 0;
    for (const piece of this.pieces) {
      out.set(piece, at);
      at += piece.length;
    }
    return out;
  }
}
