// TfidfVectorizer against scikit-learn, in one sitting: fit_transform of the 50,000 IMDB reviews.
//   node tools/bench/text-tfidf.mjs <mirror folder> [python with scikit-learn]
// Prints CPU seconds (user + system) of each, medians of three; build packages/text first.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { TfidfVectorizer } from '../../packages/text/dist/index.js';

const [mirror = process.env.IBEX_DATASETS_MIRROR, python] = process.argv.slice(2);
const REPEATS = 3;

const PEER = `
import gzip, json, sys, time
from sklearn.feature_extraction.text import TfidfVectorizer
texts = [json.loads(line)["text"] for part in ("train", "test")
         for line in gzip.open(f"{sys.argv[1]}/imdb/aclImdb_{part}.jsonl.gz", "rt")]
times = []
for _ in range(${REPEATS}):
    start = time.process_time()
    matrix = TfidfVectorizer().fit_transform(texts)
    times.append(time.process_time() - start)
print(json.dumps({"times": times, "shape": matrix.shape, "nnz": int(matrix.nnz), "sum": float(matrix.sum())}))
`;

const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

function readTexts() {
  return ['train', 'test'].flatMap((part) =>
    gunzipSync(readFileSync(`${mirror}/imdb/aclImdb_${part}.jsonl.gz`))
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).text),
  );
}

const texts = readTexts();
const times = [];
let matrix;
for (let i = 0; i < REPEATS; i++) {
  const start = process.cpuUsage();
  matrix = new TfidfVectorizer().fitTransform(texts);
  const { user, system } = process.cpuUsage(start);
  times.push((user + system) / 1e6);
}
const ours = {
  times,
  shape: matrix.shape,
  nnz: matrix.nnz,
  sum: matrix.data.reduce((a, b) => a + b, 0),
};
console.log('ibex        ', JSON.stringify(ours));
if (python) {
  const peer = JSON.parse(execFileSync(python, ['-c', PEER, mirror], { encoding: 'utf8' }));
  console.log('scikit-learn', JSON.stringify(peer));
  console.log(`time ratio ${(median(ours.times) / median(peer.times)).toFixed(2)}`);
}
