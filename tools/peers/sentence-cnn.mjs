// Seconds of an epoch of the sentence CNN by Ibex, as sentence_cnn.py times Keras: the median of all
// epochs but the first, validation included. The vectors are random: they change no time.
//   IBEX_THREADS=1 IBEX_DATASETS_MIRROR=… node tools/peers/sentence-cnn.mjs rand|static|nonstatic [epochs]
// Build apps/sentence-cnn first.
import { useBackend } from '../../packages/backends/dist/index.js';
import { KeyedVectors } from '../../packages/text/dist/index.js';
import { network } from '../../apps/sentence-cnn/dist/networks.js';
import { recipeOf } from '../../apps/sentence-cnn/dist/recipes.js';
import { loadSentences } from '../../apps/sentence-cnn/dist/sentences.js';
import { train } from '../../apps/sentence-cnn/dist/train.js';

const [variant, epochs = '3'] = process.argv.slice(2);
const settings = { variant, seed: 2, batchSize: 32, verbose: 0 };
const { signal } = new AbortController();
await useBackend('wasm');
const sentences = await loadSentences(settings, { out() {}, err() {} }, signal);
const recipe = { ...recipeOf(variant, settings), epochs: 1 };
const words = [...sentences.tokenizer.wordIndex.keys()];
const vectors =
  variant === 'rand'
    ? undefined
    : KeyedVectors.from(
        words,
        words.map(() => Array.from({ length: recipe.dimension }, () => Math.random() - 0.5)),
      );
const model = network(variant, sentences, recipe, vectors, settings.seed);
const times = [];
for (let epoch = 0; epoch < Number(epochs); epoch++) {
  const began = [performance.now(), process.cpuUsage()];
  await train(variant, model, recipe, sentences, settings, { signal });
  const { user, system } = process.cpuUsage(began[1]);
  times.push([(performance.now() - began[0]) / 1000, (user + system) / 1e6]);
}
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const [wall, cpu] = [0, 1].map((which) => median(times.slice(1).map((time) => time[which])));
console.log(`ibex ${variant}: ${wall.toFixed(1)} s an epoch, ${cpu.toFixed(1)} s CPU`);
