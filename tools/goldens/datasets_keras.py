"""How Keras' loaders of texts and houses order, mark, limit and split, on small files."""

import base64
import json
import pathlib
import tempfile
from unittest import mock

import numpy as np
from keras.src.datasets import boston_housing, california_housing, imdb, reuters

folder = pathlib.Path(tempfile.mkdtemp())


def texts(count, seed):
    """Text i has 3 + i mod 7 words, word j being ((i + 1) (j + 2) seed) mod 23 + 1."""
    lists = [[(i + 1) * (j + 2) * seed % 23 + 1 for j in range(3 + i % 7)] for i in range(count)]
    out = np.empty(count, dtype=object)
    out[:] = lists
    return out


def save(name, **arrays):
    np.savez(folder / name, **arrays)


def encode(name):
    return base64.b64encode((folder / name).read_bytes()).decode()


save("imdb.npz", x_train=texts(12, 5), y_train=np.arange(12) % 2, x_test=texts(9, 7), y_test=np.arange(9) % 2)
save("reuters.npz", x=texts(14, 3), y=np.arange(14))
save("housing.npz", x=np.arange(22.0).reshape(11, 2), y=np.arange(11.0))


def flat(splits):
    (x_train, y_train), (x_test, y_test) = splits
    plain = lambda values: [v.tolist() if hasattr(v, "tolist") else v for v in values]
    return [plain(x_train), plain(y_train), plain(x_test), plain(y_test)]



def load(module, file, **options):
    with mock.patch.object(module, "get_file", lambda *args, **kwargs: str(folder / file)):
        return flat(module.load_data(**options))


options = [
    {},
    {"num_words": 12},
    {"num_words": 15, "skip_top": 6, "oov_char": None},
    {"maxlen": 7, "seed": 5},
    {"start_char": None, "index_from": 0},
    {"start_char": 9, "oov_char": 8, "index_from": 10, "num_words": 20},
]
out = pathlib.Path(__file__).parents[2] / "packages/datasets/fixtures/keras.json"
out.write_text(
    json.dumps(
        {
            "files": {name: encode(f"{name}.npz") for name in ["imdb", "reuters", "housing"]},
            "imdb": [{"options": o, "splits": load(imdb, "imdb.npz", **o)} for o in options],
            "reuters": [
                {"options": o, "splits": load(reuters, "reuters.npz", **o)}
                for o in options + [{"test_split": 0.5}]
            ],
            "boston": [
                {"options": o, "splits": load(boston_housing, "housing.npz", **o)}
                for o in [{}, {"test_split": 0.4, "seed": 3}]
            ],
            "california": [
                {"options": o, "splits": load(california_housing, "housing.npz", **o)}
                for o in [{}, {"version": "small", "test_split": 0.0}]
            ],
        },
        separators=(",", ":"),
    )
    + "\n"
)
