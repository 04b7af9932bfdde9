import * as tf from '@tensorflow/tfjs-core';

import type { Epilogue } from './activation.js';
import type { Engine } from './engine.js';
import { gemm, type Matrix } from './gemm.js';

/** The matrices of the last two axes of a tensor. */
function matrices(engine: Engine, t: tf.TensorInfo, transposed: boolean): Matrix {
  const [rows = 1, columns = 1] = t.shape.slice(-2);
  return {
    address: engine.address(t),
    row: transposed ? 1 : columns,
    column: transposed ? columns : 1,
    batch: rows * columns,
  };
}

/**
 * Matrix product of the last two axes, any transposition. The other axes of the two are equal, or
 * those of one hold a single matrix, which serves all (tfjs broadcasts all others beforehand).
 */
export function matMul(
  engine: Engine,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
  epilogue?: Epilogue,
): tf.TensorInfo {
  const outer = tf.broadcast_util.assertAndGetBroadcastShape(
    a.shape.slice(0, -2),
    b.shape.slice(0, -2),
  );
  const [aRows = 1, aColumns = 1] = a.shape.slice(-2);
  const [bRows = 1, bColumns = 1] = b.shape.slice(-2);
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [kOfB, n] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
  tf.util.assert(
    k === kOfB,
    () =>
      `matMul: inner sizes ${k} and ${kOfB} differ for shapes [${a.shape.join(', ')}] and ` +
      `[${b.shape.join(', ')}], transposeA ${transposeA}, transposeB ${transposeB}.`,
  );
  const output = engine.output([...outer, m, n]);
  if (tf.util.sizeFromShape(output.shape) === 0) return output;

  const batch = tf.util.sizeFromShape(outer);
  const left = matrices(engine, a, transposeA);
  const right = matrices(engine, b, transposeB);
  const single = (t: tf.TensorInfo) => tf.util.sizeFromShape(t.shape.slice(0, -2)) === 1;
  if (single(a)) left.batch = 0;
  if (single(b)) right.batch = 0;
  // one right matrix for many left ones: a single taller product
  const sizes: [number, number, number, number] =
    right.batch === 0 && left.batch !== 0 && !transposeA ? [1, batch * m, n, k] : [batch, m, n, k];
  gemm(engine, left, right, engine.address(output), sizes, epilogue);
  return output;
}
