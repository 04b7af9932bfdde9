"""Loads the losses, metrics, optimizers and schedules that write-objects.mjs wrote.

    python tools/peers/keras_reads_objects.py FOLDER
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras.src.optimizers import lamb  # noqa: F401  (exported, but not imported by keras.optimizers)


def same(ours, theirs):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return all(same(v, theirs.get(k)) for k, v in ours.items() if k not in ("dtype", "module"))
    if isinstance(ours, float) or isinstance(theirs, float):
        return abs(ours - theirs) <= 1e-6 * max(1.0, abs(ours))
    if isinstance(ours, (list, tuple)):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return ours == theirs


failed = 0
for kind, stored in json.loads((pathlib.Path(sys.argv[1]) / "objects.json").read_text()).items():
    for one in stored:
        try:
            loaded = keras.saving.deserialize_keras_object(json.loads(json.dumps(one)))
            config = loaded.get_config()
            if not same(one["config"], config):
                raise ValueError(f"ours {one['config']}, theirs {config}")
        except Exception as error:  # each failure is told, and counted
            failed += 1
            print(kind, one["class_name"], type(error).__name__, str(error)[:300])
    print(f"{kind}: {len(stored)} read")
sys.exit(failed > 0)
