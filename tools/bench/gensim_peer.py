"""Word2Vec of gensim on the 50,000 IMDB reviews: the peer of text-word2vec.mjs.

    python tools/bench/gensim_peer.py <mirror folder> [skipGram|cbow] [workers] [epochs] [seed]

Tokens, sizes and the two measures of quality are those of text-word2vec.mjs. Needs gensim 4.
"""

import gzip
import json
import re
import resource
import sys
import time

from gensim.models import Word2Vec

mirror, model, workers, epochs, seed = (sys.argv[1:] + ["skipGram", "1", "1", "1"][len(sys.argv) - 2 :])[:5]


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


sentences = [
    re.findall("[a-z0-9']+", json.loads(line)["text"].replace("<br />", " ").lower())
    for part in ("train", "test")
    for line in gzip.open(f"{mirror}/imdb/aclImdb_{part}.jsonl.gz", "rt")
]
word2vec = Word2Vec(
    vector_size=100,
    window=5,
    negative=5,
    min_count=5,
    sample=1e-3,
    sg=int(model == "skipGram"),
    workers=int(workers),
    epochs=int(epochs),
    seed=int(seed),
)
started = time.time()
word2vec.build_vocab(sentences)
vocabulary_seconds = time.time() - started

started, cpu = time.time(), cpu_seconds()
_, words = word2vec.train(sentences, total_examples=len(sentences), epochs=int(epochs))
seconds, cpu = time.time() - started, cpu_seconds() - cpu
print(
    f"gensim {model}, {workers} workers, {epochs} epochs: {words} words, "
    f"vocabulary {len(word2vec.wv)} ({vocabulary_seconds:.1f} s); {seconds:.1f} s wall, {cpu:.1f} s CPU; "
    f"{words / seconds:.0f} words/s wall, {words / cpu:.0f} words per CPU second"
)
_, spearman, oov = word2vec.wv.evaluate_word_pairs(f"{mirror}/words/wordsim353.tsv")
print(f"WordSim-353 Spearman {spearman[0]:.3f} (oov {oov / 100:.3f})")
score, _ = word2vec.wv.evaluate_word_analogies(f"{mirror}/words/questions-words.txt")
print(f"analogies {score:.3f}")
