"""What Keras' EarlyStopping and ReduceLROnPlateau decide over recorded curves.

Writes packages/callbacks/fixtures/decisions.json.
"""

import json
from pathlib import Path

import keras

CURVES = {
    "down_then_flat": [1.0, 0.8, 0.7, 0.65, 0.64, 0.6399, 0.6401, 0.64, 0.645, 0.65, 0.66, 0.67],
    "noisy": [0.9, 0.95, 0.7, 0.8, 0.75, 0.69, 0.71, 0.72, 0.5, 0.55, 0.56, 0.57, 0.58, 0.59],
    "up": [0.1, 0.2, 0.15, 0.3, 0.3, 0.29, 0.35, 0.35, 0.34, 0.33, 0.32, 0.31],
    "worse_at_once": [0.5, 0.6, 0.7, 0.8, 0.9],
}

EARLY_STOPPING = [
    {},
    {"patience": 2},
    {"patience": 3, "min_delta": 0.01},
    {"patience": 2, "restore_best_weights": True},
    {"patience": 3, "baseline": 0.6, "restore_best_weights": True},
    {"patience": 1, "start_from_epoch": 4, "restore_best_weights": True},
    {"patience": 2, "mode": "max", "restore_best_weights": True},
]

PLATEAU = [
    {"patience": 2},
    {"patience": 1, "factor": 0.5, "min_delta": 0.01},
    {"patience": 1, "factor": 0.2, "cooldown": 2},
    {"patience": 1, "factor": 0.5, "min_lr": 0.02},
    {"patience": 2, "mode": "max", "factor": 0.5},
]


class Recorder:
    """A model that only remembers: its single weight is the number of the epoch."""

    def __init__(self):
        self.optimizer = keras.optimizers.SGD(0.1)
        self.stop_training = False
        self.weights = 0

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = weights


def early_stopping(curve, options):
    model, callback = Recorder(), keras.callbacks.EarlyStopping(monitor="loss", **options)
    callback.set_model(model)
    callback.on_train_begin()
    epochs = 0
    for epoch, value in enumerate(curve):
        model.weights = epoch + 1
        callback.on_epoch_end(epoch, {"loss": value})
        epochs += 1
        if model.stop_training:
            break
    callback.on_train_end()
    return {
        "epochs": epochs,
        "stopped_epoch": callback.stopped_epoch,
        "best_epoch": callback.best_epoch,
        "weights": model.weights,
    }


def plateau(curve, options):
    model, callback = Recorder(), keras.callbacks.ReduceLROnPlateau(monitor="loss", **options)
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, value in enumerate(curve):
        callback.on_epoch_end(epoch, {"loss": value})
        rates.append(float(f"{float(model.optimizer.learning_rate.numpy()):.8g}"))
    return rates


def cases(run, all_options):
    return [
        {"curve": name, "options": options, "expected": run(curve, options)}
        for name, curve in CURVES.items()
        for options in all_options
    ]


fixture = {
    "curves": CURVES,
    "early_stopping": cases(early_stopping, EARLY_STOPPING),
    "reduce_lr_on_plateau": cases(plateau, PLATEAU),
}
path = Path(__file__).parents[2] / "packages/callbacks/fixtures/decisions.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
