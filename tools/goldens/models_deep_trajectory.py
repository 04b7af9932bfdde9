"""The loss after each of 20 SGD steps of the tutorial's `deep` network, without dropout.

Writes packages/models/fixtures/deep-trajectory.json. Images are 8x8 to keep the test quick; the
architecture is the tutorial's. Weight i is formula(shape, i) times its scale.
"""

import json
from pathlib import Path

import keras
import numpy as np
from formula import formula
from keras import layers

EDGE, BATCH, STEPS, RATE = 8, 2, 20, 0.0625
# powers of two, so that scaling is exact
SCALES = [0.5, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125]


def network(classes):
    model = keras.Sequential(
        [
            keras.Input((EDGE, EDGE, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(classes, activation="softmax"),
        ]
    )
    model.set_weights(
        [formula(w.shape, i) * np.float32(s) for i, (w, s) in enumerate(zip(model.weights, SCALES))]
    )
    return model


def trajectory(classes):
    model = network(classes)
    model.compile(keras.optimizers.SGD(RATE), "categorical_crossentropy")
    losses = []
    for step in range(STEPS):
        x = formula((BATCH, EDGE, EDGE, 1), 1000 + step % 2)
        labels = [(i * 7 + step % 2) % classes for i in range(BATCH)]
        losses.append(model.train_on_batch(x, keras.utils.to_categorical(labels, classes)))
    return [float(f"{float(loss):.8g}") for loss in losses]


fixture = {
    "edge": EDGE,
    "batch": BATCH,
    "rate": RATE,
    "scales": SCALES,
    "losses": {str(classes): trajectory(classes) for classes in (2, 10)},
}
path = Path(__file__).parents[2] / "packages/models/fixtures/deep-trajectory.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
print(fixture["losses"])
