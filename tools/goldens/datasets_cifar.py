"""A CIFAR archive in little: pickled batches of two pictures each, as the publisher packs them."""

import base64
import io
import json
import pathlib
import pickle
import tarfile

import numpy as np


def batch(start, labels):
    """Pixel j of picture i is (start + 7 i + j) mod 251."""
    i, j = np.ogrid[: len(labels), :3072]
    return {"data": ((start + 7 * i + j) % 251).astype("u1"), "labels": labels}


def archive(folder, batches):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, content in batches.items():
            data = pickle.dumps(content, 2)
            info = tarfile.TarInfo(f"{folder}/{name}")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return base64.b64encode(out.getvalue()).decode()


ten = {f"data_batch_{n}": batch(n, [n, 9 - n]) for n in range(1, 6)}
ten["test_batch"] = batch(100, [0, 5])
hundred = {}
for name, start in [("train", 3), ("test", 50)]:
    hundred[name] = batch(start, [1, 2])
    hundred[name]["fine_labels"] = [40, 99]
    hundred[name]["coarse_labels"] = [4, 19]

out = pathlib.Path(__file__).parents[2] / "packages/datasets/fixtures/cifar.json"
out.write_text(
    json.dumps(
        {
            "ten": archive("cifar-10-batches-py", ten),
            "hundred": archive("cifar-100-python", hundred),
            "broken": archive("cifar-10-batches-py", {"data_batch_1": ten["data_batch_1"]}),
        },
        separators=(",", ":"),
    )
    + "\n"
)
