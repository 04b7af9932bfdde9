import { finish } from './activation';
import { at, fma } from './simd';

/** Depthwise convolution of an NHWC image; filter [height, width, channels, multiplier]. */
@unmanaged class DepthwiseArgs {
  x: usize; filter: usize; dy: usize; out: usize; batch: i32; height: i32; width: i32; channels: i32; multiplier: i32;
  outHeight: i32; outWidth: i32; filterHeight: i32; filterWidth: i32;
  strideY: i32; strideX: i32; padTop: i32; padLeft: i32; dilationY: i32; dilationX: i32; channelBlock: i32;
  bias: usize; activation: i32; alpha: f32;
}

/** dx; a tile is one row of one input image. */
export function depthwiseInputGrad(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<DepthwiseArgs>(args), channels = q.channels, multiplier = q.multiplier, outputs = channels * multiplier;
  const n = tile / q.height, y = tile % q.height, out = at(q.out, tile * q.width * channels);
  memory.fill(out, 0, <usize>(q.width * channels) << 2);
  for (let kh = 0; kh < q.filterHeight; ++kh) {
    const reach = y + q.padTop - kh * q.dilationY, oy = reach / q.strideY;
    if (reach < 0 || oy * q.strideY != reach || oy >= q.outHeight) continue;
    for (let kw = 0; kw < q.filterWidth; ++kw) {
      const filter = at(q.filter, (kh * q.filterWidth + kw) * outputs);
      for (let ox = 0; ox < q.outWidth; ++ox) {
        const x = ox * q.strideX - q.padLeft + kw * q.dilationX;
        if (<u32>x >= <u32>q.width) continue;
        const target = at(out, x * channels), dy = at(q.dy, ((n * q.outHeight + oy) * q.outWidth + ox) * outputs);
        let c = 0;
        if (multiplier == 1) {
          for (; c + 4 <= channels; c += 4) {
            const p = at(target, c);
            v128.store(p, fma(v128.load(at(filter, c)), v128.load(at(dy, c)), v128.load(p)));
          }
        }
        for (; c < channels; ++c) {
          let sum = load<f32>(at(target, c));
          for (let m = c * multiplier; m < (c + 1) * multiplier; ++m) sum += load<f32>(at(filter, m)) * load<f32>(at(dy, m));
          store<f32>(at(target, c), sum);
        }
      }
    }
  }
}

/** dfilter; a tile is a block of input channels, for all images. */
export function depthwiseFilterGrad(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<DepthwiseArgs>(args), channels = q.channels, multiplier = q.multiplier, outputs = channels * multiplier;
  const from = tile * q.channelBlock, to = min(channels, from + q.channelBlock);
  for (let kh = 0; kh < q.filterHeight; ++kh) for (let kw = 0; kw < q.filterWidth; ++kw) {
    const target = at(q.out, (kh * q.filterWidth + kw) * outputs);
    memory.fill(at(target, from * multiplier), 0, <usize>((to - from) * multiplier) << 2);
    for (let n = 0; n < q.batch; ++n) for (let oy = 0; oy < q.outHeight; ++oy) {
      const y = oy * q.strideY - q.padTop + kh * q.dilationY;
      if (<u32>y >= <u32>q.height) continue;
      for (let ox = 0; ox < q.outWidth; ++ox) {
        const x = ox * q.strideX - q.padLeft + kw * q.dilationX;
        if (<u32>x >= <u32>q.width) continue;
        const source = at(q.x, ((n * q.height + y) * q.width + x) * channels);
        const dy = at(q.dy, ((n * q.outHeight + oy) * q.outWidth + ox) * outputs);
        let c = from;
        if (multiplier == 1) {
          for (; c + 4 <= to; c += 4) {
            const p = at(target, c);
            v128.store(p, fma(v128.load(at(source, c)), v128.load(at(dy, c)), v128.load(p)));
          }
        }
        for (; c < to; ++c) {
          const v = load<f32>(at(source, c));
          for (let m = c * multiplier; m < (c + 1) * multiplier; ++m) {
            const p = at(target, m);
            store<f32>(p, load<f32>(p) + v * load<f32>(at(dy, m)));
          }
        }
      }
    }
  }
}

/** The first of `count` taps, `dilation` apart from `start` on, that falls inside [0, size). */
// @ts-ignore: decorator
@inline
function firstTap(start: i32, dilation: i32): i32 { return start >= 0 ? 0 : (-start + dilation - 1) / dilation; }
// @ts-ignore: decorator
@inline
function endTap(start: i32, dilation: i32, size: i32, count: i32): i32 {
  return start >= size ? 0 : min(count, (size - start + dilation - 1) / dilation);
}

/** The convolution itself, multiplier 1, with bias and activation; a tile is one row of one output. */
export function depthwise(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<DepthwiseArgs>(args), channels = q.channels;
  const n = tile / q.outHeight, oy = tile % q.outHeight, top = oy * q.strideY - q.padTop;
  const h0 = firstTap(top, q.dilationY), h1 = endTap(top, q.dilationY, q.height, q.filterHeight);
  const row = at(q.out, tile * q.outWidth * channels), rowStep = <usize>(q.dilationY * q.width * channels) << 2;
  const step = <usize>(q.dilationX * channels) << 2, tapStep = <usize>channels << 2;
  for (let ox = 0; ox < q.outWidth; ++ox) {
    const left = ox * q.strideX - q.padLeft, out = at(row, ox * channels);
    const w0 = firstTap(left, q.dilationX), w1 = endTap(left, q.dilationX, q.width, q.filterWidth);
    const source = at(q.x, ((n * q.height + top + h0 * q.dilationY) * q.width + left + w0 * q.dilationX) * channels);
    let c = 0;
    for (; c + 8 <= channels; c += 8) {
      let a = f32x4.splat(0), b = a, line = at(source, c);
      for (let h = h0; h < h1; ++h) {
        let p = line, f = at(q.filter, (h * q.filterWidth + w0) * channels + c);
        for (let w = w0; w < w1; ++w) {
          a = fma(v128.load(p), v128.load(f), a); b = fma(v128.load(p, 16), v128.load(f, 16), b);
          p += step; f += tapStep;
        }
        line += rowStep;
      }
      v128.store(at(out, c), a); v128.store(at(out, c), b, 16);
    }
    for (; c < channels; ++c) {
      let sum: f32 = 0, line = at(source, c);
      for (let h = h0; h < h1; ++h) {
        let p = line, f = at(q.filter, (h * q.filterWidth + w0) * channels + c);
        for (let w = w0; w < w1; ++w) { sum += load<f32>(p) * load<f32>(f); p += step; f += tapStep; }
        line += rowStep;
      }
      store<f32>(at(out, c), sum);
    }
  }
  finish(row, tapStep, q.outWidth, channels, q.bias, q.activation, q.alpha, scratch);
}
