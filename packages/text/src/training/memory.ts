import { ValueError } from '@ibexjs/core/plain';

const PAGE = 65536;
const MAX_BYTES = 2 ** 32 - PAGE;

/** Plans where things lie in a WebAssembly memory, then makes it. */
export class MemoryPlan {
  // The first page stays free, so that 0 can mean "none".
  private end = PAGE;

  /** Takes room for bytes at a multiple of 64, and returns its address. */
  reserve(bytes: number): number {
    const at = this.end;
    this.end = Math.ceil((at + bytes) / 64) * 64;
    return at;
  }

  /** @throws ValueError when more than 4 GiB were reserved */
  allocate(shared: boolean): WebAssembly.Memory {
    if (this.end > MAX_BYTES) {
      throw new ValueError(
        `The model needs ${(this.end / 2 ** 30).toFixed(1)} GiB; a WebAssembly memory holds 4. ` +
          'Take a higher minCount, a maxFinalVocab, or a smaller vectorSize.',
      );
    }
    const pages = Math.ceil(this.end / PAGE);
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared });
  }
}

/** Copies rows of `width` floats to rows of `stride` bytes at `address`. */
export function storeRows(
  memory: WebAssembly.Memory,
  address: number,
  rows: Float32Array,
  width: number,
  stride: number,
): void {
  const target = new Float32Array(memory.buffer, address, ((rows.length / width) * stride) / 4);
  for (let from = 0, to = 0; from < rows.length; from += width, to += stride / 4) {
    target.set(rows.subarray(from, from + width), to);
  }
}

/** The way back. */
export function loadRows(
  memory: WebAssembly.Memory,
  address: number,
  rows: Float32Array,
  width: number,
  stride: number,
): void {
  const source = new Float32Array(memory.buffer, address, ((rows.length / width) * stride) / 4);
  for (let to = 0, from = 0; to < rows.length; to += width, from += stride / 4) {
    rows.set(source.subarray(from, from + width), to);
  }
}
