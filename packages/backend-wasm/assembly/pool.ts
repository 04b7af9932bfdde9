import { at } from './simd';

/** Pooling over an NHWC image; a tile is one image and one block of channels. */
@unmanaged export class PoolArgs {
  x: usize; dy: usize; out: usize; height: i32; width: i32; channels: i32;
  outHeight: i32; outWidth: i32; windowHeight: i32; windowWidth: i32;
  strideY: i32; strideX: i32; padTop: i32; padLeft: i32; dilationY: i32; dilationX: i32; channelBlock: i32;
}

/** v beats best: greater, or the first NaN. NaN wins, so that a broken value is seen. */
// @ts-ignore: decorator
@inline
export function beats4(v: v128, best: v128): v128 {
  return v128.or(f32x4.gt(v, best), v128.andnot(f32x4.eq(best, best), f32x4.eq(v, v)));
}

// @ts-ignore: decorator
@inline
function firstInside(start: i32, dilation: i32): i32 { return start >= 0 ? start : start + ((-start + dilation - 1) / dilation) * dilation; }

export function clear(q: PoolArgs, n: i32, from: i32, to: i32): void {
  const pixels = q.height * q.width, out = at(q.out, n * pixels * q.channels);
  if (to - from == q.channels) memory.fill(out, 0, <usize>(pixels * q.channels) << 2);
  else for (let i = 0; i < pixels; ++i) memory.fill(at(out, i * q.channels + from), 0, <usize>(to - from) << 2);
}

// @ts-ignore: decorator
@inline
function addAt(target: usize, index: i32, value: f32): void {
  const p = at(target, index);
  store<f32>(p, load<f32>(p) + value);
}

/** The first maximum of each window takes its gradient. */
export function maxPoolGrad(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<PoolArgs>(args), channels = q.channels;
  const perImage = (channels + q.channelBlock - 1) / q.channelBlock, n = tile / perImage;
  const from = (tile % perImage) * q.channelBlock, to = min(channels, from + q.channelBlock);
  const base = n * q.height * q.width * channels, x = at(q.x, base), out = at(q.out, base);
  const rowStep = q.width * channels, dilationY = q.dilationY, dilationX = q.dilationX;
  clear(q, n, from, to);
  for (let oy = 0; oy < q.outHeight; ++oy) {
    const top = oy * q.strideY - q.padTop, y0 = firstInside(top, dilationY), y1 = min(q.height, top + q.windowHeight * dilationY);
    for (let ox = 0; ox < q.outWidth; ++ox) {
      const left = ox * q.strideX - q.padLeft, x0 = firstInside(left, dilationX), x1 = min(q.width, left + q.windowWidth * dilationX);
      if (y0 >= y1 || x0 >= x1) continue;
      const dy = at(q.dy, ((n * q.outHeight + oy) * q.outWidth + ox) * channels), first = (y0 * q.width + x0) * channels;
      let c = from;
      for (; c + 4 <= to; c += 4) {
        let best = v128.load(at(x, first + c)), index = i32x4.splat(first + c);
        for (let h = y0; h < y1; h += dilationY) for (let w = x0; w < x1; w += dilationX) {
          const o = h * rowStep + w * channels + c, v = v128.load(at(x, o)), wins = beats4(v, best);
          best = v128.bitselect(v, best, wins);
          index = v128.bitselect(i32x4.splat(o), index, wins);
        }
        const g = at(dy, c);
        addAt(out, i32x4.extract_lane(index, 0), load<f32>(g));
        addAt(out, i32x4.extract_lane(index, 1) + 1, load<f32>(g, 4));
        addAt(out, i32x4.extract_lane(index, 2) + 2, load<f32>(g, 8));
        addAt(out, i32x4.extract_lane(index, 3) + 3, load<f32>(g, 12));
      }
      for (; c < to; ++c) {
        let best = load<f32>(at(x, first + c)), index = first + c;
        for (let h = y0; h < y1; h += dilationY) for (let w = x0; w < x1; w += dilationX) {
          const o = h * rowStep + w * channels + c, v = load<f32>(at(x, o));
          if (v > best || (v != v && best == best)) { best = v; index = o; }
        }
        addAt(out, index, load<f32>(at(dy, c)));
      }
    }
  }
}

/** The largest of each window; NaN if it holds one. */
export function maxPool(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<PoolArgs>(args), channels = q.channels, dilationY = q.dilationY, dilationX = q.dilationX;
  const n = tile / q.outHeight, oy = tile % q.outHeight, x = at(q.x, n * q.height * q.width * channels);
  const top = oy * q.strideY - q.padTop, y0 = firstInside(top, dilationY), y1 = min(q.height, top + q.windowHeight * dilationY);
  for (let ox = 0; ox < q.outWidth; ++ox) {
    const left = ox * q.strideX - q.padLeft, x0 = firstInside(left, dilationX), x1 = min(q.width, left + q.windowWidth * dilationX);
    const out = at(q.out, (tile * q.outWidth + ox) * channels);
    let c = 0;
    for (; c + 4 <= channels; c += 4) {
      let best = f32x4.splat(-Infinity);
      for (let h = y0; h < y1; h += dilationY) for (let w = x0; w < x1; w += dilationX) {
        best = f32x4.max(best, v128.load(at(x, (h * q.width + w) * channels + c)));
      }
      v128.store(at(out, c), best);
    }
    for (; c < channels; ++c) {
      let best: f32 = -Infinity;
      for (let h = y0; h < y1; h += dilationY) for (let w = x0; w < x1; w += dilationX) {
        best = max(best, load<f32>(at(x, (h * q.width + w) * channels + c)));
      }
      store<f32>(at(out, c), best);
    }
  }
}

/** Each cell of a window takes an equal share; cells in the padding are not counted. */
export function avgPoolGrad(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<PoolArgs>(args), channels = q.channels, dilationY = q.dilationY, dilationX = q.dilationX;
  const perImage = (channels + q.channelBlock - 1) / q.channelBlock, n = tile / perImage;
  const from = (tile % perImage) * q.channelBlock, to = min(channels, from + q.channelBlock);
  const out = at(q.out, n * q.height * q.width * channels);
  clear(q, n, from, to);
  for (let oy = 0; oy < q.outHeight; ++oy) {
    const top = oy * q.strideY - q.padTop, y0 = firstInside(top, dilationY), y1 = min(q.height, top + q.windowHeight * dilationY);
    const rows = y1 > y0 ? (y1 - y0 + dilationY - 1) / dilationY : 0;
    for (let ox = 0; ox < q.outWidth; ++ox) {
      const left = ox * q.strideX - q.padLeft, x0 = firstInside(left, dilationX), x1 = min(q.width, left + q.windowWidth * dilationX);
      const cells = rows * (x1 > x0 ? (x1 - x0 + dilationX - 1) / dilationX : 0);
      if (cells <= 0) continue;
      const share: f32 = <f32>1 / <f32>cells, share4 = f32x4.splat(share);
      const dy = at(q.dy, ((n * q.outHeight + oy) * q.outWidth + ox) * channels);
      for (let h = y0; h < y1; h += dilationY) for (let w = x0; w < x1; w += dilationX) {
        const target = at(out, (h * q.width + w) * channels);
        let c = from;
        for (; c + 4 <= to; c += 4) {
          const p = at(target, c);
          v128.store(p, f32x4.add(v128.load(p), f32x4.mul(share4, v128.load(at(dy, c)))));
        }
        for (; c < to; ++c) addAt(target, c, share * load<f32>(at(dy, c)));
      }
    }
  }
}
