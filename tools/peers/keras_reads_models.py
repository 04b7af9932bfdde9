"""Checks that Keras makes the same models from the JSON that Ibex writes.

    python tools/peers/keras_reads_models.py      (after pnpm build)

For each model: Keras loads the description, has the same layers and weights in the same order, and
with the formula weights computes what the original computed.
"""

import json
import os
import subprocess
import sys
import tempfile

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
sys.path.insert(0, os.path.join(ROOT, "tools/goldens"))

import keras
import numpy as np
from formula import formula


def check(name, golden, folder):
    keras.utils.clear_session()
    with open(os.path.join(folder, f"{name}.json")) as file:
        model = keras.models.model_from_json(file.read())
    assert model.name == golden["name"], model.name
    assert [layer.name for layer in model.layers] == golden["layers"]
    shapes = [list(w.shape) for w in model.weights]
    assert shapes == [shape for _, shape in golden["weights"]], shapes
    for i, (weight, (path, _)) in enumerate(zip(model.weights, golden["weights"])):
        value = formula(weight.shape, i)
        weight.assign(value**2 if "variance" in path else value)
    inputs = [formula(shape, 50 + i) for i, shape in enumerate(golden["inputs"])]
    by_name = isinstance(golden["config"]["config"].get("input_layers"), dict)
    given = dict(zip(sorted(golden["config"]["config"]["input_layers"]), inputs)) if by_name else inputs
    outputs = model(given if len(inputs) > 1 else inputs[0])
    if not isinstance(outputs, (list, tuple)):
        outputs = [outputs]
    worst = max(
        float(np.max(np.abs(y.numpy().ravel() - np.array(expected["values"]))))
        for y, expected in zip(outputs, golden["outputs"], strict=True)
    )
    assert worst < 1e-5, worst
    # the names of weights in the file: those of Keras' .weights.h5, which counts running states too
    with np.load(os.path.join(folder, f"{name}.npz")) as stored:
        names = {key for key in stored.files if "seed_generator" not in key}
    assert len(names) == len(model.weights), names
    model.save_weights(os.path.join(folder, f"{name}.weights.h5"))
    import h5py

    kept = []
    with h5py.File(os.path.join(folder, f"{name}.weights.h5")) as file:
        file.visititems(lambda key, item: kept.append(key) if isinstance(item, h5py.Dataset) else None)
    assert names == {key for key in kept if "seed_generator" not in key}, (names, kept)
    print(f"{name}: {len(model.weights)} weights, largest difference {worst:.1e}")


def main():
    with open(os.path.join(ROOT, "packages/models/fixtures/graphs.json")) as file:
        fixture = json.load(file)
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(ROOT, "tools/peers/write-models.mjs")
        subprocess.run(["node", script, folder], check=True)
        for name, golden in fixture.items():
            check(name, golden, folder)


if __name__ == "__main__":
    main()
