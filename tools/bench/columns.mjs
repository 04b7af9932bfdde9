// What is measured: a column each. `run` says how one workload is measured; each measurement is a
// process of its own that prints a line of JSON last.
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
export const threads = availableParallelism();

const allThreads = `${threads} threads`;
const one = { IBEX_THREADS: '1' };

/** @param quick fewer samples, and only the columns of all threads */
export function columnsOf(quick, python, node24) {
  const flags = quick ? ['--quick', '--passes', '2'] : [];
  const js = (title, binary, engine, env = {}, more = flags) => ({
    title,
    engine,
    run: (name) => [binary, [here('measure.mjs'), engine, name, ...more], env],
    start: [binary, [here('measure.mjs'), engine, 'mnist deep', '--first-batch'], env],
  });
  const keras = (title, more) => ({
    title,
    engine: 'keras',
    // TensorFlow takes longer to load than to measure: a quick look asks it only once
    atOnce: quick,
    run: (name) => [python, [here('keras_peer.py'), name, ...more, ...flags], {}],
    start: [python, [here('keras_peer.py'), 'mnist deep', ...more, '--first-batch'], {}],
  });
  const onTensorFlow = ['--backend', 'tensorflow', ...flags];
  const library = python && { IBEX_LIBTENSORFLOW: resolve(python, '../..') };
  const tfjsFlags = ['--passes', '1', '--steps', '2'];
  return [
    !quick && js('Ibex, 1 thread', process.execPath, 'ibex', one),
    js(`Ibex, ${allThreads}`, process.execPath, 'ibex'),
    node24 && !quick && js('Ibex, 1 thread, Node 24', node24, 'ibex', one),
    node24 && js(`Ibex, ${allThreads}, Node 24`, node24, 'ibex'),
    !quick && {
      ...js('tfjs-layers, wasm', process.execPath, 'tfjs', {}, tfjsFlags),
      start: undefined, // it cannot train a convolution
    },
    // on the TensorFlow that Keras runs on
    python && {
      ...js(`Ibex on tensorflow, ${allThreads}`, process.execPath, 'ibex', library, onTensorFlow),
      engine: 'tensorflow',
      start: undefined,
    },
    python && !quick && keras('Keras, 1 thread', ['--threads', '1']),
    python && keras(`Keras, ${allThreads}`, []),
  ].filter(Boolean);
}
