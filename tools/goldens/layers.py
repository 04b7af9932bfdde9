"""Golden fixtures of Keras' layers, one file per class: packages/layers/fixtures/layers/Dense.json.

A layer is added by adding rows to a table in layers_cases.py. For each case the fixture holds the
layer's config, the weights' names and shapes, and for inputs and weights made by `formula`: the
outputs, their mask, the gradient of sum(output * formula) by every float input and trainable
weight, and what a call in training makes of the other weights.

    python layers.py            all classes
    python layers.py Dense GRU  these alone
"""

import inspect
import json
import os
import sys

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from formula import formula
from layers_cases import CASES

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packages/layers/fixtures/layers")

# seeds of the numbers: input i has seed 1 + i, weight i 101 + i, output i's factor 51 + i
INPUT, WEIGHT, FACTOR = 1, 101, 51


def numbers(x):
    return [float(f"{v:.8g}") for v in np.asarray(x, dtype=np.float64).ravel()]


def make_input(spec, index):
    shape = tuple(spec["shape"])
    values = formula(shape, INPUT + index)
    if "integers" in spec:
        return (np.round((values.astype(np.float64) + 1) * 1000) % spec["integers"]).astype(np.int32)
    return values * np.float32(spec.get("scale", 1))


def make_weight(variable, index):
    values = formula(tuple(variable.shape), WEIGHT + index) * np.float32(0.5)
    # a variance is positive
    return np.abs(values) + np.float32(0.5) if "variance" in variable.path else values


def as_list(x):
    return list(x) if isinstance(x, (list, tuple)) else [x]


def is_weight(variable):
    return "seed_generator" not in variable.path


def golden(case):
    keras.backend.clear_session()
    layer = case["layer"]()
    inputs = [tf.constant(make_input(spec, i)) for i, spec in enumerate(case["inputs"])]
    states = case.get("states", 0)
    tensors, initial = (inputs[:-states], inputs[-states:]) if states else (inputs, [])
    mask = case.get("mask")
    mask = None if mask is None else tf.constant(mask, dtype="bool")
    arguments = {}
    if initial:
        arguments["initial_state"] = initial
    takes_mask = "mask" in inspect.signature(layer.call).parameters
    if mask is not None and takes_mask:
        arguments["mask"] = mask
    if case.get("training") is not None:
        arguments["training"] = case["training"]

    arguments.update(case.get("arguments", {}))

    def call():
        if mask is not None and not takes_mask:
            # anew each time: some layers take it off
            tensors[0]._keras_mask = mask
        if case.get("positional"):
            return layer(*tensors, **arguments)
        return layer(tensors if len(tensors) > 1 else tensors[0], **arguments)

    if not layer.built:
        call()
    config = layer.get_config()
    weights = [v for v in layer.weights if is_weight(v)]
    for index, variable in enumerate(weights):
        variable.assign(make_weight(variable, index))
    if hasattr(layer, "finalize_state"):
        layer.finalize_state()

    trainable = [v for v in weights if v.trainable]
    floats = [t for t in inputs if t.dtype.is_floating]
    with tf.GradientTape() as tape:
        for t in floats:
            tape.watch(t)
        outputs = as_list(call())
        loss = sum(
            tf.reduce_sum(tf.cast(y, "float32") * formula(tuple(y.shape), FACTOR + i))
            for i, y in enumerate(outputs)
        )
    watched = floats + [v.value for v in trainable]
    gradients = tape.gradient(loss, watched, unconnected_gradients="zero")
    gradients = [tf.convert_to_tensor(g) for g in gradients]

    out_mask = None
    if mask is not None and layer.supports_masking:
        if case.get("positional"):
            # the output has the query's mask
            found = mask
        else:
            found = layer.compute_mask(tensors if len(tensors) > 1 else tensors[0], mask)
        out_mask = [
            None if m is None else [bool(b) for b in np.asarray(m).ravel()] for m in as_list(found)
        ]
    return {
        "name": case["name"],
        "config": config,
        "inputs": case["inputs"],
        "states": states,
        "training": case.get("training"),
        "arguments": case.get("arguments", {}),
        "mask": case.get("mask"),
        "outputMask": out_mask,
        "batchwise": case.get("batchwise", True),
        "weights": [
            {"path": v.path, "shape": list(v.shape), "trainable": bool(v.trainable)} for v in weights
        ],
        "outputs": [{"shape": list(y.shape), "values": numbers(y)} for y in outputs],
        "inputGradients": [numbers(g) for g in gradients[: len(floats)]],
        "weightGradients": [numbers(g) for g in gradients[len(floats) :]],
        "updated": [numbers(v) for v in weights if not v.trainable],
    }


def main(wanted):
    os.makedirs(OUT, exist_ok=True)
    for name, cases in CASES.items():
        if wanted and name not in wanted:
            continue
        fixture = [golden(case) for case in cases]
        path = os.path.join(OUT, f"{name}.json")
        with open(path, "w") as file:
            json.dump(fixture, file, separators=(",", ":"))
            file.write("\n")
        print(f"{name}: {len(fixture)} cases, {os.path.getsize(path) // 1024} kB")


main(sys.argv[1:])
