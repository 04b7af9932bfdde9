"""Writes packages/applications/fixtures/outputs.json: what Keras computes with small applications.

    python tools/goldens/applications_outputs.py

Weights and images come from a hash of their place, scaled so that signals neither vanish nor explode;
the test makes the same numbers. Kept is a part of the pooled features.
"""

import json
import math
import os
import re

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packages/applications/fixtures/outputs.json")

CASES = [
    ("MobileNet", {"alpha": 0.25}, 32, 9),
    ("MobileNetV2", {"alpha": 0.35}, 32, 6),
    ("MobileNetV3Small", {"alpha": 0.75}, 32, 9),
    ("MobileNetV3Large", {"alpha": 0.35, "minimalistic": True, "include_preprocessing": False}, 32, 6),
    ("EfficientNetB0", {}, 33, 9),
    ("EfficientNetV2B0", {}, 32, 6),
    ("NASNetMobile", {}, 33, 4),
    ("DenseNet121", {}, 32, 9),
    ("ResNet50", {}, 32, 4),
    ("ResNet50V2", {}, 32, 4),
    ("InceptionV3", {}, 75, 9),
    ("Xception", {}, 71, 3),
    ("ConvNeXtTiny", {}, 32, 3),
]


def scatter(shape, seed):
    """Numbers in [-1, 1) without a pattern: a hash of 32 bits of each index."""
    x = (np.arange(math.prod(shape), dtype=np.uint64) + seed * 0x9E3779B9).astype(np.uint32)
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        x = (x ^ (x >> np.uint32(shift))) * np.uint32(factor)
    x ^= x >> np.uint32(16)
    return (x / 2**31 - 1).astype(np.float32).reshape(shape)


def weight(variable, layer, seed, gain):
    """Like he initialization for kernels, near 1 for factors and variances, near 0 for the rest."""
    shape = tuple(variable.shape)
    if not shape:
        return np.float32(0)
    values = scatter(shape, seed)
    # Keras numbers weights without a name
    name = re.sub(r"^variable_\d+$", "variable", variable.name)
    if len(shape) > 1:
        depthwise = name == "depthwise_kernel" or isinstance(layer, keras.layers.DepthwiseConv2D)
        fan_in = math.prod(shape[:2] if depthwise else shape[:-1])
        return values * np.float32(math.sqrt(gain / fan_in))
    if name in ("gamma", "moving_variance", "variance", "variable"):
        return 1 + values * np.float32(0.3)
    return values * np.float32(0.1)


def leaves(layers):
    for layer in layers:
        if isinstance(layer, keras.Sequential):
            yield from leaves(layer.layers)
        else:
            yield layer


def main():
    rows = []
    for name, options, size, gain in CASES:
        keras.backend.clear_session()
        make = getattr(keras.applications, name)
        model = make(weights=None, include_top=False, pooling="avg", input_shape=(size, size, 3), **options)
        seed = 0
        for layer in leaves(model.layers):
            for variable in layer.weights:
                seed += 1
                variable.assign(weight(variable, layer, seed, gain))
            if isinstance(layer, keras.layers.Normalization):
                layer.finalize_state()
        images = (scatter((2, size, size, 3), 900) + 1) * np.float32(127.5)
        if not any(isinstance(layer, (keras.layers.Rescaling, keras.layers.Normalization)) for layer in model.layers):
            images = images / np.float32(127.5) - 1
        outputs = np.asarray(model(images))
        step = max(1, outputs.size // 64)
        rows.append(
            {
                "application": name,
                "options": options,
                "size": size,
                "gain": gain,
                "largest": float(f"{np.abs(outputs).max():.8g}"),
                "step": step,
                "values": [float(f"{v:.8g}") for v in outputs.ravel()[::step]],
            }
        )
        print(name, outputs.shape, outputs.std(axis=0).mean(), outputs.std(), np.abs(outputs).max(), flush=True)
    with open(OUT, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


main()
