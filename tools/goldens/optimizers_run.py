"""Runs an optimizer for ten steps on gradients from the formula; on any backend of Keras."""

import keras
import numpy as np
from formula import formula

SHAPES = [("dense/kernel", (4, 3)), ("dense/bias", (3,)), ("embedding/embeddings", (3, 5))]
KEPT = [1, 2, 3, 6, 10]


def numbers(x):
    return [float(f"{v:.8g}") for v in np.asarray(x, np.float64).ravel()]


def run(optimizer, scale_last=False):
    variables = [keras.Variable(formula(s, i + 1), name=path.split("/")[1])
                 for i, (path, s) in enumerate(SHAPES)]
    for v, (path, _) in zip(variables, SHAPES):
        v._path = path
    steps = []
    optimizer.build(variables)
    for step in range(1, 11):
        grads = [formula(s, 10 * step + i) for i, (_, s) in enumerate(SHAPES)]
        if scale_last and step == 5:
            grads[1] = grads[1] * np.float32(np.inf)
        optimizer.apply([keras.ops.convert_to_tensor(g) for g in grads], variables)
        if step in KEPT:
            steps.append([numbers(v) for v in variables])
    optimizer.finalize_variable_values(variables)
    return {
        "steps": steps,
        "final": [numbers(v) for v in variables],
        # Keras leaves Nadam's product without a name: "variable", "variable_1" ...
        "variables": [["u_product" if v.name.startswith("variable") else v.name, list(v.shape)]
                      for v in optimizer.variables],
        "state": [numbers(v) for v in optimizer.variables],
    }


def tidy_config(config):
    """Keras rounds the learning rate to float32 on its way through a variable."""
    if isinstance(config.get("learning_rate"), float):
        config["learning_rate"] = float(f"{config['learning_rate']:.7g}")
    return config
