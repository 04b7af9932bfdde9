"""Writes packages/applications/fixtures/weights.json: which files Keras' applications download.

    python tools/goldens/applications_weights.py

Keras' own code says so: downloading is replaced by writing down what is asked for.
"""

import json
import os

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras.src.utils import file_utils

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packages/applications/fixtures/weights.json")

NAMES = [name for name in dir(keras.applications) if name[0].isupper()]
VARIANTS = [
    *(("MobileNet", {"alpha": alpha, "input_shape": [size, size, 3]}) for alpha, size in [(0.25, 128), (0.5, 160), (0.75, 192)]),
    *(("MobileNetV2", {"alpha": alpha, "input_shape": [size, size, 3]}) for alpha, size in [(0.35, 96), (1.0, 128), (1.4, 224)]),
    *((f"MobileNetV3{size}", {"alpha": 0.75}) for size in ("Small", "Large")),
    *((f"MobileNetV3{size}", {"minimalistic": True}) for size in ("Small", "Large")),
]


class Asked(Exception):
    pass


def ask(fname, origin, file_hash=None, **_):
    raise Asked({"file": fname, "url": origin, **({"hash": file_hash} if file_hash else {})})


def main():
    file_utils.get_file = ask
    # the graph is not needed
    keras.src.initializers.VarianceScaling.__call__ = lambda self, shape, dtype=None: keras.ops.zeros(shape)
    rows = []
    for name, options in [(name, {}) for name in NAMES] + VARIANTS:
        for top in (True, False):
            keras.backend.clear_session()
            given = {k: tuple(v) if isinstance(v, list) else v for k, v in options.items()}
            try:
                getattr(keras.applications, name)(include_top=top, **given)
            except Asked as asked:
                rows.append({"application": name, "options": {"include_top": top, **options}, **asked.args[0]})
            print(rows[-1], flush=True)
    with open(OUT, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


main()
