import { ByteWriter } from './byte-writer.js';

/** Numbers in a heap are of 16 bits. */
const MOST_TEXTS = 60_000;
/** HDF5 takes no smaller heap. */
const LEAST_BYTES = 4096;

/** Where the texts of a file that is written stand; each once. */
export class GlobalHeap {
  private readonly texts = new Map<string, Uint8Array>();
  private readonly places = new Map<string, { address: number; index: number }>();

  add(text: string): void {
    if (text !== '' && !this.texts.has(text)) this.texts.set(text, new TextEncoder().encode(text));
  }

  /** Writes all texts, in as many collections as they need. */
  write(out: ByteWriter): void {
    const all = [...this.texts];
    for (let from = 0; from < all.length; from += MOST_TEXTS)
      this.writeCollection(out, all.slice(from, from + MOST_TEXTS));
  }

  private writeCollection(out: ByteWriter, texts: [string, Uint8Array][]): void {
    out.align(8);
    const body = new ByteWriter();
    for (const [i, [text, bytes]] of texts.entries()) {
      this.places.set(text, { address: out.length, index: i + 1 });
      body
        .u16(i + 1)
        .u16(1)
        .u32(0)
        .u64(bytes.length)
        .bytes(bytes)
        .align(8);
    }
    const size = Math.max(LEAST_BYTES, body.length + 16 + 16);
    // number 0 is what is free, its own head included
    const free = size - 16 - body.length;
    body
      .u16(0)
      .u16(0)
      .u32(0)
      .u64(free)
      .fill(free - 16);
    out.bytes([0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0]).u64(size).bytes(body.finish());
  }

  /** How a text is named in an attribute or dataset: its length, heap and number. */
  reference(text: string): Uint8Array {
    const place = this.places.get(text);
    const length = this.texts.get(text)?.length ?? 0;
    return new ByteWriter()
      .u32(length)
      .u64(place?.address ?? 0)
      .u32(place?.index ?? 0)
      .finish();
  }
}
