"""Models written by Keras and read by Ibex, and back, in every form of file.

    python tools/peers/round_trips.py [COUNT]      (after pnpm build)

Keras makes random models, trains them three steps, and writes .keras, .weights.h5 and .h5. Ibex loads
each (same outputs), writes all three forms again, and trains ten steps more. So does Keras on its
own model, and on what Ibex wrote. Printed for each model: the largest difference of outputs,
relative to the largest output, and of the losses; and how far Keras' own losses move when its
weights change by a unit in the last place.
"""

import json
import os
import subprocess
import sys
import tempfile

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import keras
import numpy as np
import tensorflow as tf
from architectures import make

STEPS = 10


def given(x):
    return x if len(x) > 1 else x[0]


def train(model, x, y, steps):
    """Losses of that many steps. Gradients of embeddings are made dense: for words that occur twice in
    a batch, Keras' RMSprop squares the parts of a sparse gradient one by one, and not their sum."""
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = model.compute_loss(given(x), y, model(given(x), training=True))
            loss_to_use = model.optimizer.scale_loss(loss)
        gradients = tape.gradient(loss_to_use, [v.value for v in model.trainable_variables])
        model.optimizer.apply([tf.convert_to_tensor(g) for g in gradients])
        losses.append(float(loss))
    return losses


def sensitivity(path, x, y, losses):
    """How far Keras' own losses move when the weights change by a unit in the last place."""
    model = keras.models.load_model(path)
    rng = np.random.default_rng(0)
    for variable in model.trainable_variables:
        variable.assign(variable * (1 + 6e-8 * rng.choice([-1, 1], variable.shape)))
    return loss_distance(train(model, x, y, STEPS), losses)


def distance(a, b):
    a, b = np.asarray(a, "float64"), np.asarray(b, "float64")
    return float(np.max(np.abs(a - b)) / max(np.max(np.abs(b)), 1e-6))


def loss_distance(a, b):
    return float(np.max(np.abs(np.asarray(a) - np.asarray(b)) / np.maximum(np.abs(b), 1)))


def write(folder, index):
    model, family, x, y = make(index)
    model.optimizer.build(model.trainable_variables)
    train(model, x, y, 3)
    path = os.path.join(folder, str(index))
    model.save(f"{path}.keras")
    model.save_weights(f"{path}.weights.h5")
    forms = ["keras", "weights", "h5"]
    try:
        model.save(f"{path}.h5")
    except ValueError:
        # Keras itself fails where two variables of an optimizer or layer have one name
        forms.remove("h5")
    try:
        keras.models.load_model(f"{path}.h5")
        keras_reads = ["keras", "h5"]
    except Exception:  # of many kinds
        # or cannot read its own file: Lamb is unknown, "dot" taken for its function, names differ
        keras_reads = ["keras"]
    np.savez(f"{path}-data.npz", y=y, **{f"x{i}": value for i, value in enumerate(x)})
    outputs = np.asarray(model(given(x)))
    losses = train(model, x, y, STEPS)
    return {
        "family": family,
        "forms": forms,
        "keras_reads": keras_reads,
        "optimizer": type(model.optimizer).__name__,
        "layers": [type(layer).__name__ for layer in model._flatten_layers(include_self=False)],
        "inputs": len(x),
        "outputs": outputs.ravel().tolist(),
        "losses": losses,
        "sensitivity": sensitivity(f"{path}.keras", x, y, losses),
    }


def read_back(folder, index, expected):
    """What Keras makes of the files that Ibex wrote."""
    data = np.load(os.path.join(folder, f"{index}-data.npz"))
    x, y = [data[f"x{i}"] for i in range(expected["inputs"])], data["y"]
    path = os.path.join(folder, f"{index}-ibex")
    result = {}
    for form in expected["keras_reads"]:
        model = keras.models.load_model(f"{path}.{form}")
        result[form] = distance(np.asarray(model(given(x))).ravel(), expected["outputs"])
        if form == "keras":
            for variable in model.trainable_variables:
                variable.assign(variable * 0)
            model.load_weights(f"{path}.weights.h5")
            result["weights"] = distance(np.asarray(model(given(x))).ravel(), expected["outputs"])
        if form == "keras":
            result["losses"] = loss_distance(train(model, x, y, STEPS), expected["losses"])
    return result


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        written = {}
        for index in range(count):
            written[index] = write(folder, index)
        with open(os.path.join(folder, "expected.json"), "w") as file:
            json.dump(written, file)
        script = os.path.join(HERE, "round-trips.mjs")
        subprocess.run(["node", script, folder], check=True)
        with open(os.path.join(folder, "ibex.json")) as file:
            ibex = json.load(file)
        report(folder, written, ibex)


def report(folder, written, ibex):
    print("model family     optimizer  .keras  .weights  .h5     losses | back: .keras .weights .h5 losses")
    worst = {}
    failed = []
    for index, expected in written.items():
        there = ibex[str(index)]
        row = {}
        errors = []
        for form in expected["forms"]:
            if "error" in there.get(form, {}):
                errors.append(f"{form}: {there[form]['error'][:300]}")
                row[form] = np.inf
            else:
                row[form] = distance(there[form]["outputs"], expected["outputs"])
        for form in ("keras", "h5"):
            if "losses" in there.get(form, {}):
                row[f"losses_{form}"] = loss_distance(there[form]["losses"], expected["losses"])
        try:
            back = read_back(folder, index, expected)
        except Exception as error:  # shown in the table
            back = {"keras": np.inf}
            errors.append(f"back: {type(error).__name__}: {str(error)[:300]}")
        row.update({f"back_{key}": value for key, value in back.items()})
        row["sensitivity"] = expected["sensitivity"]
        for key, value in row.items():
            worst[key] = max(worst.get(key, 0), value)
            # rounding alone moves some models' losses: no more is asked than ten times that
            limit = max(1e-4, 10 * expected["sensitivity"]) if "losses" in key else 1e-5
            if key != "sensitivity" and value > limit:
                failed.append(f"{index} {key}")
        shown = "  ".join(f"{key} {value:.0e}" for key, value in row.items())
        print(f"{index:3} {expected['family']:10} {expected['optimizer']:9} {shown}")
        for error in errors:
            print("     ", error)
    without = [index for index, entry in written.items() if "h5" not in entry["forms"]]
    print("Keras cannot write these as .h5:", without)
    without = [index for index, entry in written.items() if "h5" not in entry["keras_reads"]]
    print("Keras cannot write and read these as .h5:", without)
    layers = sorted({name for entry in written.values() for name in entry["layers"]})
    print("layers:", ", ".join(layers))
    print("worst:", ", ".join(f"{key} {value:.1e}" for key, value in worst.items()))
    if failed:
        sys.exit(f"too far apart: {', '.join(failed)}")


if __name__ == "__main__":
    main()
