"""Golden fixture of the preprocessing layers for texts and categories: fixtures/text-layers.json."""

import json
import os

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

OUT = os.path.join(os.path.dirname(__file__), "../../packages/layers/fixtures/text-layers.json")
TEXTS = [
    "The river let the ferryman cross, twice a day.",
    "Rain again: rain on the roof & rain on the BOATS!",
    "It wasn't rain; it was the sound of small decisions.",
    "Über-strong coffee  for the ferryman",
    "",
]
NEW = ["the rain on the quay", "Coffee? No coffee.", "", "ÜBER boats a a a"]
WORDS = [["a", "b", "c", "b"], ["d", "d", "b", "a"], ["b", "d", "", "e"]]
NEW_WORDS = [["b", "z", "a"], ["", "d", "q"]]
NUMBERS = [[12, 7, 12, 1138], [7, 12, 0, -5]]
NEW_NUMBERS = [[12, 99, 0], [7, -5, 1000003]]
L = keras.layers


def dense(output):
    array = np.asarray(output)
    if array.dtype.kind in "OSU":
        values = [v.decode() if isinstance(v, bytes) else str(v) for v in array.ravel()]
    elif array.dtype.kind == "f":
        values = [float(f"{v:.8g}") for v in array.ravel()]
    else:
        values = [int(v) for v in array.ravel()]
    return {"shape": list(array.shape), "values": values}


def case(kind, options, adapt, inputs, string):
    layer = getattr(L, kind)(**options)
    if adapt is not None:
        layer.adapt(np.array(adapt))
    dtype = tf.string if string else tf.int32 if kind == "CategoryEncoding" else tf.int64
    output = layer(tf.constant(inputs, dtype=dtype))
    result = {
        "kind": kind,
        "options": options,
        "adapt": adapt,
        "inputs": dense(np.array(inputs)),
        "output": dense(output),
        "config": layer.get_config(),
    }
    if hasattr(layer, "get_vocabulary"):
        result["vocabulary"] = [
            str(v) if string or options.get("invert") and kind == "StringLookup" else int(v)
            for v in layer.get_vocabulary()
        ]
    return result


cases = []
for options in [
    {},
    {"output_sequence_length": 4},
    {"max_tokens": 6},
    {"standardize": "lower", "split": "whitespace", "ngrams": 2},
    {"standardize": "strip_punctuation"},
    {"standardize": None, "split": "character", "output_sequence_length": 6},
    {"output_mode": "multi_hot", "max_tokens": 30, "pad_to_max_tokens": True},
    {"output_mode": "count"},
    {"output_mode": "tf_idf", "max_tokens": 12},
    {"output_mode": "tf_idf", "max_tokens": 40, "pad_to_max_tokens": True, "ngrams": [1, 3]},
]:
    given = {**options, "ngrams": tuple(options["ngrams"])} if isinstance(options.get("ngrams"), list) else options
    cases.append({**case("TextVectorization", given, TEXTS, NEW, True), "options": options})
for options in [
    {},
    {"mask_token": ""},
    {"num_oov_indices": 3},
    {"num_oov_indices": 3, "salt": [133, 137]},
    {"max_tokens": 4, "mask_token": ""},
    {"output_mode": "multi_hot"},
    {"output_mode": "count", "mask_token": ""},
    {"output_mode": "one_hot", "num_oov_indices": 2},
    {"output_mode": "tf_idf", "max_tokens": 8, "pad_to_max_tokens": True},
]:
    cases.append(case("StringLookup", options, WORDS, NEW_WORDS, True))
cases.append(case("StringLookup", {"vocabulary": ["x", "y", "z"], "mask_token": ""}, None, [["y", "", "w"]], True))
cases.append(
    case("StringLookup", {"vocabulary": ["x", "y"], "output_mode": "tf_idf", "idf_weights": [0.5, 1.5]}, None, [["y", "y", "w"]], True)
)
cases.append(case("StringLookup", {"vocabulary": ["x", "y"], "invert": True, "mask_token": ""}, None, [[3, 0, 1, 9]], False))
for options in [
    {},
    {"mask_token": 0},
    {"num_oov_indices": 4},
    {"num_oov_indices": 4, "oov_method": "farmhash"},
    {"output_mode": "count", "mask_token": 0},
]:
    cases.append(case("IntegerLookup", options, NUMBERS, NEW_NUMBERS, False))
cases.append(case("IntegerLookup", {"vocabulary": [12, 36], "invert": True}, None, [[1, 2, 0]], False))
for options in [
    {"num_bins": 3},
    {"num_bins": 5, "mask_value": ""},
    {"num_bins": 7, "salt": 133},
    {"num_bins": 7, "salt": [133, 137]},
    {"num_bins": 4, "output_mode": "multi_hot"},
]:
    cases.append(case("Hashing", options, None, [["A", "B", "C"], ["D", "", "E"]], True))
cases.append(case("Hashing", {"num_bins": 6, "mask_value": 7}, None, NUMBERS, False))
cases.append(case("Hashing", {"num_bins": 6, "output_mode": "count"}, None, NUMBERS, False))
for options, inputs in [
    ({"num_tokens": 4}, [[0, 1], [3, 3]]),
    ({"num_tokens": 4, "output_mode": "count"}, [[0, 1], [3, 3]]),
    ({"num_tokens": 4, "output_mode": "one_hot"}, [[0, 1], [3, 3]]),
    ({"num_tokens": 4, "output_mode": "one_hot"}, [[2], [3]]),
    ({"num_tokens": 4, "output_mode": "one_hot"}, [2, 3, 0]),
    ({"num_tokens": 5, "output_mode": "multi_hot"}, [1, 4]),
]:
    cases.append(case("CategoryEncoding", options, None, inputs, False))
with open(OUT, "w", encoding="utf-8") as file:
    json.dump(cases, file, separators=(",", ":"), ensure_ascii=False, default=str)
print(len(cases))
