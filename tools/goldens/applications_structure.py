"""Writes packages/applications/fixtures/structure.json: what Keras' applications are made of.

    python tools/goldens/applications_structure.py            all
    python tools/goldens/applications_structure.py VGG16 …    these alone, the others stay

For each application, with and without top, and for options of some: the model's name, its numbers of
parameters and layers, its output shape, and a hash of all names: lines `layer Class name` and
`weight name shape`, in order.
"""

import hashlib
import json
import os
import re
import sys

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packages/applications/fixtures/structure.json")

NAMES = (
    "VGG16 VGG19 ResNet50 ResNet101 ResNet152 ResNet50V2 ResNet101V2 ResNet152V2 MobileNet MobileNetV2 "
    "MobileNetV3Small MobileNetV3Large Xception InceptionV3 InceptionResNetV2 DenseNet121 DenseNet169 DenseNet201 "
    "EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 EfficientNetB5 EfficientNetB6 "
    "EfficientNetB7 EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 EfficientNetV2S "
    "EfficientNetV2M EfficientNetV2L NASNetMobile NASNetLarge ConvNeXtTiny ConvNeXtSmall ConvNeXtBase ConvNeXtLarge "
    "ConvNeXtXLarge"
).split()

VARIANTS = [
    ("MobileNet", {"alpha": 0.25, "input_shape": [128, 128, 3]}),
    ("MobileNet", {"alpha": 0.5, "depth_multiplier": 2, "dropout": 0.2, "classes": 7, "classifier_activation": None}),
    ("MobileNetV2", {"alpha": 0.35, "input_shape": [96, 96, 3], "pooling": "max", "include_top": False}),
    ("MobileNetV2", {"alpha": 1.4}),
    ("MobileNetV3Small", {"alpha": 0.75, "dropout_rate": 0, "include_preprocessing": False}),
    ("MobileNetV3Large", {"minimalistic": True, "input_shape": [64, 96, 3]}),
    ("MobileNetV3Large", {"alpha": 1.25, "include_top": False, "pooling": "avg"}),
    ("VGG16", {"input_shape": [48, 40, 1], "classes": 3, "name": "small"}),
    ("Xception", {"include_top": False, "pooling": "max", "input_shape": [71, 71, 3]}),
    ("ResNet50", {"include_top": False, "pooling": "avg", "input_shape": [None, 64, 3]}),
    ("EfficientNetB0", {"include_top": False, "input_shape": [75, 50, 3], "pooling": "avg"}),
    ("EfficientNetV2B0", {"include_preprocessing": False, "classes": 10}),
    ("EfficientNetV2B0", {"include_top": False, "input_shape": [32, 32, 1], "pooling": "max"}),
    ("NASNetMobile", {"include_top": False, "input_shape": [65, 65, 3], "pooling": "max"}),
    ("ConvNeXtTiny", {"include_top": False, "pooling": "avg", "include_preprocessing": False, "name": "mine"}),
]


def name_of(weight):
    """Keras numbers weights without a name through the whole model."""
    return re.sub(r"^variable_\d+$", "variable", weight.name)


def describe(name, options):
    keras.backend.clear_session()
    given = {k: tuple(v) if isinstance(v, list) else v for k, v in options.items()}
    model = getattr(keras.applications, name)(weights=None, **given)
    lines = []
    for layer in model.layers:
        lines.append(f"layer {type(layer).__name__} {layer.name}")
        lines += [f"weight {name_of(w)} {','.join(map(str, w.shape))}" for w in layer.weights]
    return {
        "application": name,
        "options": options,
        "name": model.name,
        "parameters": model.count_params(),
        "trainable": sum(int(keras.ops.size(w)) for w in model.trainable_weights),
        "layers": len(model.layers),
        "weights": len(model.weights),
        "output": list(model.output_shape),
        "sha256": hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16],
    }


def main(wanted):
    cases = [(name, {"include_top": top}) for name in NAMES for top in (True, False)] + VARIANTS
    known = []
    if wanted:
        with open(OUT) as file:
            known = json.load(file)
    rows = []
    for index, (name, options) in enumerate(cases):
        rows.append(known[index] if wanted and name not in wanted else describe(name, options))
        print(rows[-1], flush=True)
    with open(OUT, "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


main(sys.argv[1:])
