// Times kernels of @ibexjs/backend-wasm beside tfjs's own, one thread each, in CPU time, which other
// programs on the machine disturb less.
//
//   node tools/bench/kernels.mjs [--simd plain|relaxed|wide] [--threads 2]
//
// With --threads it measures wall time and prints the gain over one thread instead.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    simd: { type: 'string' },
    threads: { type: 'string', default: '1' },
    measure: { type: 'string' },
  },
});

/** What is timed: a function that makes its inputs and returns the work; operations where they count. */
function workloads(tf) {
  const n = (shape) => tf.randomNormal(shape, 0, 1, 'float32', 1);
  const kernel = (name, inputs, attrs) => () => tf.engine().runKernel(name, inputs, attrs);
  const conv = (x, filter, strides = 1, pad = 'same') => {
    const attrs = { strides, pad, dataFormat: 'NHWC', dilations: 1 };
    const [image, weights] = [n(x), n(filter)];
    const output = tf.conv2d(image, weights, strides, pad);
    const operations = 2 * output.size * filter[0] * filter[1] * filter[2];
    const dy = n(output.shape);
    const name = `${filter[0]}x${filter[1]}, ${filter[2]} to ${filter[3]}, of ${x.join('x')}`;
    return [
      [`convolution ${name}`, () => tf.conv2d(image, weights, strides, pad), operations],
      [
        `its gradient for the input`,
        kernel('Conv2DBackpropInput', { dy, filter: weights }, { ...attrs, inputShape: x }),
        operations,
      ],
      [
        `its gradient for the filter`,
        kernel('Conv2DBackpropFilter', { x: image, dy }, { ...attrs, filterShape: filter }),
        operations,
      ],
    ];
  };
  const square = n([1024, 1024]);
  const images = n([128, 28, 28, 32]);
  const pooled = tf.maxPool(images, 2, 2, 'valid');
  const poolAttrs = { filterSize: 2, strides: 2, pad: 'valid' };
  const ids = tf.tensor1d(
    Int32Array.from({ length: 25600 }, (_, i) => (i * 7919) % 20000),
    'int32',
  );
  const table = n([20000, 64]);
  return [
    ...[0, 1, 2, 3].map((i) => [
      `matMul 1024 x 1024 x 1024${i & 1 ? ', first transposed' : ''}${i & 2 ? ', second transposed' : ''}`,
      () => tf.matMul(square, square, Boolean(i & 1), Boolean(i & 2)),
      2 * 1024 ** 3,
    ]),
    ...conv([128, 28, 28, 32], [3, 3, 32, 32], 1, 'valid'),
    ...conv([128, 28, 28, 1], [3, 3, 1, 32], 1, 'valid'),
    ...conv([32, 28, 28, 64], [1, 1, 64, 128]),
    ...conv([8, 28, 28, 64], [3, 3, 64, 64], 2),
    ['max pooling 2x2 of 128x28x28x32', () => tf.maxPool(images, 2, 2, 'valid')],
    [
      'its gradient',
      kernel('MaxPoolGrad', { dy: pooled, input: images, output: pooled }, poolAttrs),
    ],
    ...['tanh', 'exp', 'log', 'sigmoid', 'relu'].map((name) => [
      `${name} of 1M`,
      () => tf[name](square),
    ]),
    ['maximum of 1M', () => tf.maximum(square, 0.5)],
    ['greater of 1M', () => tf.greater(square, 0.5)],
    ['sum of 128x28x28x32 over all but channels', () => tf.sum(images, [0, 1, 2])],
    ['sum of 1024 x 1024 over rows', () => tf.sum(square, 0)],
    ['transpose of 1024 x 1024', () => tf.transpose(square)],
    ['split into 4 columns', () => tf.split(square, 4, 1)],
    ['gather 25,600 rows of 64', () => tf.gather(table, ids)],
    [
      'unsortedSegmentSum of 25,600 rows of 64',
      () => tf.unsortedSegmentSum(tf.gather(table, ids), ids, 20000),
    ],
  ];
}

function time(tf, work, wall) {
  const now = () => {
    if (wall) return performance.now();
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const once = () => tf.dispose(work());
  for (let i = 0; i < 3; i++) once();
  let count = 1;
  for (;;) {
    const start = now();
    for (let i = 0; i < count; i++) once();
    if (now() - start > 20) break;
    count *= 2;
  }
  const times = Array.from({ length: 7 }, () => {
    const start = now();
    for (let i = 0; i < count; i++) once();
    return (now() - start) / count;
  });
  return times.sort((a, b) => a - b)[3];
}

if (options.measure) {
  const tf = await import('@tensorflow/tfjs-core');
  tf.env().set('PROD', true);
  if (options.measure === 'tfjs') await import('@tensorflow/tfjs-backend-wasm');
  else {
    const { register } = await import('@ibexjs/backend-wasm');
    await register({
      threads: Number(options.measure),
      simd: options.simd,
    });
  }
  await tf.setBackend('wasm');
  const wall = options.threads !== '1';
  if (wall) await new Promise((resolve) => setTimeout(resolve, 200));
  const rows = workloads(tf).map(([name, work, operations]) => {
    try {
      return { name, ms: time(tf, work, wall), operations };
    } catch {
      return { name, operations };
    }
  });
  console.log(JSON.stringify(rows));
} else {
  const measure = (what) => {
    const flags = [`--measure=${what}`, `--threads=${options.threads}`];
    if (options.simd) flags.push('--simd', options.simd);
    const file = fileURLToPath(import.meta.url);
    const stdio = ['ignore', 'pipe', 'ignore'];
    const text = execFileSync(process.execPath, [file, ...flags], { encoding: 'utf8', stdio });
    return JSON.parse(text.trim().split('\n').at(-1));
  };
  const many = options.threads !== '1';
  const [first, second] = many ? ['1', options.threads] : ['tfjs', '1'];
  const [before, after] = [measure(first), measure(second)];
  console.log(
    `| Node ${process.versions.node} | ${many ? 'one thread' : 'tfjs'} ms | Ibex ms | ratio | GFLOP/s |`,
  );
  console.log('|---|---:|---:|---:|---:|');
  const show = (value, digits) => (value === undefined ? '–' : value.toFixed(digits));
  after.forEach(({ name, ms, operations }, i) => {
    const old = before[i].ms;
    const ratio = old && ms ? old / ms : undefined;
    const rate = operations && ms ? operations / ms / 1e6 : undefined;
    console.log(
      `| ${name} | ${show(old, 2)} | ${show(ms, 2)} | ${show(ratio, 1)} | ${show(rate, 0)} |`,
    );
  });
}
