import { checkPositiveInteger, ShapeError, ValueError } from '@ibexjs/core/plain';
import { tfjs } from '@ibexjs/core/tfjs';
import type * as tf from '@tensorflow/tfjs-core';

export type CsrValues = Float64Array | Float32Array | Int32Array;

/**
 * A sparse matrix by rows (compressed sparse row, as SciPy's `csr_matrix`): the values of row i and
 * their columns are `data` and `indices` from `indptr[i]` to `indptr[i + 1]`. Vectorizers return it,
 * since a dense matrix of texts by words seldom fits in memory; `toTensor` and `batches` make dense
 * pieces when asked.
 */
export class CsrMatrix<V extends CsrValues = CsrValues> {
  constructor(
    readonly shape: readonly [rows: number, columns: number],
    readonly data: V,
    /** Column of each value, rising within a row. */
    readonly indices: Int32Array,
    /** Where each row starts; one more than there are rows. */
    readonly indptr: Int32Array,
  ) {
    if (indptr.length !== shape[0] + 1 || data.length !== indices.length) {
      throw new ShapeError(
        `CsrMatrix: ${shape[0]} rows need ${shape[0] + 1} starts (received ${indptr.length}), ` +
          `and as many values (${data.length}) as columns (${indices.length}).`,
      );
    }
  }

  /** How many values are stored. */
  get nnz(): number {
    return this.indptr[this.shape[0]]!;
  }

  /** Columns and values of one row, as views. */
  row(index: number): { indices: Int32Array; values: V } {
    this.checkRow(index);
    const from = this.indptr[index]!;
    const to = this.indptr[index + 1]!;
    return { indices: this.indices.subarray(from, to), values: this.data.subarray(from, to) as V };
  }

  /** One value; 0 where none is stored. */
  get(row: number, column: number): number {
    const { indices, values } = this.row(row);
    const at = indices.indexOf(column);
    return at < 0 ? 0 : values[at]!;
  }

  /** Rows from `start` up to and without `end`, without a copy of the values. */
  slice(start = 0, end = this.shape[0]): CsrMatrix<V> {
    const rows = this.shape[0];
    const from = Math.max(0, start < 0 ? rows + start : start);
    const to = Math.max(from, Math.min(rows, end < 0 ? rows + end : end));
    const first = this.indptr[from]!;
    const last = this.indptr[to]!;
    return new CsrMatrix<V>(
      [to - from, this.shape[1]],
      this.data.subarray(first, last) as V,
      this.indices.subarray(first, last),
      this.indptr.subarray(from, to + 1).map((at) => at - first),
    );
  }

  /** The rows of these numbers, in this order. */
  takeRows(rows: ArrayLike<number>): CsrMatrix<V> {
    const indptr = new Int32Array(rows.length + 1);
    for (let i = 0; i < rows.length; i++) {
      this.checkRow(rows[i]!);
      indptr[i + 1] = indptr[i]! + this.indptr[rows[i]! + 1]! - this.indptr[rows[i]!]!;
    }
    const data = likeValues(this.data, indptr[rows.length]!);
    const indices = new Int32Array(data.length);
    for (let i = 0; i < rows.length; i++) {
      const { indices: columns, values } = this.row(rows[i]!);
      data.set(values, indptr[i]);
      indices.set(columns, indptr[i]);
    }
    return new CsrMatrix<V>([rows.length, this.shape[1]], data, indices, indptr);
  }

  /** The matrix in pieces of `size` rows; the last may have fewer. */
  *batches(size: number): Generator<CsrMatrix<V>> {
    checkPositiveInteger('CsrMatrix.batches', 'size', size);
    for (let start = 0; start < this.shape[0]; start += size) yield this.slice(start, start + size);
  }

  /** The same places with other values. */
  withData<W extends CsrValues>(data: W): CsrMatrix<W> {
    return new CsrMatrix<W>(this.shape, data, this.indices, this.indptr);
  }

  /** Every value, row by row. */
  toDense(): V {
    const [rows, columns] = this.shape;
    const dense = likeValues(this.data, rows * columns);
    for (let row = 0; row < rows; row++) {
      for (let at = this.indptr[row]!; at < this.indptr[row + 1]!; at++) {
        dense[row * columns + this.indices[at]!]! += this.data[at]!;
      }
    }
    return dense;
  }

  /** A dense float32 tensor [rows, columns]. For large matrices take `slice` or `batches` first. */
  toTensor(): tf.Tensor2D {
    const dense = this.toDense();
    const values = dense instanceof Float32Array ? dense : Float32Array.from(dense);
    return tfjs().tensor2d(values, [...this.shape]);
  }

  /** Lists of lists. */
  toArray(): number[][] {
    const dense = this.toDense();
    const columns = this.shape[1];
    return Array.from({ length: this.shape[0] }, (_, row) =>
      Array.from(dense.subarray(row * columns, (row + 1) * columns)),
    );
  }

  private checkRow(row: number): void {
    if (Number.isInteger(row) && row >= 0 && row < this.shape[0]) return;
    throw new ValueError(`CsrMatrix: there is no row ${row}; the matrix has ${this.shape[0]}.`);
  }
}

/** A zeroed array of the kind of `values`. */
function likeValues<V extends CsrValues>(values: V, length: number): V {
  return new (values.constructor as new (length: number) => V)(length);
}

/**
 * Columns in rising order within every row, by counting: the matrix is transposed twice, which
 * takes as long as there are values. `columnOf` renumbers columns on the way; -1 drops one.
 */
export function sortColumns(
  matrix: CsrMatrix<Int32Array>,
  columns: number,
  columnOf: (column: number) => number = (column) => column,
): CsrMatrix<Int32Array> {
  const rows = matrix.shape[0];
  const renumbered = Int32Array.from({ length: matrix.shape[1] }, (_, old) => columnOf(old));
  const starts = new Int32Array(columns + 1);
  for (const old of matrix.indices) {
    const column = renumbered[old]!;
    if (column >= 0) starts[column + 1]!++;
  }
  for (let column = 0; column < columns; column++) starts[column + 1]! += starts[column]!;
  const size = starts[columns]!;
  const byColumnRows = new Int32Array(size);
  const byColumnValues = new Int32Array(size);
  const indptr = new Int32Array(rows + 1);
  const at = starts.slice();
  for (let row = 0; row < rows; row++) {
    for (let i = matrix.indptr[row]!; i < matrix.indptr[row + 1]!; i++) {
      const column = renumbered[matrix.indices[i]!]!;
      if (column < 0) continue;
      const to = at[column]!++;
      byColumnRows[to] = row;
      byColumnValues[to] = matrix.data[i]!;
      indptr[row + 1]!++;
    }
  }
  for (let row = 0; row < rows; row++) indptr[row + 1]! += indptr[row]!;
  const data = new Int32Array(size);
  const indices = new Int32Array(size);
  const next = indptr.slice();
  for (let column = 0; column < columns; column++) {
    for (let i = starts[column]!; i < starts[column + 1]!; i++) {
      const to = next[byColumnRows[i]!]!++;
      data[to] = byColumnValues[i]!;
      indices[to] = column;
    }
  }
  return new CsrMatrix<Int32Array>([rows, columns], data, indices, indptr);
}
