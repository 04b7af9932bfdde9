"""Results of Keras' metrics after each of several batches, with and without sample weights."""

import json
import os
import pathlib

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from losses_inputs import make, spec


def numbers(x):
    return [float(f"{v:.8g}") for v in np.asarray(x, np.float64).ravel()]


def shift(s, by):
    return {**s, "seed": s["seed"] + by}


SIGNED = (spec("signed", (4, 3), 1), spec("signed", (4, 3), 2))
UNIT = (spec("unit", (2, 3, 2), 3), spec("unit", (2, 3, 2), 4))
VECTOR = (spec("unit", (5,), 5), spec("unit", (5, 1), 6))
BINARY = (spec("binary", (6, 3), 1), spec("unit", (6, 3), 2))
BINARY_VECTOR = (spec("binary", (12,), 1), spec("unit", (12, 1), 2))
ONEHOT = (spec("onehot", (6,), 1, classes=4), spec("probabilities", (6, 4), 2))
ONEHOT_SEQUENCE = (spec("onehot", (2, 3), 3, classes=4), spec("unit", (2, 3, 4), 4))
SPARSE = (spec("classes", (6,), 1, classes=4), spec("probabilities", (6, 4), 2))
SPARSE_COLUMN = (spec("classes", (6, 1), 1, classes=4), spec("probabilities", (6, 4), 2))
SPARSE_SEQUENCE = (spec("classes", (2, 3), 3, classes=4), spec("unit", (2, 3, 4), 4))
CLASSES = (spec("classes", (8,), 1, classes=3), spec("classes", (8,), 2, classes=3))
IMAGES = (spec("classes", (2, 2, 3), 1, classes=3), spec("classes", (2, 2, 3), 2, classes=3))
ERRORS = ["MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError",
          "MeanSquaredLogarithmicError", "RootMeanSquaredError", "LogCoshError", "CosineSimilarity"]
COUNTS = ["TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives"]

CASES = (
    [(name, {}, *pair) for name in ERRORS for pair in [SIGNED, UNIT, VECTOR]]
    + [("CosineSimilarity", {"axis": 0}, *SIGNED)]
    + [(name, {}, spec("sign", (4, 3), 1), spec("signed", (4, 3), 2))
       for name in ["Hinge", "SquaredHinge", "CategoricalHinge"]]
    + [("KLDivergence", {}, *ONEHOT), ("Poisson", {}, *UNIT)]
    + [("BinaryCrossentropy", c, *BINARY) for c in [{}, {"label_smoothing": 0.1}]]
    + [("BinaryCrossentropy", {"from_logits": True}, *SIGNED)]
    + [("CategoricalCrossentropy", c, *ONEHOT) for c in [{}, {"label_smoothing": 0.1}]]
    + [("CategoricalCrossentropy", {"from_logits": True}, *ONEHOT_SEQUENCE)]
    + [("SparseCategoricalCrossentropy", c, *pair) for c in [{}, {"ignore_class": 2}]
       for pair in [SPARSE, SPARSE_SEQUENCE]]
    + [("Accuracy", {}, *pair) for pair in [CLASSES, IMAGES]]
    + [("BinaryAccuracy", c, *pair) for c in [{}, {"threshold": 0.3}]
       for pair in [BINARY, BINARY_VECTOR]]
    + [("CategoricalAccuracy", {}, *pair) for pair in [ONEHOT, ONEHOT_SEQUENCE]]
    + [("SparseCategoricalAccuracy", {}, *pair)
       for pair in [SPARSE, SPARSE_COLUMN, SPARSE_SEQUENCE]]
    + [("TopKCategoricalAccuracy", {"k": 2}, *pair) for pair in [ONEHOT, ONEHOT_SEQUENCE]]
    + [("SparseTopKCategoricalAccuracy", {"k": 2}, *pair) for pair in [SPARSE, SPARSE_SEQUENCE]]
    + [("SparseTopKCategoricalAccuracy", {"k": 2, "from_sorted_ids": True},
        spec("classes", (6,), 1, classes=4), spec("classes", (6, 4), 2, classes=4))]
    + [("Mean", {}, spec("signed", s, 1), None) for s in [(4,), (4, 3), (2, 3, 2), ()]]
    + [("Sum", {}, spec("signed", s, 1), None) for s in [(4,), (4, 3)]]
    + [(name, c, *pair) for name in COUNTS
       for c in [{}, {"thresholds": [0.2, 0.7]}, {"thresholds": [0.0, 0.5, 1.0]}]
       for pair in [BINARY, BINARY_VECTOR]]
    + [(name, c, *pair) for name in ["Precision", "Recall"] for pair in [BINARY, BINARY_VECTOR]
       for c in [{}, {"thresholds": [0.2, 0.7]}]]
    + [(name, c, *ONEHOT) for name in ["Precision", "Recall"]
       for c in [{"top_k": 2}, {"class_id": 1}, {"top_k": 2, "class_id": 1},
                 {"thresholds": 0.3, "top_k": 2}]]
    + [(name, {arg: v, **c}, *pair)
       for name, arg in [("SensitivityAtSpecificity", "specificity"),
                         ("SpecificityAtSensitivity", "sensitivity"),
                         ("PrecisionAtRecall", "recall"), ("RecallAtPrecision", "precision")]
       for v, c, pair in [(0.5, {}, BINARY_VECTOR), (0.7, {"num_thresholds": 1}, BINARY),
                          (0.4, {"class_id": 1, "num_thresholds": 20}, BINARY)]]
    + [("AUC", {"curve": curve, "summation_method": method}, *BINARY_VECTOR)
       for curve in ["ROC", "PR", "PRGAIN"] for method in ["interpolation", "majoring", "minoring"]]
    + [("AUC", c, *BINARY) for c in
       [{}, {"num_thresholds": 5}, {"thresholds": [0.1, 0.35, 0.8]}, {"multi_label": True},
        {"multi_label": True, "num_labels": 3, "label_weights": [0.2, 0.5, 1.0]},
        {"multi_label": True, "curve": "PR"}, {"multi_label": True, "thresholds": [0.3, 0.6]},
        {"label_weights": [0.2, 0.5, 1.0]}]]
    + [("AUC", {"from_logits": True}, spec("binary", (12,), 1), spec("signed", (12, 1), 2))]
    + [("F1Score", {"average": a}, *ONEHOT) for a in [None, "micro", "macro", "weighted"]]
    + [("FBetaScore", {"average": a, "beta": 2.0, "threshold": t}, *BINARY)
       for a in [None, "weighted", "micro"] for t in [None, 0.4]]
    + [("IoU", {"num_classes": 3, "target_class_ids": [0, 2]}, *CLASSES),
       ("IoU", {"num_classes": 3, "target_class_ids": [0, 1], "ignore_class": 1}, *IMAGES),
       ("IoU", {"num_classes": 3, "target_class_ids": [1], "sparse_y_pred": False,
                "dtype": "float32"}, spec("classes", (6,), 1, classes=3), spec("unit", (6, 3), 2)),
       ("MeanIoU", {"num_classes": 3}, *CLASSES), ("MeanIoU", {"num_classes": 5}, *IMAGES),
       ("MeanIoU", {"num_classes": 2}, *CLASSES),
       ("BinaryIoU", {}, *BINARY), ("BinaryIoU", {"target_class_ids": [1], "threshold": 0.3}, *BINARY),
       ("OneHotIoU", {"num_classes": 4, "target_class_ids": [0, 3]}, *ONEHOT),
       ("OneHotMeanIoU", {"num_classes": 4}, *ONEHOT)]
    + [("R2Score", c, *SIGNED) for c in
       [{}, {"class_aggregation": None}, {"class_aggregation": "variance_weighted_average"},
        {"num_regressors": 2}]]
    + [(name, c, *SIGNED) for name in ["PearsonCorrelation", "ConcordanceCorrelation"]
       for c in [{}, {"axis": 0}]]
)

# weights of one number per sample do not fit these
UNWEIGHTED = {("CosineSimilarity", 0), ("PearsonCorrelation", 0), ("ConcordanceCorrelation", 0)}

out = []
for name, config, true_spec, pred_spec in CASES:
    samples = make(true_spec).shape[:1]
    for weighted in [False, True]:
        if weighted and ((name, config.get("axis")) in UNWEIGHTED or not samples):
            continue
        metric = getattr(keras.metrics, name)(**config)
        case = {"metric": name, "options": config, "updates": [], "results": []}
        for i in range(3):
            kind, shape = "unit", samples
            if "IoU" in name:  # one whole number for each entry
                kind, shape = "classes", true_spec["shape"]
            if "ignore_class" in config and "Sparse" in name:  # Keras wants one for each entry
                shape = true_spec["shape"]
            update = [shift(true_spec, 10 * i)]
            if pred_spec is not None:
                update.append(shift(pred_spec, 10 * i))
            update.append(spec(kind, shape, 9 + i, classes=4) if weighted else None)
            case["updates"].append(update)
            *batch, weight = [None if s is None else make(s) for s in update]
            metric.update_state(*batch, sample_weight=weight)
            result = np.asarray(metric.result())
            case["results"].append({"shape": list(result.shape), "values": numbers(result)})
        case["variables"] = [[v.name, list(v.shape)] for v in metric.variables]
        config_out = metric.get_config()
        for key, value in config_out.items():
            if hasattr(value, "shape"):
                config_out[key] = numbers(value)
            elif isinstance(value, (list, tuple)):
                config_out[key] = [float(v) if isinstance(v, np.floating) else v for v in value]
        case["config"] = config_out
        out.append(case)

path = pathlib.Path(__file__).parents[2] / "packages/metrics/fixtures/metrics.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps(out, separators=(",", ":")) + "\n")
