import { type RandomDistribution, STATELESS_RANDOM } from '@ibexjs/core';
import * as tf from '@tensorflow/tfjs-core';

import { elementwiseProgram } from './elementwise-program.js';
import { setKernel } from './replace.js';

/** Philox4x32-10, as in `@ibexjs/core`; WGSL has no product of 64 bits. */
const PHILOX = `
  fn mulHigh(a: u32, b: u32) -> u32 {
    let a0 = a & 0xffffu;
    let a1 = a >> 16u;
    let b0 = b & 0xffffu;
    let b1 = b >> 16u;
    let mid = a1 * b0 + ((a0 * b0) >> 16u);
    let cross = a0 * b1 + (mid & 0xffffu);
    return a1 * b1 + (mid >> 16u) + (cross >> 16u);
  }
  fn philox(block: u32, attempt: u32) -> vec4<u32> {
    var c = vec4<u32>(block, 0u, u32(state[2]), u32(state[3]) + attempt);
    var key = vec2<u32>(u32(state[0]), u32(state[1]));
    for (var round = 0; round < 10; round++) {
      let high0 = mulHigh(0xd2511f53u, c.x);
      let high1 = mulHigh(0xcd9e8d57u, c.z);
      c = vec4<u32>(high1 ^ c.y ^ key.x, 0xcd9e8d57u * c.z, high0 ^ c.w ^ key.y, 0xd2511f53u * c.x);
      key += vec2<u32>(0x9e3779b9u, 0xbb67ae85u);
    }
    return c;
  }
  fn unit(word: u32) -> f32 { return f32(word & 0x7fffffu) / 8388608.0; }`;

/**
 * Box and Muller's two normals of two words. WGSL's own logarithm, sine and cosine may be wrong in
 * the fourth digit, so these are series: log m = 2 artanh((m - 1) / (m + 1)) after the exponent is
 * split off, and Taylor's of the angle within its quadrant.
 */
const NORMALS = `
  fn naturalLog(x: f32) -> f32 {
    let bits = bitcast<u32>(x);
    var exponent = i32(bits >> 23u) - 127;
    var m = bitcast<f32>((bits & 0x7fffffu) | 0x3f800000u);
    if (m > 1.4142135) { m *= 0.5; exponent += 1; }
    let s = (m - 1.0) / (m + 1.0);
    let q = s * s;
    let series = 1.0 + q * (0.33333334 + q * (0.2 + q * (0.14285715 + q * 0.11111111)));
    return f32(exponent) * 0.6931472 + 2.0 * s * series;
  }
  fn normals(word0: u32, word1: u32) -> vec2<f32> {
    let length = sqrt(-2.0 * naturalLog(max(unit(word0), 1e-7)));
    let turn = 4.0 * unit(word1);
    let quadrant = i32(floor(turn + 0.5));
    let t = (turn - f32(quadrant)) * 1.5707963;
    let q = t * t;
    let s = t * (1.0 + q * (-0.16666667 + q * (0.008333333 + q * (-0.0001984127 + q * 2.7557319e-6))));
    let c = 1.0 + q * (-0.5 + q * (0.041666668 + q * (-0.0013888889 + q * 2.4801587e-5)));
    switch (quadrant & 3) {
      case 0: { return length * vec2<f32>(s, c); }
      case 1: { return length * vec2<f32>(c, -s); }
      case 2: { return length * vec2<f32>(-s, -c); }
      default: { return length * vec2<f32>(-c, s); }
    }
  }`;

/** Which numbers of which block an element takes: as `statelessValues` of core does. */
const ELEMENTS: Record<RandomDistribution, string> = {
  uniform: `
    fn element(index: i32) -> f32 { return unit(philox(u32(index / 4), 0u)[index % 4]); }`,
  normal: `
    fn element(index: i32) -> f32 {
      let words = philox(u32(index / 4), 0u);
      let first = index & 2;
      return normals(words[first], words[first + 1])[index & 1];
    }`,
  truncatedNormal: `
    fn element(index: i32) -> f32 {
      // each attempt fails once in 250,000 times
      for (var attempt = 0u; attempt < 16u; attempt++) {
        let words = philox(u32(index), attempt);
        let a = normals(words.x, words.y);
        let b = normals(words.z, words.w);
        if (abs(a.x) < 2.0) { return a.x; }
        if (abs(a.y) < 2.0) { return a.y; }
        if (abs(b.x) < 2.0) { return b.x; }
        if (abs(b.y) < 2.0) { return b.y; }
      }
      return 0.0;
    }`,
};

/** Random numbers as a function of the state alone; the numbers of core, to the last digits. */
export function installStatelessRandom(): void {
  setKernel(STATELESS_RANDOM, ({ inputs, attrs, backend }) => {
    const { shape, distribution } = attrs as { shape: number[]; distribution: RandomDistribution };
    const program = elementwiseProgram(tf.util.sizeFromShape(shape), {
      shaderKey: `ibexStatelessRandom_${distribution}`,
      variableNames: ['state'],
      code: PHILOX + NORMALS + ELEMENTS[distribution],
    });
    return { ...backend.runWebGPUProgram(program, [inputs['state']!], 'float32'), shape };
  });
}
