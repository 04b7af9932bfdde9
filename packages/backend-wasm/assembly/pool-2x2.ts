// The commonest pooling: windows of 2 by 2 side by side, without padding.
import { beats4, clear, PoolArgs } from './pool';
import { at } from './simd';

// @ts-ignore: decorator
@inline
function larger(v: v128, best: v128): v128 { return v128.bitselect(v, best, beats4(v, best)); }

/** Where v is `best`, NaN included. */
// @ts-ignore: decorator
@inline
function same(v: v128, best: v128, isNaN: v128): v128 {
  return v128.or(f32x4.eq(v, best), v128.and(isNaN, f32x4.ne(v, v)));
}

/**
 * Gradient of max pooling, four channels at a time: every cell of a window is written once, its
 * gradient where it is the first maximum, else 0. Channels are a multiple of four.
 */
export function maxPoolGrad2x2(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<PoolArgs>(args), channels = q.channels;
  const perImage = (channels + q.channelBlock - 1) / q.channelBlock, n = tile / perImage;
  const from = (tile % perImage) * q.channelBlock, to = min(channels, from + q.channelBlock);
  const image = n * q.height * q.width * channels, right = <usize>channels << 2, below = <usize>q.width * right;
  if (2 * q.outHeight != q.height || 2 * q.outWidth != q.width) clear(q, n, from, to);
  for (let oy = 0; oy < q.outHeight; ++oy) {
    for (let ox = 0; ox < q.outWidth; ++ox) {
      const first = image + 2 * (oy * q.width + ox) * channels + from;
      let x = at(q.x, first), out = at(q.out, first);
      let dy = at(q.dy, ((n * q.outHeight + oy) * q.outWidth + ox) * channels + from);
      for (let c = from; c < to; c += 4) {
        const a = v128.load(x), b = v128.load(x + right), d = v128.load(x + below), e = v128.load(x + below + right);
        const best = larger(e, larger(d, larger(b, a))), isNaN = f32x4.ne(best, best), g = v128.load(dy);
        const ofA = same(a, best, isNaN), ofB = v128.andnot(same(b, best, isNaN), ofA), until = v128.or(ofA, ofB);
        const ofD = v128.andnot(same(d, best, isNaN), until);
        v128.store(out, v128.and(g, ofA)); v128.store(out + right, v128.and(g, ofB));
        v128.store(out + below, v128.and(g, ofD));
        // the last takes what no other took
        v128.store(out + below + right, v128.andnot(g, v128.or(until, ofD)));
        x += 16; out += 16; dy += 16;
      }
    }
  }
}
