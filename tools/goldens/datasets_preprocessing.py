"""Splits, scalers and encoders of scikit-learn, and the order of NumPy's RandomState."""

import json
import pathlib

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelBinarizer, MinMaxScaler, OneHotEncoder, StandardScaler

from formula import formula


def rounded(array):
    return [float(f"{v:.8g}") for v in np.asarray(array, dtype=np.float64).ravel()]


random = {
    str(seed): {
        "words": np.random.RandomState(seed).randint(0, 2**32, 5, dtype=np.uint32).tolist(),
        "permutation": np.random.RandomState(seed).permutation(30).tolist(),
        "far": np.random.RandomState(seed).permutation(2000)[-5:].tolist(),
    }
    for seed in [0, 42, 113, 4294967295]
}

labels = np.array([0, 1, 1, 2, 2, 2, 0, 1, 2, 2, 1, 0, 2, 1, 1, 0, 2, 1, 0, 1, 2, 2, 2])
samples = np.arange(len(labels))
split_options = [
    {},
    {"test_size": 0.2},
    {"test_size": 5, "train_size": 7},
    {"train_size": 0.5},
    {"shuffle": False, "test_size": 0.3},
    {"test_size": 0.3, "stratify": True},
    {"test_size": 6, "train_size": 8, "stratify": True},
]
splits = []
for options in split_options:
    for seed in [0, 7]:
        kwargs = dict(options, random_state=seed)
        if kwargs.pop("stratify", False):
            kwargs["stratify"] = labels
        train, test = train_test_split(samples, **kwargs)
        splits.append(
            {"options": options, "seed": seed, "train": train.tolist(), "test": test.tolist()}
        )

x = formula((7, 4), 3).astype(np.float64) * np.array([1, 100, 0.01, 0]) + np.array([0, 5, 1, 3])
fresh = formula((3, 4), 5).astype(np.float64)
scalers = []
for name, scaler in [
    ("StandardScaler", StandardScaler()),
    ("StandardScaler", StandardScaler(with_mean=False)),
    ("StandardScaler", StandardScaler(with_std=False)),
    ("MinMaxScaler", MinMaxScaler()),
    ("MinMaxScaler", MinMaxScaler(feature_range=(-1, 2), clip=True)),
]:
    scaler.fit(x)
    attributes = ["mean_", "var_", "scale_"] if name == "StandardScaler" else ["data_min_", "data_max_", "data_range_", "scale_", "min_"]
    scalers.append(
        {
            "name": name,
            "options": {k: v for k, v in scaler.get_params().items() if k != "copy"},
            "attributes": {a: rounded(getattr(scaler, a)) for a in attributes if getattr(scaler, a) is not None},
            "transformed": rounded(scaler.transform(fresh)),
            "inverse": rounded(scaler.inverse_transform(fresh)),
        }
    )

words = ["pear", "fig", "pear", "apple", "Fig"]
encoder = OneHotEncoder(sparse_output=False).fit([["a", "x"], ["b", "y"], ["c", "x"]])
digits = load_digits()

out = pathlib.Path(__file__).parents[2] / "packages/datasets/fixtures/preprocessing.json"
out.parent.mkdir(exist_ok=True)
out.write_text(
    json.dumps(
        {
            "random": random,
            "labels": labels.tolist(),
            "splits": splits,
            "x": rounded(x),
            "fresh": rounded(fresh),
            "scalers": scalers,
            "binarizer": {
                "words": words,
                "classes": LabelBinarizer().fit(words).classes_.tolist(),
                "rows": LabelBinarizer().fit_transform(words).tolist(),
                "two": LabelBinarizer(neg_label=-1).fit_transform([3, 5, 3]).tolist(),
            },
            "oneHot": {
                "rows": encoder.transform([["c", "y"], ["a", "x"]]).tolist(),
                "names": encoder.get_feature_names_out().tolist(),
            },
            "digits": {
                "first": digits.images[0].astype(int).ravel().tolist(),
                "sum": int(digits.data.sum()),
                "columns": digits.data.sum(axis=0).astype(int).tolist(),
                "target": digits.target[:30].tolist(),
                "counts": np.bincount(digits.target).tolist(),
            },
        },
        separators=(",", ":"),
    )
    + "\n"
)
