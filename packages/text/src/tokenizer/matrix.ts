export type MatrixMode = 'binary' | 'count' | 'freq' | 'tfidf';

export const MATRIX_MODES: readonly MatrixMode[] = ['binary', 'count', 'freq', 'tfidf'];

/** The rows of `Tokenizer.sequencesToMatrix`, one after the other. Numbers past the width are left out. */
export function fillMatrix(
  sequences: readonly ArrayLike<number>[],
  columns: number,
  mode: MatrixMode,
  idf: (index: number) => number,
): Float32Array {
  const values = new Float32Array(sequences.length * columns);
  sequences.forEach((sequence, i) => {
    const counts = new Map<number, number>();
    for (const index of Array.from(sequence)) {
      if (index < columns) counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    for (const [index, count] of counts) {
      values[i * columns + index] = weight(mode, count, sequence.length, () => idf(index));
    }
  });
  return values;
}

function weight(mode: MatrixMode, count: number, length: number, idf: () => number): number {
  switch (mode) {
    case 'binary':
      return 1;
    case 'count':
      return count;
    case 'freq':
      return count / length;
    case 'tfidf':
      return (1 + Math.log(count)) * idf();
  }
}
