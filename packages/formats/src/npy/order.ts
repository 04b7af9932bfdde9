import type { NdData } from '../ndarray.js';

/** Elements in column-major (Fortran) order, put in row-major order. */
export function toRowMajor(elements: NdData, shape: readonly number[]): NdData {
  const strides: number[] = [];
  shape.reduce((stride, dimension) => (strides.push(stride), stride * dimension), 1);
  const out = elements.slice();
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = elements[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return out;
}
