import { fileError, FileError, nodeFs } from '@ibexjs/core/plain';

/** Bytes that can be looked at in any order: those of a file, or what is in memory. */
export interface ByteSource {
  readonly length: number;
  byteAt(at: number): number;
  /** Bytes from `at` on; may share memory with the source. The caller stays within its bounds. */
  slice(at: number, count: number): Uint8Array;
}

/** What is in memory already. */
export class MemoryBytes implements ByteSource {
  constructor(private readonly bytes: Uint8Array) {}

  get length(): number {
    return this.bytes.length;
  }

  byteAt(at: number): number {
    return this.bytes[at]!;
  }

  slice(at: number, count: number): Uint8Array {
    return this.bytes.subarray(at, at + count);
  }
}

const PAGE = 65_536;
const MOST_PAGES = 64;

/**
 * A file on disk of which only what is looked at is read, so that a file of gigabytes takes no
 * memory of its own. Small pieces come from pages that are kept; large ones are read directly.
 * `close()` it when done.
 *
 * @example
 * const bytes = FileBytes.open('model.weights.h5');
 * const kernel = new Hdf5File(bytes).get('layers/dense/vars/0');
 * bytes.close();
 */
export class FileBytes implements ByteSource {
  private readonly pages = new Map<number, Uint8Array>();

  private constructor(
    private readonly path: string,
    private readonly descriptor: number,
    readonly length: number,
  ) {}

  /** @throws FileError naming the file and the reason; outside Node always */
  static open(path: string): FileBytes {
    const fs = nodeFs();
    if (!fs) throw new FileError(`Cannot read ${path}: a page has no file system.`);
    let descriptor: number | undefined;
    try {
      descriptor = fs.openSync(path, 'r');
      // a folder opens, too, and fails at the first byte
      fs.readSync(descriptor, new Uint8Array(1), 0, 1, 0);
      return new FileBytes(path, descriptor, fs.fstatSync(descriptor).size);
    } catch (error) {
      if (descriptor !== undefined) fs.closeSync(descriptor);
      throw fileError('read', path, error);
    }
  }

  byteAt(at: number): number {
    return this.page(Math.floor(at / PAGE))[at % PAGE]!;
  }

  slice(at: number, count: number): Uint8Array {
    const [first, last] = [Math.floor(at / PAGE), Math.floor((at + count - 1) / PAGE)];
    if (count === 0 || first !== last) return this.read(at, count);
    return this.page(first).slice(at % PAGE, (at % PAGE) + count);
  }

  close(): void {
    this.pages.clear();
    nodeFs()!.closeSync(this.descriptor);
  }

  private page(index: number): Uint8Array {
    const known = this.pages.get(index);
    if (known) return known;
    if (this.pages.size >= MOST_PAGES) this.pages.delete(this.pages.keys().next().value!);
    const page = this.read(index * PAGE, Math.min(PAGE, this.length - index * PAGE));
    this.pages.set(index, page);
    return page;
  }

  private read(at: number, count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    try {
      for (let done = 0; done < count;) {
        const came = nodeFs()!.readSync(this.descriptor, bytes, done, count - done, at + done);
        if (came === 0) throw new Error('it became shorter while it was read');
        done += came;
      }
    } catch (error) {
      throw fileError('read', this.path, error);
    }
    return bytes;
  }
}
