"""Writes packages/models/fixtures/mobilenet.json: what Keras computes with the real MobileNet 0.25.

    IBEX_DATASETS_MIRROR=… python tools/goldens/models_mobilenet.py

The weights are in the mirror, in TensorFlow.js' format; the input is a pattern.
"""

import json
import os

import keras
import numpy as np

FOLDER = os.path.join(os.environ["IBEX_DATASETS_MIRROR"], "weights/mobilenet_v1_0.25_224")
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packages/models/fixtures/mobilenet.json")


def weights():
    with open(os.path.join(FOLDER, "model.json")) as file:
        groups = json.load(file)["weightsManifest"]
    for group in groups:
        data = b"".join(open(os.path.join(FOLDER, path), "rb").read() for path in group["paths"])
        at = 0
        for weight in group["weights"]:
            count = int(np.prod(weight["shape"]))
            yield weight["name"], np.frombuffer(data, "float32", count, at).reshape(weight["shape"])
            at += 4 * count


def main():
    model = keras.applications.MobileNet(alpha=0.25, weights=None)
    values = dict(weights())
    for layer in model.layers:
        for weight in layer.weights:
            name = f"{layer.name}/{weight.name}"
            weight.assign(values.get(name, values.get(name.replace("/kernel", "/depthwise_kernel"))))
    pattern = (np.arange(224 * 224 * 3) * 7919 % 255 / 127.5 - 1).astype("float32")
    outputs = np.asarray(model(pattern.reshape(1, 224, 224, 3)))[0]
    top = np.argsort(-outputs)[:5]
    with open(OUT, "w") as file:
        json.dump({"classes": top.tolist(), "probabilities": [float(f"{outputs[i]:.8g}") for i in top]}, file)


if __name__ == "__main__":
    main()
