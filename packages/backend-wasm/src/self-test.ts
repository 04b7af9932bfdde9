import type { Engine } from './engine.js';
import { gemm } from './gemm.js';

/** Odd sizes, so that whole blocks and edges of a product are met. */
const [ROWS, COLUMNS, DEPTH] = [9, 43, 21];

/** Multiplies two small matrices and compares with the same in JavaScript. */
export function multipliesRightly(engine: Engine): boolean {
  const { heap } = engine;
  const sizes = [ROWS * DEPTH, DEPTH * COLUMNS, ROWS * COLUMNS];
  const [a, b, c] = sizes.map((size) => heap.allocate(4 * size)) as [number, number, number];
  const value = (i: number) => ((i * 7919) % 97) / 97 - 0.5;
  for (let i = 0; i < ROWS * DEPTH; i++) heap.floats[(a >>> 2) + i] = value(i);
  for (let i = 0; i < DEPTH * COLUMNS; i++) heap.floats[(b >>> 2) + i] = value(i + 31);
  const matrix = (address: number, row: number) => ({ address, row, column: 1, batch: 0 });
  gemm(engine, matrix(a, DEPTH), matrix(b, COLUMNS), c, [1, ROWS, COLUMNS, DEPTH]);
  let isRight = true;
  for (let i = 0; i < ROWS; i++) {
    for (let j = 0; j < COLUMNS; j++) {
      let sum = 0;
      for (let k = 0; k < DEPTH; k++) sum += value(i * DEPTH + k) * value(k * COLUMNS + j + 31);
      const difference = Math.abs(sum - heap.floats[(c >>> 2) + i * COLUMNS + j]!);
      isRight &&= difference < 1e-5;
    }
  }
  for (const address of [a, b, c]) heap.free(address);
  return isRight;
}
