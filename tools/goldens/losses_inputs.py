"""Labels, predictions and weights of golden cases; tools/testing/src/golden-values.ts makes the same.

A spec is {"kind", "shape", "seed", "classes"?, "values"?}.
"""

import numpy as np
from formula import formula


def spec(kind, shape, seed, **more):
    return {"kind": kind, "shape": list(shape), "seed": seed, **more}


def make(s):
    shape = s["shape"]
    if s["kind"] == "given":
        return np.array(s["values"], np.float32).reshape(shape)
    x = formula(shape, s["seed"])
    if s["kind"] == "signed":
        return x
    if s["kind"] == "large":
        return x * np.float32(30)
    if s["kind"] == "unit":
        return ((x + 1) * np.float32(0.49) + np.float32(0.01)).astype(np.float32)
    if s["kind"] == "probabilities":
        p = x + np.float32(1.05)
        return (p / p.sum(-1, keepdims=True)).astype(np.float32)
    if s["kind"] == "normalized":
        return (x / np.sqrt((x * x).sum(-1, keepdims=True))).astype(np.float32)
    if s["kind"] == "binary":
        return (x > 0).astype(np.float32)
    if s["kind"] == "sign":
        return np.where(x > 0, 1, -1).astype(np.float32)
    numbers = np.round((x.astype(np.float64) + 1) * 1000).astype(np.int64) % s["classes"]
    if s["kind"] == "classes":
        return numbers.astype(np.int32)
    if s["kind"] == "onehot":
        return np.eye(s["classes"], dtype=np.float32)[numbers]
    raise ValueError(s["kind"])
