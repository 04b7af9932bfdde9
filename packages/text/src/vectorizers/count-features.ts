import { CsrMatrix } from './csr-matrix.js';
import type { Analyze, TextDocument } from './analyzer.js';

/** An Int32Array that grows. */
class IntList {
  private values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.grow();
    this.values[this.length++] = value;
  }

  increment(at: number): void {
    this.values[at]!++;
  }

  toArray(): Int32Array {
    return this.values.slice(0, this.length);
  }

  private grow(): void {
    const larger = new Int32Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}

/**
 * Counts the features of every document in one pass. Features that `vocabulary` lacks are added to
 * it when `grow` is true, and left out otherwise. Columns stand in the order of first sight.
 */
export function countFeatures(
  documents: Iterable<TextDocument>,
  analyze: Analyze,
  vocabulary: Map<string, number>,
  grow: boolean,
): CsrMatrix<Int32Array> {
  const indices = new IntList();
  const counts = new IntList();
  const indptr = new IntList();
  // Where the count of each column stands, if that lies within the row at hand.
  const places: number[] = new Array<number>(vocabulary.size).fill(-1);
  indptr.push(0);
  for (const document of documents) {
    const start = indices.length;
    for (const feature of analyze(document)) {
      let column = vocabulary.get(feature);
      if (column === undefined) {
        if (!grow) continue;
        column = vocabulary.size;
        vocabulary.set(feature, column);
        places.push(-1);
      }
      const place = places[column]!;
      if (place >= start) {
        counts.increment(place);
      } else {
        places[column] = indices.length;
        indices.push(column);
        counts.push(1);
      }
    }
    indptr.push(indices.length);
  }
  return new CsrMatrix<Int32Array>(
    [indptr.length - 1, vocabulary.size],
    counts.toArray(),
    indices.toArray(),
    indptr.toArray(),
  );
}
