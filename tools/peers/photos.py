"""The published MobileNet 0.25 on photos, by Keras and by Ibex, from the same decoded pixels.

    IBEX_DATASETS_MIRROR=… python tools/peers/photos.py      (after pnpm build)

Ibex decodes the photos and resizes them to 224x224 as PIL does, bilinear. Printed: the best class of each, its probability on
both sides, and the largest difference of all 1000.
"""

import glob
import json
import os
import subprocess
import sys
import tempfile

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
HERE = os.path.dirname(os.path.abspath(__file__))
MIRROR = os.environ["IBEX_DATASETS_MIRROR"]
WEIGHTS = os.path.join(MIRROR, "weights/mobilenet_v1_0.25_224")

import keras
import numpy as np


def published():
    with open(os.path.join(WEIGHTS, "model.json")) as file:
        groups = json.load(file)["weightsManifest"]
    for group in groups:
        data = b"".join(open(os.path.join(WEIGHTS, path), "rb").read() for path in group["paths"])
        at = 0
        for weight in group["weights"]:
            count = int(np.prod(weight["shape"]))
            yield weight["name"], np.frombuffer(data, "float32", count, at).reshape(weight["shape"])
            at += 4 * count


def main():
    model = keras.applications.MobileNet(alpha=0.25, weights=None)
    values = dict(published())
    for layer in model.layers:
        for weight in layer.weights:
            name = f"{layer.name}/{weight.name}"
            weight.assign(values.get(name, values.get(name.replace("/kernel", "/depthwise_kernel"))))
    paths = sorted(glob.glob(os.path.join(MIRROR, "imagenet/images/*.jpeg")))
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(HERE, "photos.mjs")
        subprocess.run(["node", script, os.path.join(WEIGHTS, "model.json"), folder, *paths], check=True)
        pixels = np.fromfile(os.path.join(folder, "pixels.bin"), "float32").reshape(-1, 224, 224, 3)
        ours = np.fromfile(os.path.join(folder, "outputs.bin"), "float32").reshape(-1, 1000)
        with open(os.path.join(folder, "decoded.json")) as file:
            decoded = json.load(file)
    theirs = np.asarray(model(keras.applications.mobilenet.preprocess_input(pixels)))
    for path, a, b, best in zip(paths, ours, theirs, decoded):
        print(
            f"{os.path.basename(path)}: {best[0]['className']} {best[0]['score']:.4f}, "
            f"in Keras {b.max():.4f}, difference {np.abs(a - b).max():.1e}"
        )
    assert np.abs(ours - theirs).max() < 1e-4, "Ibex and Keras differ"


main()
