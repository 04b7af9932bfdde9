"""Writes the public names of Keras 3, which parity.mjs compares with Ibex's."""

import inspect
import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

ROOMS = [
    "layers", "losses", "metrics", "optimizers", "optimizers.schedules", "callbacks", "activations",
    "initializers", "regularizers", "constraints", "datasets", "applications", "preprocessing.image",
]


def names(room):
    module = keras
    for part in room.split("."):
        module = getattr(module, part)
    found = []
    for name in sorted(dir(module)):
        thing = getattr(module, name)
        if name.startswith("_") or name in ("get", "serialize", "deserialize", "schedules", "legacy"):
            continue
        if room in ("datasets", "applications", "preprocessing.image"):
            if inspect.ismodule(thing) and room == "datasets" or inspect.isfunction(thing):
                found.append(name)
        elif inspect.isclass(thing) or room == "activations" and inspect.isfunction(thing):
            found.append(name)
    return found


target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "keras-names.json")
with open(target, "w") as file:
    json.dump({"version": keras.__version__, "names": {room: names(room) for room in ROOMS}}, file, indent=1)
    file.write("\n")
