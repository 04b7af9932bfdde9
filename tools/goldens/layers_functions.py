"""Values and gradients of Keras' activations, regularizers and constraints."""

import json
import os

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from formula import formula

OUT = os.path.join(os.path.dirname(__file__), "../../packages/layers/fixtures/functions.json")


def numbers(x):
    return [float(f"{v:.8g}") for v in np.asarray(x, dtype=np.float64).ravel()]


def differentiate(f, x):
    """f(x), and the gradient of sum(f(x) * formula(…, 2))."""
    x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
        loss = tf.reduce_sum(y * formula(y.shape, 2))
    return y, tape.gradient(loss, x)


# name, options as Ibex writes them, options as Keras does
ACTIVATIONS = [
    ("relu", {}, {}),
    ("relu", {"negativeSlope": 0.3}, {"negative_slope": 0.3}),
    ("relu", {"maxValue": 2}, {"max_value": 2}),
    ("relu", {"maxValue": 6}, {"max_value": 6}),
    ("relu", {"threshold": 0.5}, {"threshold": 0.5}),
    (
        "relu",
        {"negativeSlope": 0.2, "maxValue": 2, "threshold": 0.5},
        {"negative_slope": 0.2, "max_value": 2, "threshold": 0.5},
    ),
    ("relu6", {}, {}),
    ("leaky_relu", {}, {}),
    ("leaky_relu", {"negativeSlope": 0.4}, {"negative_slope": 0.4}),
    ("softmax", {}, {}),
    ("softmax", {"axis": 1}, {"axis": 1}),
    ("log_softmax", {}, {}),
    ("log_softmax", {"axis": 0}, {"axis": 0}),
    # Keras 3.15 adds up the running sums and so misses the definition where more than one entry
    # is above 0; along this axis none has more
    ("sparsemax", {"axis": 1}, {"axis": 1}),
    ("celu", {}, {}),
    ("celu", {"alpha": 0.5}, {"alpha": 0.5}),
    ("elu", {}, {}),
    ("elu", {"alpha": 0.5}, {"alpha": 0.5}),
    ("selu", {}, {}),
    ("softplus", {}, {}),
    ("softsign", {}, {}),
    ("squareplus", {}, {}),
    ("squareplus", {"b": 1}, {"b": 1}),
    ("soft_shrink", {}, {}),
    ("soft_shrink", {"threshold": 1.2}, {"threshold": 1.2}),
    ("hard_shrink", {}, {}),
    ("sparse_plus", {}, {}),
    ("silu", {}, {}),
    ("gelu", {}, {}),
    ("gelu", {"approximate": True}, {"approximate": True}),
    ("glu", {}, {}),
    ("glu", {"axis": 1}, {"axis": 1}),
    ("tanh", {}, {}),
    ("tanh_shrink", {}, {}),
    ("hard_tanh", {}, {}),
    (
        "threshold",
        {"threshold": 0.5, "defaultValue": -1},
        {"threshold": 0.5, "default_value": -1},
    ),
    ("sigmoid", {}, {}),
    ("log_sigmoid", {}, {}),
    ("hard_sigmoid", {}, {}),
    ("sparse_sigmoid", {}, {}),
    ("exponential", {}, {}),
    ("hard_silu", {}, {}),
    ("linear", {}, {}),
    ("mish", {}, {}),
]

REGULARIZERS = [
    keras.regularizers.L1(),
    keras.regularizers.L1(0.3),
    keras.regularizers.L2(),
    keras.regularizers.L2(0.2),
    keras.regularizers.L1L2(0.1),
    keras.regularizers.L1L2(0.1, 0.3),
    keras.regularizers.OrthogonalRegularizer(),
    keras.regularizers.OrthogonalRegularizer(0.5, "columns"),
]

CONSTRAINTS = [
    keras.constraints.MaxNorm(),
    keras.constraints.MaxNorm(0.7, axis=1),
    keras.constraints.NonNeg(),
    keras.constraints.UnitNorm(),
    keras.constraints.UnitNorm(axis=[0, 1]),
    keras.constraints.MinMaxNorm(),
    keras.constraints.MinMaxNorm(1.2, 1.3, rate=0.4, axis=1),
]


def activations():
    x = formula((3, 4, 6), 1) * 4
    for name, options, arguments in ACTIVATIONS:
        function = getattr(keras.activations, name)
        y, gradient = differentiate(lambda t: function(t, **arguments), x)
        yield {
            "name": name,
            "options": options,
            "shape": list(y.shape),
            "values": numbers(y),
            "gradient": numbers(gradient),
        }


def objects(cases):
    x = formula((4, 3), 3)
    for case in cases:
        y, gradient = differentiate(case, x)
        yield {
            "name": type(case).__name__,
            "config": case.get_config(),
            "values": numbers(y),
            "gradient": numbers(gradient),
        }


fixture = {
    "activations": list(activations()),
    "regularizers": list(objects(REGULARIZERS)),
    "constraints": list(objects(CONSTRAINTS)),
}
with open(OUT, "w") as file:
    json.dump(fixture, file, separators=(",", ":"))
    file.write("\n")
