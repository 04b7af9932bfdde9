"""Writes what Keras keeps in several files, and vocabularies, to packages/models/fixtures.

    python tools/goldens/models_shards_and_words.py

keras-sharded.weights.json and its shards: the weights of the model of models_keras_files.py;
words-NAME.keras: adapted preprocessing layers; words.json: what these make of the same inputs.
"""

import json
import os

import keras
import numpy as np
import tensorflow as tf
from keras import layers

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packages/models/fixtures")
TEXTS = [["the cat sat"], ["The dog sat down!"], ["a cat"]]
NUMBERS = [[5, 7], [7, 12], [12, 3]]


def shards():
    model = keras.models.load_model(os.path.join(OUT, "keras.keras"))
    path = os.path.join(OUT, "keras-sharded.weights.json")
    # in GiB: 200 bytes
    model.save_weights(path, max_shard_size=200 / 1024**3)


def words(name, layer, data, dtype):
    layer.adapt(data)
    inputs = keras.Input((data.shape[1],), dtype=dtype)
    model = keras.Model(inputs, layer(inputs))
    model.save(os.path.join(OUT, f"words-{name}.keras"))
    output = np.asarray(model(data))
    return {"shape": list(output.shape), "values": [float(f"{v:.8g}") for v in output.ravel()]}


def main():
    shards()
    texts = tf.constant(TEXTS)
    single = tf.constant([[word for word in row[0].split()[:2]] for row in TEXTS])
    numbers = tf.constant(NUMBERS, dtype="int64")
    golden = {
        "text": words("text", layers.TextVectorization(), texts, "string"),
        "tf-idf": words("tf-idf", layers.TextVectorization(output_mode="tf_idf"), texts, "string"),
        "strings": words("strings", layers.StringLookup(mask_token="[M]"), single, "string"),
        "integers": words("integers", layers.IntegerLookup(), numbers, "int64"),
    }
    inputs = {"texts": TEXTS, "words": [[w.decode() for w in row] for row in single.numpy()], "numbers": NUMBERS}
    with open(os.path.join(OUT, "words.json"), "w") as file:
        json.dump({"inputs": inputs, "outputs": golden}, file)


if __name__ == "__main__":
    main()
