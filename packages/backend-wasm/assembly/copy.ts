import { at } from './simd';

// @ts-ignore: decorator
@inline export const MAX_DIMS: i32 = 6;

/**
 * Copies runs of `bytes` bytes: for every index of a grid of up to six axes, from in + sum(index *
 * inStride) to out + sum(index * outStride), in bytes. Stride 0 repeats, a negative one reverses.
 */
@unmanaged class CopyArgs {
  source: usize; target: usize; bytes: i32; count: i32; dims: i32; block: i32;
  s0: i32; s1: i32; s2: i32; s3: i32; s4: i32; s5: i32;
  i0: i32; i1: i32; i2: i32; i3: i32; i4: i32; i5: i32;
  o0: i32; o1: i32; o2: i32; o3: i32; o4: i32; o5: i32;
}

/** A tile is `block` runs. */
export function copyRuns(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<CopyArgs>(args), bytes = q.bytes, last = q.dims - 1, to = min(q.count, (tile + 1) * q.block);
  const sizes = args + offsetof<CopyArgs>('s0'), ins = args + offsetof<CopyArgs>('i0'), outs = args + offsetof<CopyArgs>('o0');
  const length = load<i32>(at(sizes, last)), step = load<i32>(at(ins, last)), stride = load<i32>(at(outs, last));
  for (let i = tile * q.block; i < to; ) {
    // position of the run, then along the last axis as far as it goes
    let rest = i / length, source = q.source, target = q.target;
    const x = i - rest * length, n = min(length - x, to - i);
    source += x * step; target += x * stride;
    for (let d = last - 1; d >= 0; --d) {
      const size = load<i32>(at(sizes, d)), next = rest / size, index = rest - next * size;
      source += index * load<i32>(at(ins, d)); target += index * load<i32>(at(outs, d));
      rest = next;
    }
    i += n;
    if (bytes == 4) {
      for (let k = n; k > 0; --k) { store<i32>(target, load<i32>(source)); source += step; target += stride; }
    } else if (bytes <= 256 && (bytes & 15) == 0) {
      for (let k = n; k > 0; --k) {
        for (let b = 0; b < bytes; b += 16) v128.store(target + b, v128.load(source + b));
        source += step; target += stride;
      }
    } else {
      for (let k = n; k > 0; --k) { memory.copy(target, source, bytes); source += step; target += stride; }
    }
  }
}

/**
 * Transposes planes: out[c, r] = in[r, c], for every index of a grid of up to four outer axes. Four
 * bytes an element; strides in elements. A tile is `block` rows of one plane.
 */
@unmanaged class TransposeArgs {
  source: usize; target: usize; rows: i32; columns: i32; rowStride: i32; columnStride: i32; dims: i32; block: i32;
  s0: i32; s1: i32; s2: i32; s3: i32;
  i0: i32; i1: i32; i2: i32; i3: i32;
  o0: i32; o1: i32; o2: i32; o3: i32;
}

export function transposePlanes(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<TransposeArgs>(args), blocks = (q.rows + q.block - 1) / q.block;
  let plane = tile / blocks, source = q.source, target = q.target;
  const r0 = (tile - plane * blocks) * q.block, r1 = min(q.rows, r0 + q.block);
  for (let d = q.dims - 1; d >= 0; --d) {
    const size = load<i32>(at(args + offsetof<TransposeArgs>('s0'), d)), next = plane / size, index = plane - next * size;
    source = at(source, index * load<i32>(at(args + offsetof<TransposeArgs>('i0'), d)));
    target = at(target, index * load<i32>(at(args + offsetof<TransposeArgs>('o0'), d)));
    plane = next;
  }
  const columns = q.columns, inStep = <usize>q.rowStride << 2, outStep = <usize>q.columnStride << 2;
  let c = 0;
  for (; c + 4 <= columns; c += 4) {
    let r = r0;
    for (; r + 4 <= r1; r += 4) {
      const p = source + <usize>r * inStep + (<usize>c << 2), d = target + <usize>c * outStep + (<usize>r << 2);
      const a = v128.load(p), b = v128.load(p + inStep), e = v128.load(p + 2 * inStep), f = v128.load(p + 3 * inStep);
      const t0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), t1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const t2 = v128.shuffle<f32>(e, f, 0, 4, 1, 5), t3 = v128.shuffle<f32>(e, f, 2, 6, 3, 7);
      v128.store(d, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
      v128.store(d + outStep, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7));
      v128.store(d + 2 * outStep, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5));
      v128.store(d + 3 * outStep, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7));
    }
    for (; r < r1; ++r) {
      for (let k = c; k < c + 4; ++k) {
        store<i32>(target + <usize>k * outStep + (<usize>r << 2), load<i32>(source + <usize>r * inStep + (<usize>k << 2)));
      }
    }
  }
  for (; c < columns; ++c) {
    for (let r = r0; r < r1; ++r) {
      store<i32>(target + <usize>c * outStep + (<usize>r << 2), load<i32>(source + <usize>r * inStep + (<usize>c << 2)));
    }
  }
}

@unmanaged class GatherArgs { x: usize; indices: usize; out: usize; outer: i32; dim: i32; inner: i32; count: i32; perBatch: i32; block: i32; }

/**
 * out[b, o, i, :] = x[b, o, indices[b, i], :] for `inner` bytes. A tile is `block` of the rows that
 * (b, o, i) number.
 */
export function gather(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<GatherArgs>(args), bytes = q.inner, to = min(q.count, (tile + 1) * q.block);
  for (let i = tile * q.block; i < to; ++i) {
    const bo = i / q.perBatch, k = i - bo * q.perBatch, b = bo / q.outer;
    const index = load<i32>(at(q.indices, b * q.perBatch + k));
    const source = q.x + <usize>(bo * q.dim + index) * <usize>bytes, target = q.out + <usize>i * <usize>bytes;
    if (bytes == 4) store<i32>(target, load<i32>(source));
    else if (bytes <= 512 && (bytes & 15) == 0) for (let p = 0; p < bytes; p += 16) v128.store(target + p, v128.load(source + p));
    else memory.copy(target, source, bytes);
  }
}
