"""Do Ibex and gensim learn the same word vectors, but for chance?

    IBEX_DATASETS_MIRROR=… python tools/peers/word2vec_alike.py [reviews]      (after pnpm build)

Skip-gram, five passes over the first 4,000 reviews of IMDB, three seeds each. Cosines of 200,000 pairs
of words are correlated between two runs of gensim, two of Ibex, and one of each; if both are the same
algorithm the three figures are equal. Beside them the mean cosine.
"""

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from itertools import product

import numpy as np
from gensim.models import KeyedVectors, Word2Vec

HERE = os.path.dirname(os.path.abspath(__file__))
REVIEWS = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
SEEDS = (1, 2, 3)
IBEX = """
import { saveWord2VecFormat, Word2Vec } from '%s/packages/text/dist/index.js';
const [corpus, seed, target] = process.argv.slice(1);
const model = await Word2Vec.fromCorpus(corpus, { model: 'skipGram', seed: Number(seed) });
await saveWord2VecFormat(model.wv, target);
""" % os.path.join(HERE, "../..")


def sentences():
    with gzip.open(f"{os.environ['IBEX_DATASETS_MIRROR']}/imdb/aclImdb_train.jsonl.gz", "rt") as file:
        for _, line in zip(range(REVIEWS), file):
            yield re.findall("[a-z0-9']+", json.loads(line)["text"].replace("<br />", " ").lower())


def directions(vectors, words):
    rows = np.array([vectors[word] for word in words])
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def main():
    corpus = list(sentences())
    runs = {"gensim": [], "ibex": []}
    with tempfile.TemporaryDirectory() as folder:
        text, target = os.path.join(folder, "corpus.txt"), os.path.join(folder, "vectors.txt")
        with open(text, "w") as file:
            file.writelines(" ".join(sentence) + "\n" for sentence in corpus)
        for seed in SEEDS:
            runs["gensim"].append(Word2Vec(corpus, sg=1, workers=1, seed=seed).wv)
            command = ["node", "--input-type=module", "-e", IBEX, text, str(seed), target]
            subprocess.run(command, check=True)
            runs["ibex"].append(KeyedVectors.load_word2vec_format(target))
    words = runs["gensim"][0].index_to_key
    runs = {name: [directions(vectors, words) for vectors in group] for name, group in runs.items()}
    rng = np.random.default_rng(0)
    bounds = [bound for bound in (0, 300, 1500, 4000, 8000) if bound < len(words)] + [len(words)]
    for low, high in zip(bounds, bounds[1:]):
        first, second = rng.integers(low, high, 200_000), rng.integers(0, high, 200_000)
        cosines = {
            name: [np.einsum("ij,ij->i", rows[first], rows[second]) for rows in group]
            for name, group in runs.items()
        }

        def alike(a, b):
            pairs = [(i, j) for i, j in product(range(len(SEEDS)), repeat=2) if a != b or i < j]
            return np.mean([np.corrcoef(cosines[a][i], cosines[b][j])[0, 1] for i, j in pairs])

        means = {name: np.mean(values) for name, values in cosines.items()}
        print(
            f"words {low} to {high}: gensim and gensim {alike('gensim', 'gensim'):.4f}, "
            f"Ibex and Ibex {alike('ibex', 'ibex'):.4f}, gensim and Ibex {alike('gensim', 'ibex'):.4f}; "
            f"mean cosine {means['gensim']:.4f}, {means['ibex']:.4f}"
        )


if __name__ == "__main__":
    main()
