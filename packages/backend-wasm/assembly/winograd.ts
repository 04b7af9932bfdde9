// Convolutions with 3x3 filters, stride 1, by Winograd's minimal filtering F(2x2, 3x3): 16
// multiplications for four results of one channel instead of 36.
//   A. Lavin, S. Gray: Fast Algorithms for Convolutional Neural Networks, 2015 (arXiv:1509.09308)
// With V = Bᵀ d B of a 4x4 patch d, U = G g Gᵀ of a filter g, the results are Aᵀ (U ⊙ V) A; the sum over
// channels makes of U ⊙ V sixteen matrix products, one for each cell of the patch.
import { finish } from './activation';
import { bandWidth, Images, openBand } from './band';
import { block, micro, straight } from './micro';
import { COLUMNS, ROWS } from './pack';
import { addInto, at } from './simd';

/** Floats between the matrices of neighbouring cells: room that keeps them out of one another's cache sets. */
// @ts-ignore: decorator
@inline const GAP: i32 = 16;

@unmanaged class FilterArgs { filter: usize; packed: usize; channels: i32; columns: i32; }

/** U for one input channel: filter [9, channels, columns] → 16 packed matrices [channels, columns]. */
export function winogradFilter(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<FilterArgs>(args), columns = q.columns, step = <usize>(q.channels * columns) << 2;
  const half = f32x4.splat(0.5);
  for (let j = 0; j < columns; j += 4) {
    const panel = j - j % COLUMNS, width = columns - panel > 8 ? COLUMNS : 8;
    let target = at(q.packed, panel * q.channels + tile * width + j - panel), p = at(q.filter, tile * columns + j);
    // Rows of G: g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2; down the columns, then along the rows.
    let t = scratch;
    for (let x = 0; x < 3; ++x) {
      const g0 = v128.load(p), g1 = v128.load(p + 3 * step), g2 = v128.load(p + 6 * step);
      const ends = f32x4.mul(f32x4.add(g0, g2), half), middle = f32x4.mul(g1, half);
      v128.store(t, g0); v128.store(t, f32x4.add(ends, middle), 48);
      v128.store(t, f32x4.sub(ends, middle), 96); v128.store(t, g2, 144);
      p += step; t += 16;
    }
    t = scratch;
    for (let y = 0; y < 4; ++y) {
      const g0 = v128.load(t), g1 = v128.load(t, 16), g2 = v128.load(t, 32);
      const ends = f32x4.mul(f32x4.add(g0, g2), half), middle = f32x4.mul(g1, half);
      v128.store(target, g0); v128.store(target + step, f32x4.add(ends, middle));
      v128.store(target + 2 * step, f32x4.sub(ends, middle)); v128.store(target + 3 * step, g2);
      t += 48; target += 4 * step;
    }
  }
}

/** V = Bᵀ d B for every patch of a band: [16][positions][channels], `plane` bytes from cell to cell. */
function transformPatches(q: Images, base: usize, rows: i32, v: usize, plane: usize): void {
  const pixel = <usize>q.channels << 2, row = <usize>bandWidth(q) * pixel;
  for (let y = 0; y < rows; ++y) {
    let patch = base + <usize>(y * 2) * row;
    for (let x = 0; x < q.gridWidth; ++x) {
      for (let c: usize = 0; c < pixel; c += 16) {
        const p0 = patch + c, p1 = p0 + row, p2 = p1 + row, p3 = p2 + row;
        const p02 = p0 + 2 * pixel, p12 = p1 + 2 * pixel, p22 = p2 + 2 * pixel, p32 = p3 + 2 * pixel;
        // Down the columns: d0 - d2, d1 + d2, d2 - d1, d1 - d3.
        let a = v128.load(p1), b = v128.load(p2);
        const t00 = f32x4.sub(v128.load(p0), b), t10 = f32x4.add(a, b), t20 = f32x4.sub(b, a), t30 = f32x4.sub(a, v128.load(p3));
        a = v128.load(p1 + pixel); b = v128.load(p2 + pixel);
        const t01 = f32x4.sub(v128.load(p0 + pixel), b), t11 = f32x4.add(a, b), t21 = f32x4.sub(b, a), t31 = f32x4.sub(a, v128.load(p3 + pixel));
        a = v128.load(p12); b = v128.load(p22);
        const t02 = f32x4.sub(v128.load(p02), b), t12 = f32x4.add(a, b), t22 = f32x4.sub(b, a), t32 = f32x4.sub(a, v128.load(p32));
        a = v128.load(p12 + pixel); b = v128.load(p22 + pixel);
        const t03 = f32x4.sub(v128.load(p02 + pixel), b), t13 = f32x4.add(a, b), t23 = f32x4.sub(b, a), t33 = f32x4.sub(a, v128.load(p32 + pixel));
        let o = v + c;
        o = storeRow(o, plane, t00, t01, t02, t03);
        o = storeRow(o, plane, t10, t11, t12, t13);
        o = storeRow(o, plane, t20, t21, t22, t23);
        storeRow(o, plane, t30, t31, t32, t33);
      }
      patch += 2 * pixel; v += pixel;
    }
  }
}

/** One row of cells: the same combinations along the row; returns where the next row goes. */
// @ts-ignore: decorator
@inline
function storeRow(o: usize, plane: usize, a: v128, b: v128, c: v128, d: v128): usize {
  v128.store(o, f32x4.sub(a, c)); o += plane;
  v128.store(o, f32x4.add(b, c)); o += plane;
  v128.store(o, f32x4.sub(c, b)); o += plane;
  v128.store(o, f32x4.sub(b, d));
  return o + plane;
}

/**
 * out = a 3x3 convolution, bias and activation. The grid is one of 2x2 results (stride 2, span 4); the
 * filter comes from `winogradFilter`.
 */
@unmanaged class WinogradArgs extends Images {
  packed: usize; out: usize; columns: i32; outHeight: i32; outWidth: i32;
  bias: usize; activation: i32; columnBlock: i32;
  alpha: f32;
}

/** A tile is a band of grid rows of one image, and columnBlock output channels. */
export function winograd(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<WinogradArgs>(args), columns = q.columns, bands = (q.gridHeight + q.bandRows - 1) / q.bandRows;
  const blocks = (columns + q.columnBlock - 1) / q.columnBlock, from = (tile % blocks) * q.columnBlock;
  const n = tile / blocks / bands, y = ((tile / blocks) % bands) * q.bandRows, rows = min(q.bandRows, q.gridHeight - y);
  const count = rows * q.gridWidth, own = min(q.columnBlock, columns - from), walk = scratch + 256;
  const v = walk + 64, vPlane = <usize>(count * q.channels + GAP) << 2;
  const m = v + 16 * vPlane, mPlane = <usize>(count * own + GAP) << 2;
  transformPatches(q, openBand(q, n, y, rows, m + 16 * mPlane), rows, v, vPlane);
  straight(walk, 4, 32, q.channels);
  for (let cell = 0; cell < 16; ++cell) {
    const b = at(q.packed, (cell * columns + from) * q.channels);
    block(v + <usize>cell * vPlane, <usize>q.channels << 2, b, m + <usize>cell * mPlane, <usize>own << 2, count, own, walk, false, scratch);
  }
  const pixel = <usize>columns << 2, out = at(q.out, (n * q.outHeight + 2 * y) * q.outWidth * columns + from);
  for (let r = 0; r < rows; ++r) {
    const isLast = 2 * (y + r) + 1 == q.outHeight;
    resultRow(m + <usize>(r * q.gridWidth * own << 2), mPlane, own, out + <usize>(2 * r * q.outWidth) * pixel, pixel, q.outWidth, isLast);
  }
  const pixels = (min(q.outHeight, 2 * (y + rows)) - 2 * y) * q.outWidth;
  finish(out, pixel, pixels, own, q.bias ? at(q.bias, from) : 0, q.activation, q.alpha, scratch);
}

/** Aᵀ M A for one row of the grid, written to two rows of results, or one where the image ends. */
function resultRow(m: usize, plane: usize, columns: i32, out: usize, pixel: usize, width: i32, isOne: bool): void {
  const bytes = <usize>columns << 2;
  for (let x = 0; x < width; x += 2) {
    const isPair = x + 1 < width, below = out + <usize>width * pixel;
    for (let c: usize = 0; c < bytes; c += 16) {
      const p0 = m + c, p1 = p0 + 4 * plane, p2 = p1 + 4 * plane, p3 = p2 + 4 * plane;
      // Down the columns: m0 + m1 + m2, m1 - m2 - m3; then the same along the rows.
      let a = v128.load(p1), b = v128.load(p2);
      let sum = f32x4.add(a, b), difference = f32x4.sub(a, b);
      const u0 = f32x4.add(v128.load(p0), sum), l0 = f32x4.sub(difference, v128.load(p3));
      a = v128.load(p1 + plane); b = v128.load(p2 + plane);
      sum = f32x4.add(a, b); difference = f32x4.sub(a, b);
      const u1 = f32x4.add(v128.load(p0 + plane), sum), l1 = f32x4.sub(difference, v128.load(p3 + plane));
      a = v128.load(p1 + 2 * plane); b = v128.load(p2 + 2 * plane);
      sum = f32x4.add(a, b); difference = f32x4.sub(a, b);
      const u2 = f32x4.add(v128.load(p0 + 2 * plane), sum), l2 = f32x4.sub(difference, v128.load(p3 + 2 * plane));
      a = v128.load(p1 + 3 * plane); b = v128.load(p2 + 3 * plane);
      sum = f32x4.add(a, b); difference = f32x4.sub(a, b);
      const u3 = f32x4.add(v128.load(p0 + 3 * plane), sum), l3 = f32x4.sub(difference, v128.load(p3 + 3 * plane));
      v128.store(out + c, f32x4.add(u0, f32x4.add(u1, u2)));
      if (isPair) v128.store(out + pixel + c, f32x4.sub(f32x4.sub(u1, u2), u3));
      if (isOne) continue;
      v128.store(below + c, f32x4.add(l0, f32x4.add(l1, l2)));
      if (isPair) v128.store(below + pixel + c, f32x4.sub(f32x4.sub(l1, l2), l3));
    }
    m += bytes; out += 2 * pixel;
  }
}

/** Sums over images of the products that make the gradient of a filter; the grid is as in `winograd`. */
@unmanaged class WinogradGradArgs extends Images {
  dy: usize; sums: usize; batch: i32; columns: i32; outHeight: i32; outWidth: i32;
  /** Images of a tile; each tile has sums of its own. */
  group: i32;
}

/** Sums of Vᵀ Z over the patches of a group of images: [16][channels][columns]. */
export function winogradFilterGrad(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<WinogradGradArgs>(args), channels = q.channels, columns = q.columns;
  const first = tile * q.group, end = min(q.batch, first + q.group), size = channels * columns;
  const sums = at(q.sums, 16 * tile * size), walk = scratch + 256, v = walk + 64;
  const most = q.bandRows * q.gridWidth, vPlane = <usize>(most * channels + GAP) << 2;
  const z = v + 16 * vPlane, zPlane = <usize>(most * columns + GAP) << 2, pixel = <usize>columns << 2;
  memory.fill(sums, 0, <usize>(16 * size) << 2);
  for (let n = first; n < end; ++n) {
    for (let y = 0; y < q.gridHeight; y += q.bandRows) {
      const rows = min(q.bandRows, q.gridHeight - y);
      transformPatches(q, openBand(q, n, y, rows, z + 16 * zPlane), rows, v, vPlane);
      for (let r = 0; r < rows; ++r) {
        const top = 2 * (y + r), dy = at(q.dy, (n * q.outHeight + top) * q.outWidth * columns);
        transformGradients(dy, pixel, q.outWidth, top + 1 == q.outHeight, z + <usize>(r * q.gridWidth) * pixel, zPlane);
      }
      straight(walk, <usize>channels << 2, pixel, rows * q.gridWidth);
      for (let cell = 0; cell < 16; ++cell) {
        const a = v + <usize>cell * vPlane, b = z + <usize>cell * zPlane, c = at(sums, cell * size);
        for (let j = 0; j < columns; j += COLUMNS) {
          for (let i = 0; i < channels; i += ROWS) {
            const p = at(a, i);
            micro(p, p + 4, p + 8, p + 12, at(b, j), walk, at(c, i * columns + j), pixel, true, ROWS, min(COLUMNS, columns - j), scratch);
          }
        }
      }
    }
  }
}

/** Z = A dy Aᵀ for one row of the grid: two rows of output gradients, or one where the image ends. */
function transformGradients(dy: usize, pixel: usize, width: i32, isOne: bool, z: usize, plane: usize): void {
  const below = <usize>width * pixel, zero = f32x4.splat(0);
  for (let x = 0; x < width; x += 2) {
    const isPair = x + 1 < width;
    for (let c: usize = 0; c < pixel; c += 16) {
      const p = dy + c;
      const a = v128.load(p), b = isPair ? v128.load(p + pixel) : zero;
      const d = isOne ? zero : v128.load(p + below), e = isOne || !isPair ? zero : v128.load(p + below + pixel);
      // Down the columns: y0, y0 + y1, y0 - y1, -y1; then the same along the rows.
      let o = z + c;
      o = gradientRow(o, plane, a, b);
      o = gradientRow(o, plane, f32x4.add(a, d), f32x4.add(b, e));
      o = gradientRow(o, plane, f32x4.sub(a, d), f32x4.sub(b, e));
      gradientRow(o, plane, f32x4.neg(d), f32x4.neg(e));
    }
    dy += 2 * pixel; z += pixel;
  }
}

// @ts-ignore: decorator
@inline
function gradientRow(o: usize, plane: usize, a: v128, b: v128): usize {
  v128.store(o, a); o += plane;
  v128.store(o, f32x4.add(a, b)); o += plane;
  v128.store(o, f32x4.sub(a, b)); o += plane;
  v128.store(o, f32x4.neg(b));
  return o + plane;
}

@unmanaged class FilterResultArgs { sums: usize; parts: i32; out: usize; channels: i32; columns: i32; }

/** Gᵀ S G for one input channel, S being the sum of all parts, in order: [16, …] → [9, channels, columns]. */
export function winogradFilterResult(args: usize, tile: i32, scratch: usize): void {
  const q = changetype<FilterResultArgs>(args), columns = q.columns, size = q.channels * columns;
  const step = <usize>size << 2, row = <usize>columns << 2, half = f32x4.splat(0.5);
  for (let cell = 0; cell < 16; ++cell) {
    const target = scratch + <usize>cell * row;
    memory.copy(target, at(q.sums, cell * size + tile * columns), row);
    for (let part = 1; part < q.parts; ++part) addInto(target, at(q.sums, (16 * part + cell) * size + tile * columns), columns);
  }
  for (let j: usize = 0; j < row; j += 16) {
    // Down the columns: u0 + (u1 + u2) / 2, (u1 - u2) / 2, (u1 + u2) / 2 + u3; in place.
    let p = scratch + j;
    for (let x = 0; x < 4; ++x) {
      const u1 = v128.load(p + 4 * row), u2 = v128.load(p + 8 * row), mean = f32x4.mul(f32x4.add(u1, u2), half);
      v128.store(p, f32x4.add(v128.load(p), mean));
      v128.store(p + 4 * row, f32x4.mul(f32x4.sub(u1, u2), half));
      v128.store(p + 8 * row, f32x4.add(mean, v128.load(p + 12 * row)));
      p += row;
    }
    p = scratch + j;
    let out = at(q.out, tile * columns) + j;
    for (let y = 0; y < 3; ++y) {
      const u1 = v128.load(p + row), u2 = v128.load(p + 2 * row), mean = f32x4.mul(f32x4.add(u1, u2), half);
      v128.store(out, f32x4.add(v128.load(p), mean));
      v128.store(out + step, f32x4.mul(f32x4.sub(u1, u2), half));
      v128.store(out + 2 * step, f32x4.add(mean, v128.load(p + 3 * row)));
      p += 4 * row; out += 3 * step;
    }
  }
}
