"""Philox4x32-10 bits, uniform and normal numbers as TensorFlow draws them."""

import json
import pathlib

import numpy as np
import tensorflow as tf

PHILOX = 1
STATES = [
    # key0, key1, stream0, stream1, first block
    (0, 0, 0, 0, 0),
    (1, 2, 3, 4, 0),
    (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF),
    (0xA4093822, 0x299F31D0, 0x13198A2E, 0x03707344, 0x85A308D3),
    (42, 0, 7, 0, 0x12345678901),
]

cases = []
for key0, key1, stream0, stream1, first in STATES:
    key = tf.constant([key1 << 32 | key0], tf.uint64)
    counter = tf.constant([first, stream1 << 32 | stream0], tf.uint64)
    draw = dict(shape=[10], key=key, counter=counter, alg=PHILOX)
    bits = tf.raw_ops.StatelessRandomUniformFullIntV2(dtype=tf.uint32, **draw)
    uniform = tf.raw_ops.StatelessRandomUniformV2(dtype=tf.float32, **draw)
    normal = tf.raw_ops.StatelessRandomNormalV2(dtype=tf.float32, **draw)
    cases.append(
        {
            "state": [key0, key1, stream0, stream1],
            "first": first,
            "bits": bits.numpy().tolist(),
            "uniform": [float(f"{v:.8g}") for v in uniform.numpy()],
            "normal": [float(f"{v:.8g}") for v in normal.numpy()],
        }
    )

out = pathlib.Path(__file__).parents[2] / "packages/core/fixtures/philox.json"
out.parent.mkdir(exist_ok=True)
out.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
