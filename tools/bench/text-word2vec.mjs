// Word2Vec on the 50,000 IMDB reviews: raw words a second, and quality.
//   node tools/bench/text-word2vec.mjs <mirror folder> [skipGram|cbow] [workers] [epochs] [seed]
// CPU time (all threads) stands beside wall time, for busy machines. Build packages/text first.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import {
  evaluateWordAnalogies,
  evaluateWordPairs,
  Word2Vec,
} from '../../packages/text/dist/index.js';

const [mirror, model = 'skipGram', workers = '1', epochs = '1', seed = '1'] = process.argv.slice(2);

/** Lower-case letters and apostrophes, as the reference figures were made. */
function readSentences() {
  return ['train', 'test'].flatMap((part) =>
    gunzipSync(readFileSync(`${mirror}/imdb/aclImdb_${part}.jsonl.gz`))
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line)
            .text.replaceAll('<br />', ' ')
            .toLowerCase()
            .match(/[a-z0-9']+/g) ?? [],
      ),
  );
}

const sentences = readSentences();
const word2vec = new Word2Vec({
  model,
  workers: Number(workers),
  epochs: Number(epochs),
  seed: Number(seed),
});
const counting = performance.now();
await word2vec.buildVocab(sentences);
const vocabularySeconds = (performance.now() - counting) / 1000;

const cpu = process.cpuUsage();
const report = await word2vec.train(sentences);
const { user, system } = process.cpuUsage(cpu);
const cpuSeconds = (user + system) / 1e6;
console.log(
  `${model}, ${workers} workers, ${epochs} epochs: ${report.words} words, vocabulary ${word2vec.wv.size} ` +
    `(${vocabularySeconds.toFixed(1)} s); ${report.seconds.toFixed(1)} s wall, ${cpuSeconds.toFixed(1)} s CPU; ` +
    `${Math.round(report.words / report.seconds)} words/s wall, ${Math.round(report.words / cpuSeconds)} words per CPU second`,
);

const pairs = evaluateWordPairs(
  word2vec.wv,
  readFileSync(`${mirror}/words/wordsim353.tsv`, 'utf8'),
);
console.log(`WordSim-353 Spearman ${pairs.spearman.toFixed(3)} (oov ${pairs.oovRatio.toFixed(3)})`);
if (process.env.ANALOGIES !== '0') {
  const questions = readFileSync(`${mirror}/words/questions-words.txt`, 'utf8');
  const { score, asked } = evaluateWordAnalogies(word2vec.wv, questions);
  console.log(`analogies ${score.toFixed(3)} of ${asked}`);
}
