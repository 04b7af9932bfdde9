import { at } from './simd';

/**
 * Reduces the middle axis of x [outer, length, inner], in pieces of `piece` elements of that axis:
 * out [outer, pieces, inner]. A tile is one piece of one outer index, and `columns` inner elements.
 */
@unmanaged class ReduceArgs {
  x: usize; out: usize; length: i32; inner: i32; piece: i32; columns: i32; op: i32; rows: i32; outer: i32; scale: f32;
}

/** 0 sum, 1 maximum, 2 minimum, 3 product. NaN wins. */
// @ts-ignore: decorator
@inline
function join(op: i32, a: v128, b: v128): v128 {
  if (op == 0) return f32x4.add(a, b);
  if (op == 1) return f32x4.max(a, b);
  if (op == 2) return f32x4.min(a, b);
  return f32x4.mul(a, b);
}
// @ts-ignore: decorator
@inline
function neutral(op: i32): v128 {
  return f32x4.splat(op == 0 ? 0 : op == 1 ? -Infinity : op == 2 ? Infinity : 1);
}

/** A run of n floats, in eight times four lanes, joined in a fixed order. */
// @ts-ignore: decorator
@inline
function run(op: i32, x: usize, n: i32): f32 {
  let s0 = neutral(op), s1 = s0, s2 = s0, s3 = s0;
  for (; n >= 16; n -= 16) {
    s0 = join(op, s0, v128.load(x)); s1 = join(op, s1, v128.load(x, 16));
    s2 = join(op, s2, v128.load(x, 32)); s3 = join(op, s3, v128.load(x, 48));
    x += 64;
  }
  for (; n >= 4; n -= 4) { s0 = join(op, s0, v128.load(x)); x += 16; }
  for (; n > 0; --n) {
    s1 = join(op, s1, v128.replace_lane<f32>(neutral(op), 0, load<f32>(x)));
    x += 4;
  }
  s0 = join(op, join(op, s0, s1), join(op, s2, s3));
  s0 = join(op, s0, v128.shuffle<f32>(s0, s0, 2, 3, 0, 1));
  return f32x4.extract_lane(join(op, s0, v128.shuffle<f32>(s0, s0, 1, 0, 3, 2)), 0);
}

// @ts-ignore: decorator
@inline
function rowsOf(op: i32, q: ReduceArgs, tile: i32): void {
  const pieces = (q.length + q.piece - 1) / q.piece, to = min(q.outer * pieces, (tile + 1) * q.rows);
  for (let i = tile * q.rows; i < to; ++i) {
    const o = i / pieces, from = (i - o * pieces) * q.piece;
    store<f32>(at(q.out, i), q.scale * run(op, at(q.x, o * q.length + from), min(q.piece, q.length - from)));
  }
}

/** `width` columns (at most 16 at once in registers) over n rows. */
// @ts-ignore: decorator
@inline
function columnsOf(op: i32, x: usize, out: usize, n: i32, stride: usize, width: i32, scale: f32): void {
  const scale4 = f32x4.splat(scale);
  let j = 0;
  for (; j + 16 <= width; j += 16) {
    let s0 = neutral(op), s1 = s0, s2 = s0, s3 = s0, p = at(x, j);
    for (let i = n; i > 0; --i) {
      s0 = join(op, s0, v128.load(p)); s1 = join(op, s1, v128.load(p, 16));
      s2 = join(op, s2, v128.load(p, 32)); s3 = join(op, s3, v128.load(p, 48));
      p += stride;
    }
    const d = at(out, j);
    v128.store(d, f32x4.mul(s0, scale4)); v128.store(d, f32x4.mul(s1, scale4), 16);
    v128.store(d, f32x4.mul(s2, scale4), 32); v128.store(d, f32x4.mul(s3, scale4), 48);
  }
  for (; j + 4 <= width; j += 4) {
    let s = neutral(op), p = at(x, j);
    for (let i = n; i > 0; --i) { s = join(op, s, v128.load(p)); p += stride; }
    v128.store(at(out, j), f32x4.mul(s, scale4));
  }
  for (; j < width; ++j) {
    let s = neutral(op), p = at(x, j);
    for (let i = n; i > 0; --i) { s = join(op, s, v128.load32_splat(p)); p += stride; }
    store<f32>(at(out, j), scale * f32x4.extract_lane(s, 0));
  }
}

// @ts-ignore: decorator
@inline
function all(op: i32, q: ReduceArgs, tile: i32): void {
  const inner = q.inner;
  if (inner == 1) return rowsOf(op, q, tile);
  const blocks = (inner + q.columns - 1) / q.columns, piece = tile / blocks;
  const pieces = (q.length + q.piece - 1) / q.piece, o = piece / pieces, from = (piece - o * pieces) * q.piece;
  const j = (tile - piece * blocks) * q.columns, n = min(q.piece, q.length - from);
  columnsOf(op, at(q.x, (o * q.length + from) * inner + j), at(q.out, piece * inner + j), n, <usize>inner << 2, min(q.columns, inner - j), q.scale);
}

export function reduce(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<ReduceArgs>(args);
  switch (q.op) {
    case 0: all(0, q, tile); break;
    case 1: all(1, q, tile); break;
    case 2: all(2, q, tile); break;
    default: all(3, q, tile);
  }
}
