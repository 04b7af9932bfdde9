"""The sentence CNN of apps/sentence-cnn by Keras and gensim: same sentences, split, network, figures.

    IBEX_DATASETS_MIRROR=… python tools/peers/sentence_cnn.py rand|static|nonstatic [options]

    --order file|shuffled   sentences that word2vec reads: praise before blame, or in random order
    --word2vec then|now     gensim's defaults when the tutorial was written (skip-gram, hierarchical
                            softmax), or today's (CBOW, negative sampling)
    --passes N              of word2vec over the sentences (5)
    --random-labels         sentences in random order, the first half called praise: nothing can be
                            learned from them, so an accuracy above one half shows that vectors
                            learned in the order of the labels give these away
    --vectors FILE          word vectors in word2vec's text format instead of gensim's own
    --seeds, --threads, and --epochs, --dimension, --filters, --hidden, --dropout instead of the tutorial's

Printed for each seed: the best accuracy on the sentences kept back, the last one, and the median
seconds of an epoch, the first one left out. `sentence-cnn.mjs` times Ibex in the same way.
"""

import argparse
import os
import re
import time
from collections import Counter

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from gensim.models import KeyedVectors, Word2Vec
from keras import layers

MIRROR = os.environ["IBEX_DATASETS_MIRROR"]
PADDING = "<PAD/>"
# epochs, dimension, filters, hidden units, dropout
TUTORIAL = {
    "rand": (8, 20, 150, 150, (0.25, 0.5)),
    "static": (7, 100, 150, 150, (0.25, 0.5)),
    "nonstatic": (61, 20, 3, 100, (0.7, 0.8)),
}
THEN = dict(sg=1, hs=1, negative=0, cbow_mean=0)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("variant", choices=TUTORIAL)
    parser.add_argument("--order", choices=["file", "shuffled"], default="file")
    parser.add_argument("--word2vec", choices=["then", "now"], default="then")
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--random-labels", action="store_true")
    parser.add_argument("--vectors")
    parser.add_argument("--seeds", type=int, nargs="+", default=[2])
    parser.add_argument("--threads", type=int, default=1)
    args, _ = parser.parse_known_args()
    epochs, dimension, filters, hidden, dropout = TUTORIAL[args.variant]
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--dimension", type=int, default=dimension)
    parser.add_argument("--filters", type=int, default=filters)
    parser.add_argument("--hidden", type=int, default=hidden)
    parser.add_argument("--dropout", type=float, nargs=2, default=dropout)
    return parser.parse_args()


def clean(text):
    text = re.sub(r"[^A-Za-z0-9(),!?'`]", " ", text)
    text = re.sub(r"('s|'ve|n't|'re|'d|'ll)", r" \1", text)
    text = re.sub(r"([,!()?])", r" \1 ", text)
    return re.sub(r"\s{2,}", " ", text).strip().lower().split(" ")


def read(random_labels):
    """Sentences filled up to the longest, praise first, and their labels."""
    parts = []
    for name in ("pos", "neg"):
        with open(f"{MIRROR}/text/rt-polarity.{name}", encoding="cp1252", newline="\n") as file:
            parts.append([clean(line) for line in file.read().strip().split("\n")])
    sentences = parts[0] + parts[1]
    if random_labels:
        sentences = [sentences[i] for i in np.random.RandomState(99).permutation(len(sentences))]
    length = max(map(len, sentences))
    padded = [sentence + [PADDING] * (length - len(sentence)) for sentence in sentences]
    return padded, np.array([1] * len(parts[0]) + [0] * len(parts[1]))


def learn(sentences, vocabulary, args, seed):
    """A row of length 1 for each word."""
    if args.vectors:
        vectors = KeyedVectors.load_word2vec_format(args.vectors)
    else:
        if args.order == "shuffled":
            order = np.random.RandomState(seed + 100).permutation(len(sentences))
            sentences = [sentences[i] for i in order]
        options = THEN if args.word2vec == "then" else {}
        vectors = Word2Vec(
            sentences, vector_size=args.dimension, min_count=1, window=10, sample=1e-3,
            workers=1, epochs=args.passes, seed=seed, **options,
        ).wv
    rows = np.random.RandomState(seed).uniform(-0.25, 0.25, (len(vocabulary), vectors.vector_size))
    for i, word in enumerate(vocabulary):
        if word in vectors:
            rows[i] = vectors[word] / np.linalg.norm(vectors[word])
    return rows


def network(args, length, vocabulary, rows):
    words = keras.Input((length,))
    embedding = layers.Embedding(len(vocabulary), args.dimension, trainable=args.variant != "static")
    features = embedding(words)
    if rows is not None:
        embedding.set_weights([rows])
    features = layers.Dropout(args.dropout[0])(features)
    parts = []
    for width in (3, 4):
        found = layers.Conv1D(args.filters, width, activation="relu")(features)
        parts.append(layers.Flatten()(layers.MaxPooling1D(2)(found)))
    hidden = layers.Dense(args.hidden, activation="relu")(layers.Concatenate()(parts))
    hidden = layers.Dropout(args.dropout[1])(hidden)
    model = keras.Model(words, layers.Dense(1, activation="sigmoid")(hidden))
    model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
    return model


class Clock(keras.callbacks.Callback):
    """Wall and CPU seconds of each epoch, its validation included."""

    def on_epoch_begin(self, epoch, logs=None):
        self.began = time.perf_counter(), time.process_time()
        if epoch == 0:
            self.wall, self.cpu = [], []

    def on_epoch_end(self, epoch, logs=None):
        self.wall.append(time.perf_counter() - self.began[0])
        self.cpu.append(time.process_time() - self.began[1])


def main():
    args = arguments()
    tf.config.threading.set_intra_op_parallelism_threads(args.threads)
    tf.config.threading.set_inter_op_parallelism_threads(args.threads)
    sentences, labels = read(args.random_labels)
    vocabulary = [word for word, _ in Counter(word for s in sentences for word in s).most_common()]
    numbers = {word: i for i, word in enumerate(vocabulary)}
    order = np.random.RandomState(2).permutation(len(labels))
    x = np.array([[numbers[word] for word in sentence] for sentence in sentences])[order]
    y = labels[order]
    end = int(len(y) * 0.9)
    print(f"{len(y)} sentences of {x.shape[1]} words, {len(vocabulary)} different ones")
    for seed in args.seeds:
        keras.utils.set_random_seed(seed)
        rows = None if args.variant == "rand" else learn(sentences, vocabulary, args, seed)
        model = network(args, x.shape[1], vocabulary, rows)
        clock = Clock()
        history = model.fit(
            x[:end], y[:end], epochs=args.epochs, batch_size=32,
            validation_data=(x[end:], y[end:]), verbose=0, callbacks=[clock],
        ).history["val_accuracy"]
        wall, cpu = (np.median(times[1:] or times) for times in (clock.wall, clock.cpu))
        best = int(np.argmax(history))
        print(
            f"{args.variant}, seed {seed}: best {history[best]:.4f} in {best + 1} of {args.epochs}, "
            f"last {history[-1]:.4f}; {wall:.1f} s an epoch, {cpu:.1f} s CPU",
            flush=True,
        )


if __name__ == "__main__":
    main()
