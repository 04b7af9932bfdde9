"""What Keras' fit, evaluate and predict log and return for small networks.

Writes packages/models/fixtures/fit.json. Weights and data come from the formula; weight i of a
model is formula(shape, 100 + i) / 2.
"""

import json
from pathlib import Path

import keras
import numpy as np
from formula import formula
from keras import layers


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(v) for key, v in sorted(value.items())}
    if isinstance(value, (list, tuple)):
        return [rounded(v) for v in value]
    if isinstance(value, np.ndarray):
        return rounded(value.tolist())
    return float(f"{float(value):.8g}")


def with_formula_weights(model):
    model.set_weights([formula(w.shape, 100 + i) / 2 for i, w in enumerate(model.weights)])
    return model


def labels(count, classes):
    return np.array([(i * 7 + 3) % classes for i in range(count)], dtype="int32")


def classifier(classes=3, last="softmax", **options):
    return with_formula_weights(
        keras.Sequential(
            [
                keras.Input((4,)),
                layers.Dense(6, activation="relu", **options),
                layers.Dense(classes, activation=last),
            ]
        )
    )


def validation():
    model = classifier()
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    x, y = formula((12, 4), 1), labels(12, 3)
    history = model.fit(
        x, y, batch_size=5, epochs=3, shuffle=False, verbose=0,
        validation_data=(formula((7, 4), 2), labels(7, 3)), validation_batch_size=3,
    )
    return {
        "history": history.history,
        "evaluate": model.evaluate(x, y, verbose=0, batch_size=5),
        "predict": model.predict(x[:4], verbose=0),
    }


def class_weight():
    model = classifier()
    model.compile(
        keras.optimizers.SGD(0.1), "categorical_crossentropy",
        metrics=["acc"], weighted_metrics=["acc", "mse"],
    )
    history = model.fit(
        formula((16, 4), 3), keras.utils.to_categorical(labels(16, 3), 3), batch_size=4, epochs=3,
        shuffle=False, verbose=0, validation_split=0.25, class_weight={0: 1.0, 2: 3.5},
    )
    return {"history": history.history}


def sample_weight():
    model = classifier(2, "linear", kernel_regularizer=keras.regularizers.L2(0.05))
    model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mae"], weighted_metrics=["mae"])
    x, y = formula((10, 4), 4), formula((10, 2), 5)
    weights = (np.arange(10) % 4).astype("float32")
    history = model.fit(
        x, y, batch_size=4, epochs=3, shuffle=False, verbose=0, sample_weight=weights,
        validation_data=(x[:5], y[:5], weights[:5]), validation_freq=2,
    )
    return {
        "history": history.history,
        "evaluate": model.evaluate(x, y, sample_weight=weights, batch_size=4, verbose=0),
    }


def binary():
    model = classifier(1, "sigmoid")
    model.compile(
        keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True),
        keras.losses.BinaryCrossentropy(label_smoothing=0.1), metrics=["accuracy", "mse"],
    )
    x, y = formula((8, 4), 6), labels(8, 2)
    history = model.fit(x, y, batch_size=3, epochs=3, shuffle=False, verbose=0, initial_epoch=1)
    return {
        "history": history.history,
        "epoch": history.epoch,
        "train_on_batch": model.train_on_batch(x, y),
        "test_on_batch": model.test_on_batch(x, y, return_dict=True),
    }


def two_outputs():
    first, second = keras.Input((4,), name="first"), keras.Input((2,), name="second")
    hidden = layers.Dense(5, activation="tanh", name="hidden")(layers.Concatenate()([first, second]))
    kind = layers.Dense(3, activation="softmax", name="kind")(hidden)
    size = layers.Dense(1, name="size")(hidden)
    model = with_formula_weights(keras.Model([first, second], [kind, size]))
    model.compile(
        keras.optimizers.SGD(0.1),
        loss={"kind": "sparse_categorical_crossentropy", "size": "mse"},
        loss_weights={"kind": 1.0, "size": 0.25},
        metrics={"kind": ["accuracy"], "size": ["mae", "mse"]},
        weighted_metrics=[["accuracy"], []],
    )
    x = [formula((9, 4), 7), formula((9, 2), 8)]
    # lists: dictionaries of sample weights fail in Keras 3.15
    y = [labels(9, 3), formula((9, 1), 9)]
    weights = [(np.arange(9) % 3).astype("float32"), np.ones(9, "float32")]
    # batches of one size: of others Keras on TensorFlow takes the plain mean of an output's losses
    history = model.fit(
        x, y, batch_size=3, epochs=3, shuffle=False, verbose=0, sample_weight=weights,
        validation_data=(x, y),
    )
    return {
        "history": history.history,
        "evaluate": model.evaluate(x, y, batch_size=3, verbose=0),
        "by_name": model.evaluate(x, y, batch_size=3, verbose=0, return_dict=True),
    }


def masked():
    model = keras.Sequential(
        [keras.Input((4, 3)), layers.Masking(), layers.Dense(5, activation="tanh"), layers.Dense(2)]
    )
    with_formula_weights(model)
    model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"], weighted_metrics=["mse"])
    x, y = formula((6, 4, 3), 10).copy(), formula((6, 4, 2), 11)
    for i in range(6):
        x[i, 4 - i % 3 :] = 0
    history = model.fit(
        x, y, batch_size=4, epochs=3, shuffle=False, verbose=0, validation_data=(x, y)
    )
    weights = (np.arange(24) % 3 + 1).astype("float32").reshape(6, 4)
    return {
        "history": history.history,
        "evaluate": model.evaluate(x, y, sample_weight=weights, verbose=0),
    }


CASES = [validation, class_weight, sample_weight, binary, two_outputs, masked]
fixture = {case.__name__: rounded(case()) for case in CASES}
path = Path(__file__).parents[2] / "packages/models/fixtures/fit.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")
