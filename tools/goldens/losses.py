"""Values and gradients of Keras' losses: single samples, weighted, masked, in every reduction."""

import json
import os
import pathlib

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras.src import losses as all_losses
from keras.src.losses.losses import CategoricalGeneralizedCrossEntropy
from losses_inputs import make, spec


def numbers(x):
    return [float(f"{v:.8g}") for v in np.asarray(x, np.float64).ravel()]


ELEMENTWISE = ["MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError",
               "MeanSquaredLogarithmicError", "LogCosh", "Huber", "CosineSimilarity"]
PAIRS = [
    (spec("signed", (4, 3), 1), spec("signed", (4, 3), 2)),
    (spec("unit", (2, 3, 2), 3), spec("unit", (2, 3, 2), 4)),
    (spec("unit", (5,), 5), spec("unit", (5, 1), 6)),
]
BINARY = [
    (spec("binary", (4, 3), 1), spec("unit", (4, 3), 2)),
    (spec("binary", (6,), 3), spec("unit", (6, 1), 4)),
    (spec("binary", (2, 3, 2), 5), spec("unit", (2, 3, 2), 6)),
]
BINARY_LOGITS = [
    (spec("binary", (4, 3), 1), spec("signed", (4, 3), 2)),
    (spec("binary", (3, 2), 1), spec("large", (3, 2), 2)),
]
ONEHOT = [
    (spec("onehot", (5,), 1, classes=4), spec("probabilities", (5, 4), 2)),
    (spec("onehot", (2, 3), 3, classes=4), spec("unit", (2, 3, 4), 4)),
]
ONEHOT_LOGITS = [
    (spec("onehot", (5,), 1, classes=4), spec("signed", (5, 4), 2)),
    (spec("probabilities", (3, 4), 1), spec("large", (3, 4), 2)),
]
SPARSE = [
    (spec("classes", (5,), 1, classes=4), spec("probabilities", (5, 4), 2)),
    (spec("classes", (5, 1), 3, classes=4), spec("unit", (5, 4), 4)),
    (spec("classes", (2, 3), 5, classes=3), spec("probabilities", (2, 3, 3), 6)),
]
SPARSE_LOGITS = [
    (spec("classes", (5,), 1, classes=4), spec("signed", (5, 4), 2)),
    (spec("classes", (3,), 1, classes=150), spec("large", (3, 150), 2)),
]
CLIPPED = (spec("onehot", (3,), 1, classes=2),
           spec("given", (3, 2), 0, values=[1, 0, 0, 1, 1e-9, 1]))

CASES = (
    [(name, {}, *pair) for name in ELEMENTWISE for pair in PAIRS]
    + [("Huber", {"delta": 0.3}, *PAIRS[0]), ("CosineSimilarity", {"axis": 0}, *PAIRS[0])]
    + [("Poisson", {}, spec("unit", (4, 3), 1), spec("unit", (4, 3), 2)),
       ("KLDivergence", {}, spec("probabilities", (4, 3), 1), spec("probabilities", (4, 3), 2)),
       ("KLDivergence", {}, spec("binary", (2, 3, 2), 1), spec("unit", (2, 3, 2), 2))]
    + [(name, {}, spec(kind, (4, 3), 1), spec("signed", (4, 3), 2))
       for name in ["Hinge", "SquaredHinge"] for kind in ["sign", "binary", "signed"]]
    + [("CategoricalHinge", {}, spec("onehot", (4,), 1, classes=3), spec("signed", (4, 3), 2))]
    + [("BinaryCrossentropy", c, *pair) for c in [{}, {"label_smoothing": 0.2}] for pair in BINARY]
    + [("BinaryCrossentropy", {"from_logits": True, **c}, *pair)
       for c in [{}, {"label_smoothing": 0.1}] for pair in BINARY_LOGITS]
    + [("BinaryCrossentropy", {}, *CLIPPED)]
    + [("BinaryFocalCrossentropy", c, *BINARY[0]) for c in
       [{}, {"apply_class_balancing": True, "alpha": 0.4, "gamma": 1.5}, {"label_smoothing": 0.1}]]
    + [("BinaryFocalCrossentropy", {"from_logits": True}, *BINARY_LOGITS[0])]
    + [("CategoricalCrossentropy", c, *pair)
       for c in [{}, {"label_smoothing": 0.2}] for pair in ONEHOT]
    + [("CategoricalCrossentropy", {"from_logits": True, **c}, *pair)
       for c in [{}, {"label_smoothing": 0.1}] for pair in ONEHOT_LOGITS]
    + [("CategoricalCrossentropy", {"axis": 1}, spec("binary", (2, 3, 2), 1),
        spec("unit", (2, 3, 2), 2)),
       ("CategoricalCrossentropy", {"axis": 1, "from_logits": True}, spec("unit", (2, 3, 2), 1),
        spec("signed", (2, 3, 2), 2)),
       ("CategoricalCrossentropy", {}, *CLIPPED)]
    + [("CategoricalFocalCrossentropy", c, *ONEHOT[0]) for c in
       [{}, {"alpha": 0.5, "gamma": 3.0}, {"label_smoothing": 0.1}]]
    + [("CategoricalFocalCrossentropy", {"from_logits": True}, *ONEHOT_LOGITS[0])]
    + [("SparseCategoricalCrossentropy", c, *pair)
       for c in [{}, {"ignore_class": 2}] for pair in SPARSE]
    + [("SparseCategoricalCrossentropy", {"from_logits": True, **c}, *pair)
       for c in [{}, {"ignore_class": -1}] for pair in SPARSE_LOGITS]
    + [("CategoricalGeneralizedCrossEntropy", c, *SPARSE[0]) for c in [{}, {"q": 0.8}]]
    + [(name, c, spec("binary", (2, 3, 2), 1), spec("unit", (2, 3, 2), 2))
       for name in ["Dice", "Tversky"] for c in [{}, {"axis": [1, 2]}]]
    + [("Tversky", {"alpha": 0.3, "beta": 0.8}, spec("binary", (2, 6), 1), spec("unit", (2, 6), 2))]
    + [("Circle", c, spec("classes", (6,), 1, classes=3), spec("normalized", (6, 4), 2))
       for c in [{}, {"gamma": 10.0, "margin": 0.25}, {"remove_diagonal": False}]]
    + [("CTC", {}, spec("given", (3, 3), 0, values=[1, 2, 2, 3, 0, 0, 2, 1, 0]),
        spec("signed", (3, 7, 4), 2))]
)

SCALAR = {("Dice", None), ("Tversky", None)}


def gradient(loss, y_true, y_pred, weight):
    x = tf.Variable(y_pred)
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(loss(y_true, tf.identity(x), sample_weight=weight))
    return tape.gradient(total, x)


out = []
for name, config, true_spec, pred_spec in CASES:
    make_loss = getattr(all_losses, name, None) or CategoricalGeneralizedCrossEntropy
    y_true, y_pred = make(true_spec), make(pred_spec)
    case = {"loss": name, "options": config, "yTrue": true_spec, "yPred": pred_spec}
    plain = make_loss(**config)
    case["config"] = plain.get_config()
    samples = plain.call(tf.constant(y_true), tf.constant(y_pred))
    case["samples"] = {"shape": list(samples.shape), "values": numbers(samples)}
    weights = [None]
    if len(samples.shape):
        weights.append(spec("unit", samples.shape[:1], 9))
    case["runs"] = []
    for weight_spec in weights:
        weight = None if weight_spec is None else make(weight_spec)
        for reduction in ["sum_over_batch_size", "sum", "mean_with_sample_weight", "none"]:
            if weight_spec is None and reduction == "none":
                continue
            if weight is not None and reduction == "none" and len(samples.shape) > 1:
                continue
            if weight is not None and len(samples.shape) > 1:
                weight_spec = spec("unit", samples.shape, 9)
                weight = make(weight_spec)
            loss = make_loss(**config, reduction=reduction)
            value = loss(y_true, y_pred, sample_weight=weight)
            run = {"reduction": reduction, "weight": weight_spec, "value": numbers(value)}
            if reduction == "sum_over_batch_size":
                run["gradient"] = numbers(gradient(loss, y_true, y_pred, weight))
            case["runs"].append(run)
    out.append(case)

# what a mask on the predictions does
masked = []
for reduction in ["sum_over_batch_size", "sum", "mean_with_sample_weight", "none"]:
    for weight_spec in [None, spec("unit", (2, 3), 9)]:
        true_spec, pred_spec = spec("signed", (2, 3, 2), 1), spec("signed", (2, 3, 2), 2)
        mask = [1, 0, 1, 1, 1, 0]
        y_pred = tf.constant(make(pred_spec))
        keras.src.backend.set_keras_mask(y_pred, tf.constant(np.reshape(mask, (2, 3)), tf.bool))
        weight = None if weight_spec is None else make(weight_spec)
        value = keras.losses.MeanSquaredError(reduction=reduction)(make(true_spec), y_pred, weight)
        masked.append({"reduction": reduction, "weight": weight_spec, "yTrue": true_spec,
                       "yPred": pred_spec, "mask": mask, "value": numbers(value)})

path = pathlib.Path(__file__).parents[2] / "packages/losses/fixtures/losses.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps({"cases": out, "masked": masked}, separators=(",", ":")) + "\n")
