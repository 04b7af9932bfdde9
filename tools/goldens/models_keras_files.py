"""Writes a small trained model in all of Keras' forms of file to packages/models/fixtures.

    python tools/goldens/models_keras_files.py

keras.keras, keras.weights.h5, keras-whole.h5, and keras-files.json: the model's outputs, and the
losses of the steps that follow.
"""

import json
import os

import keras
import numpy as np
from formula import formula
from keras import layers

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packages/models/fixtures")


def rounded(values):
    return [float(f"{value:.8g}") for value in np.ravel(values)]


def main():
    keras.utils.set_random_seed(0)
    inputs = layers.Input((5, 3))
    x = layers.BatchNormalization(momentum=0.9)(layers.LSTM(2)(inputs))
    model = keras.Model(inputs, layers.Dense(2)(x))
    model.compile(keras.optimizers.Adam(0.01), loss="mean_squared_error", metrics=["mae"])
    x, y = formula((4, 5, 3), 1), formula((4, 2), 2)
    for _ in range(3):
        model.train_on_batch(x, y)
    model.save(os.path.join(OUT, "keras.keras"))
    model.save_weights(os.path.join(OUT, "keras.weights.h5"))
    model.save(os.path.join(OUT, "keras-whole.h5"))
    outputs = np.asarray(model(x))
    losses = [model.train_on_batch(x, y, return_dict=True)["loss"] for _ in range(10)]
    with open(os.path.join(OUT, "keras-files.json"), "w") as file:
        json.dump({"outputs": rounded(outputs), "losses": rounded(losses)}, file)


if __name__ == "__main__":
    main()
