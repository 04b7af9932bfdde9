"""Writes packages/applications/fixtures/preprocess.json: Keras' preprocess_input in its three modes.

    python tools/goldens/applications_preprocess.py
"""

import json
import os

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from formula import formula

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packages/applications/fixtures/preprocess.json")


def main():
    rows = []
    for mode in ("caffe", "tf", "torch"):
        for data_format, shape in (("channels_last", (2, 2, 3, 3)), ("channels_first", (2, 3, 2, 3))):
            pixels = np.round((formula(shape, 5) + 1) * 127).astype("float32")
            result = keras.applications.imagenet_utils.preprocess_input(
                pixels.copy(), data_format=data_format, mode=mode
            )
            values = [float(f"{v:.8g}") for v in result.ravel()]
            row = {"mode": mode, "data_format": data_format, "shape": shape, "pixels": pixels.ravel().tolist()}
            rows.append({**row, "values": values})
    with open(OUT, "w") as file:
        json.dump(rows, file)
        file.write("\n")


main()
