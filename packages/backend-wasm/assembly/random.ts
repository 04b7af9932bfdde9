// Philox4x32-10 and its distributions, number for number those of @ibexjs/core's random folder.
import { ln } from './math';
import { at } from './simd';

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
  const k0 = load<u32>(q.state), k1 = load<u32>(q.state, 4), s0 = load<u32>(q.state, 8), s1 = load<u32>(q.state, 12);
  if (q.distribution > NORMAL) {
    for (let i = from; i < to; ++i) store<f32>(at(q.out, i), truncated(scratch, k0, k1, s0, s1, i));
    return;
  }
  for (let i = from; i < to; i += 4) {
    philox(scratch, k0, k1, s0, s1, <u32>i >> 2);
    const w0 = load<u32>(scratch), w1 = load<u32>(scratch, 4), w2 = load<u32>(scratch, 8), w3 = load<u32>(scratch, 12);
    if (q.distribution == UNIFORM) {
      store<f32>(scratch, <f32>unit(w0)); store<f32>(scratch, <f32>unit(w1), 4);
      store<f32>(scratch, <f32>unit(w2), 8); store<f32>(scratch, <f32>unit(w3), 12);
    } else {
      boxMuller(scratch, w0, w1);
      boxMuller(scratch + 8, w2, w3);
    }
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
