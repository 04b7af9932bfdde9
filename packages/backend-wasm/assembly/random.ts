// Philox4x32-10 and its distributions, number for number those of @ibexjs/core's random folder.
import { constant, ln } from './math';
import { at, loadSome, storeSome } from './simd';

/** state: two words of key, two of stream. */
@unmanaged class RandomArgs { state: usize; out: usize; size: i32; block: i32; distribution: i32; }

// @ts-ignore: decorator
@inline const UNIFORM: i32 = 0;
// @ts-ignore: decorator
@inline const NORMAL: i32 = 1;

/** Four words of block `index` at `out`. */
function philox(out: usize, k0: u32, k1: u32, s0: u32, s1: u32, index: u32): void {
  let c0 = index, c1: u32 = 0, c2 = s0, c3 = s1;
  for (let round = 0; round < 10; ++round) {
    const p0 = <u64>0xd2511f53 * <u64>c0, p1 = <u64>0xcd9e8d57 * <u64>c2;
    c0 = <u32>(p1 >> 32) ^ c1 ^ k0;
    c1 = <u32>p1;
    c2 = <u32>(p0 >> 32) ^ c3 ^ k1;
    c3 = <u32>p0;
    k0 += 0x9e3779b9; k1 += 0xbb67ae85;
  }
  store<u32>(out, c0); store<u32>(out, c1, 4); store<u32>(out, c2, 8); store<u32>(out, c3, 12);
}

/** Sixteen words, those of blocks `index` to `index` + 3, at `out`: `philox` on four lanes. */
function philox16(out: usize, k0: u32, k1: u32, s0: u32, s1: u32, index: u32): void {
  let c0 = i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3)), c1 = i32x4.splat(0);
  let c2 = i32x4.splat(s0), c3 = i32x4.splat(s1);
  const m0 = constant(53), m1 = constant(54);
  for (let round = 0; round < 10; ++round) {
    // products of two lanes each, 64 bits wide
    const a = i64x2.extmul_low_i32x4_u(c0, m0), b = i64x2.extmul_high_i32x4_u(c0, m0);
    const d = i64x2.extmul_low_i32x4_u(c2, m1), e = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(d, e, 1, 3, 5, 7), c1), i32x4.splat(k0));
    c1 = v128.shuffle<i32>(d, e, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(a, b, 1, 3, 5, 7), c3), i32x4.splat(k1));
    c3 = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    k0 += 0x9e3779b9; k1 += 0xbb67ae85;
  }
  const t0 = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5), t1 = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7);
  const t2 = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5), t3 = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<i32>(t0, t2, 0, 1, 4, 5)); v128.store(out, v128.shuffle<i32>(t0, t2, 2, 3, 6, 7), 16);
  v128.store(out, v128.shuffle<i32>(t1, t3, 0, 1, 4, 5), 32); v128.store(out, v128.shuffle<i32>(t1, t3, 2, 3, 6, 7), 48);
}

/** `unit` on four lanes; exact in single precision. */
// @ts-ignore: decorator
@inline
function unit4(bits: v128): v128 {
  const low = v128.and(bits, constant(49));
  return f32x4.mul(f32x4.convert_i32x4_s(low), constant(55));
}

/** Uniform numbers [from, to) of a stream; `from` is a multiple of four. */
function uniform(q: RandomArgs, from: i32, to: i32, scratch: usize): void {
  const k0 = load<u32>(q.state), k1 = load<u32>(q.state, 4), s0 = load<u32>(q.state, 8), s1 = load<u32>(q.state, 12);
  for (let i = from; i < to; i += 16) {
    philox16(scratch, k0, k1, s0, s1, <u32>i >> 2);
    for (let j = 0; j < 16 && i + j < to; j += 4) {
      storeSome(at(q.out, i + j), unit4(v128.load(at(scratch, j))), to - i - j);
    }
  }
}

@unmanaged class DropoutArgs extends RandomArgs { x: usize; rate: f32; scale: f32; }

/**
 * out = x times `scale` where the uniform number of that place is at least `rate`, else 0. The
 * gradient is the same of dy: numbers that come from a counter need not be kept.
 */
export function dropout(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<DropoutArgs>(args), from = tile * q.block, to = min(from + q.block, q.size);
  const k0 = load<u32>(q.state), k1 = load<u32>(q.state, 4), s0 = load<u32>(q.state, 8), s1 = load<u32>(q.state, 12);
  const rate = f32x4.splat(q.rate), scale = f32x4.splat(q.scale);
  for (let i = from; i < to; i += 16) {
    philox16(scratch, k0, k1, s0, s1, <u32>i >> 2);
    for (let j = 0; j < 16 && i + j < to; j += 4) {
      const kept = f32x4.ge(unit4(v128.load(at(scratch, j))), rate);
      const v = f32x4.mul(loadSome(at(q.x, i + j), to - i - j), scale);
      storeSome(at(q.out, i + j), v128.and(v, kept), to - i - j);
    }
  }
}

/** The low 23 bits as a number in [0, 1). */
// @ts-ignore: decorator
@inline
function unit(bits: u32): f64 { return <f64>(bits & 0x7fffff) / 8388608; }

/** sin(2 pi t) for t in [-1/4, 1/4], by its Taylor series. */
function sinTurn(t: f64): f64 {
  const x = t * 6.283185307179586, x2 = x * x;
  let term = x, sum = x;
  for (let i = 2; i < 20; i += 2) { term *= -x2 / <f64>(i * (i + 1)); sum += term; }
  return sum;
}

/** Two normals of two words (Box and Muller): radius times sine and cosine. */
function boxMuller(out: usize, word0: u32, word1: u32): void {
  const u = unit(word0), t = unit(word1), radius = Math.sqrt(-2 * ln(u > 1e-7 ? u : 1e-7));
  // turns folded into [-1/4, 1/4], where the series is short
  const sine = t < 0.25 ? t : t < 0.75 ? 0.5 - t : t - 1;
  const shifted = t < 0.75 ? t + 0.25 : t - 0.75;
  const cosine = shifted < 0.25 ? shifted : shifted < 0.75 ? 0.5 - shifted : shifted - 1;
  store<f32>(out, <f32>(radius * sinTurn(sine)));
  store<f32>(out, <f32>(radius * sinTurn(cosine)), 4);
}

/** Fills elements of `out`; a tile is a block of them, a multiple of four. */
export function statelessRandom(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<RandomArgs>(args), from = tile * q.block, to = min(from + q.block, q.size);
  if (q.distribution == UNIFORM) { uniform(q, from, to, scratch); return; }
  const k0 = load<u32>(q.state), k1 = load<u32>(q.state, 4), s0 = load<u32>(q.state, 8), s1 = load<u32>(q.state, 12);
  if (q.distribution > NORMAL) {
    for (let i = from; i < to; ++i) store<f32>(at(q.out, i), truncated(scratch, k0, k1, s0, s1, i));
    return;
  }
  for (let i = from; i < to; i += 4) {
    philox(scratch, k0, k1, s0, s1, <u32>i >> 2);
    const w2 = load<u32>(scratch, 8), w3 = load<u32>(scratch, 12);
    boxMuller(scratch, load<u32>(scratch), load<u32>(scratch, 4));
    boxMuller(scratch + 8, w2, w3);
    memory.copy(at(q.out, i), scratch, <usize>min(4, to - i) << 2);
  }
}

/** The first of a block's four normals within two standard deviations; another stream when none is. */
function truncated(scratch: usize, k0: u32, k1: u32, s0: u32, s1: u32, i: i32): f32 {
  for (let attempt: u32 = 0; attempt < u32.MAX_VALUE; ++attempt) {
    philox(scratch, k0, k1, s0, s1 + attempt, i);
    boxMuller(scratch + 16, load<u32>(scratch), load<u32>(scratch, 4));
    boxMuller(scratch + 24, load<u32>(scratch, 8), load<u32>(scratch, 12));
    for (let n = 0; n < 4; ++n) {
      const value = load<f32>(at(scratch + 16, n));
      if (abs(value) < 2) return value;
    }
  }
  return 0;
}
