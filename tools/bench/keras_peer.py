"""Times workloads of workloads.mjs in Keras and prints one line of JSON for each.

python keras_peer.py WORKLOAD[,WORKLOAD…] --passes 3 [--threads 1] [--quick] [--first-batch]
"""

import argparse
import json
import os
import resource
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
started = time.perf_counter()

import numpy as np
import tensorflow as tf
import keras
from keras import layers as L


def floats(shape, seed=1):
    i = np.arange(int(np.prod(shape)), dtype=np.int64)
    return (((i * 7919 + seed * 104729) % 1999) / 2000).astype(np.float32).reshape(shape)


def ids(shape, below, seed=1):
    i = np.arange(int(np.prod(shape)), dtype=np.int64)
    return (((i * 7919 + seed * 104729) % 104711) % below).astype(np.int32).reshape(shape)


def one_hot(n, classes):
    return np.eye(classes, dtype=np.float32)[ids((n,), classes, 2)]


def binary(n):
    return ids((n, 1), 2, 3).astype(np.float32)


def conv(filters, **rest):
    return L.Conv2D(filters, 3, activation="relu", **rest)


def mnist(*stack):
    return dict(
        samples=1280, batch=128, optimizer="adadelta", loss="categorical_crossentropy",
        model=lambda: keras.Sequential([keras.Input((28, 28, 1)), *stack]),
        data=lambda n: (floats((n, 28, 28, 1)), one_hot(n, 2)),
    )


def imdb(kind):
    return dict(
        samples=320, batch=32, optimizer="adam", loss="binary_crossentropy",
        model=lambda: keras.Sequential(
            [keras.Input((100,)), L.Embedding(20000, 128), kind(128), L.Dense(1, activation="sigmoid")]
        ),
        data=lambda n: (ids((n, 100), 20000), binary(n)),
    )


def autoencoder_data(n):
    x = floats((n, 784))
    return x, x


def sentence_cnn():
    inputs = keras.Input((56,))
    words = L.Dropout(0.25)(L.Embedding(18765, 20)(inputs))
    branches = [L.Flatten()(L.MaxPooling1D(2)(L.Conv1D(10, k, activation="relu")(words))) for k in (3, 8)]
    hidden = L.Dense(50, activation="relu")(L.Dropout(0.5)(L.Concatenate()(branches)))
    return keras.Model(inputs, L.Dense(1, activation="sigmoid")(hidden))


def transformer():
    inputs = keras.Input((64,))
    x = L.Embedding(1000, 128)(inputs)
    for _ in range(2):
        x = L.LayerNormalization()(L.Add()([x, L.MultiHeadAttention(4, 32)(x, x)]))
        x = L.LayerNormalization()(L.Add()([x, L.Dense(128)(L.Dense(512, activation="relu")(x))]))
    return keras.Model(inputs, L.Dense(10, activation="softmax")(L.GlobalAveragePooling1D()(x)))


def vgg16():
    stack = []
    for filters, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        stack += [conv(filters, padding="same") for _ in range(count)] + [L.MaxPooling2D(2)]
    stack += [L.Flatten(), L.Dense(4096, activation="relu"), L.Dense(4096, activation="relu")]
    return keras.Sequential([keras.Input((224, 224, 3)), *stack, L.Dense(1000, activation="softmax")])


def mobilenet():
    relu6 = lambda: [L.BatchNormalization(), L.ReLU(6)]
    stack = [L.Conv2D(32, 3, strides=2, padding="same", use_bias=False), *relu6()]
    blocks = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
    for filters, strides in blocks:
        stack += [L.DepthwiseConv2D(3, strides=strides, padding="same", use_bias=False), *relu6()]
        stack += [L.Conv2D(filters, 1, use_bias=False), *relu6()]
    stack += [L.GlobalAveragePooling2D(), L.Dense(1000, activation="softmax")]
    return keras.Sequential([keras.Input((224, 224, 3)), *stack])


WORKLOADS = {
    "mnist simple": lambda: mnist(conv(32), L.Flatten(), L.Dense(2, activation="softmax")),
    "mnist dense": lambda: mnist(
        conv(32), L.Flatten(), L.Dense(128, activation="relu"), L.Dense(2, activation="softmax")
    ),
    "mnist dropout": lambda: mnist(
        conv(32), L.Flatten(), L.Dense(128, activation="relu"), L.Dropout(0.5), L.Dense(2, activation="softmax")
    ),
    "mnist deep": lambda: mnist(
        conv(32), conv(32), L.MaxPooling2D(2), L.Dropout(0.25), L.Flatten(),
        L.Dense(128, activation="relu"), L.Dropout(0.5), L.Dense(2, activation="softmax"),
    ),
    "mnist batchnorm": lambda: mnist(
        L.Conv2D(32, 3), L.BatchNormalization(), L.Activation("relu"),
        L.Conv2D(32, 3), L.BatchNormalization(), L.Activation("relu"), L.MaxPooling2D(2), L.Flatten(),
        L.Dense(128, activation="relu"), L.Dense(2, activation="softmax"),
    ),
    "autoencoder": lambda: dict(
        samples=12800, batch=256, optimizer="adadelta", loss="binary_crossentropy",
        model=lambda: keras.Sequential(
            [keras.Input((784,)), L.Dense(32, activation="relu"), L.Dense(784, activation="sigmoid")]
        ),
        data=autoencoder_data,
    ),
    "sentence cnn": lambda: dict(
        samples=1600, batch=32, optimizer="adam", loss="binary_crossentropy",
        model=sentence_cnn, data=lambda n: (ids((n, 56), 18765), binary(n)),
    ),
    "imdb simpleRNN": lambda: imdb(L.SimpleRNN),
    "imdb lstm": lambda: imdb(L.LSTM),
    "imdb gru": lambda: imdb(L.GRU),
    "character lstm": lambda: dict(
        samples=1280, batch=128, optimizer="rmsprop", loss="categorical_crossentropy",
        model=lambda: keras.Sequential([keras.Input((40, 59)), L.LSTM(128), L.Dense(59, activation="softmax")]),
        data=lambda n: (floats((n, 40, 59)), one_hot(n, 59)),
    ),
    "transformer": lambda: dict(
        samples=160, batch=16, optimizer="adam", loss="sparse_categorical_crossentropy",
        model=transformer, data=lambda n: (ids((n, 64), 1000), ids((n,), 10, 3)),
    ),
    "vgg16 forward": lambda: dict(
        samples=2, batch=1, forward=True, model=vgg16, data=lambda n: (floats((n, 224, 224, 3)), None)
    ),
    "mobilenet forward": lambda: dict(
        samples=8, batch=1, forward=True, model=mobilenet, data=lambda n: (floats((n, 224, 224, 3)), None)
    ),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("workload")
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--first-batch", action="store_true")
    args = parser.parse_args()
    if args.threads:
        tf.config.threading.set_intra_op_parallelism_threads(args.threads)
        tf.config.threading.set_inter_op_parallelism_threads(args.threads)
    for name in args.workload.split(","):
        measure(name, args)


def measure(name, args):
    w = WORKLOADS[name]()
    batch, forward = w["batch"], w.get("forward", False)
    samples = w["samples"]
    if args.quick and not forward:
        samples = max(batch * 2, samples // 2 // batch * batch)
    if args.first_batch:
        samples = batch
    x, y = w["data"](samples)
    model = w["model"]()
    if not forward:
        model.compile(optimizer=w["optimizer"], loss=w["loss"])

    def one_pass():
        if forward:
            model.predict(x, batch_size=batch, verbose=0)
        else:
            model.fit(x, y, epochs=1, batch_size=batch, verbose=0, shuffle=False)

    one_pass()
    if args.first_batch:
        print("first batch", flush=True)
        os._exit(0)
    first = time.perf_counter() - started
    times = []
    for _ in range(args.passes):
        start = time.perf_counter()
        one_pass()
        times.append(time.perf_counter() - start)
    steps = -(-samples // batch)
    print(json.dumps({
        "engine": "keras", "name": name, "msPerStep": 1000 * sorted(times)[len(times) // 2] / steps,
        "firstPassMs": first * 1000, "peakMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))


main()
