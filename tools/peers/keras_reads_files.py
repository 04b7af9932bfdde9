"""Checks that Keras reads vocabularies and sharded weights that Ibex writes.

    python tools/peers/keras_reads_files.py      (after pnpm build)
"""

import json
import os
import subprocess
import sys
import tempfile

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
sys.path.insert(0, os.path.join(ROOT, "tools/goldens"))
FIXTURES = os.path.join(ROOT, "packages/models/fixtures")

import keras
import numpy as np
import tensorflow as tf
from formula import formula


def words(folder):
    with open(os.path.join(FIXTURES, "words.json")) as file:
        golden = json.load(file)
    inputs = golden["inputs"]
    texts, single = tf.constant(inputs["texts"]), tf.constant(inputs["words"])
    data = {"text": texts, "tf-idf": texts, "strings": single, "integers": tf.constant(inputs["numbers"])}
    for name, expected in golden["outputs"].items():
        model = keras.models.load_model(os.path.join(folder, f"words-{name}.keras"))
        output = np.asarray(model(data[name])).ravel()
        worst = float(np.max(np.abs(output - np.array(expected["values"]))))
        assert worst < 1e-6, (name, worst)
        print(f"words-{name}.keras: largest difference {worst:.1e}")


def shards(folder):
    model = keras.models.load_model(os.path.join(FIXTURES, "keras.keras"))
    expected = np.asarray(model(formula((4, 5, 3), 1)))
    state = [variable.numpy() for variable in model.optimizer.variables]
    for variable in model.variables:
        variable.assign(np.zeros(variable.shape))
    model.load_weights(os.path.join(folder, "model.weights.json"))
    worst = float(np.max(np.abs(np.asarray(model(formula((4, 5, 3), 1))) - expected)))
    assert worst < 1e-6, worst
    for variable, value in zip(model.optimizer.variables, state):
        assert np.allclose(variable.numpy(), value)
    files = [name for name in os.listdir(folder) if name.endswith(".h5")]
    print(f"model.weights.json with {len(files)} shards: largest difference {worst:.1e}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(ROOT, "tools/peers/write-files.mjs")
        subprocess.run(["node", script, folder], check=True)
        words(folder)
        shards(folder)


if __name__ == "__main__":
    main()
