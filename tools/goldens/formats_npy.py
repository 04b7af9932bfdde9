"""npy and npz files as NumPy writes them, with the values that stand in them."""

import base64
import io
import json
import pathlib

import numpy as np

ARRAYS = {
    "bool": np.array([[True, False], [False, True]]),
    "uint8": np.arange(6, dtype="u1").reshape(2, 3),
    "int8": np.array([-128, 0, 127], dtype="i1"),
    "uint16": np.array([0, 65535], dtype="u2"),
    "int16": np.array([-32768, 32767], dtype="i2"),
    "uint32": np.array([0, 2**32 - 1], dtype="u4"),
    "int32": np.array([-(2**31), 2**31 - 1], dtype="i4"),
    "uint64": np.array([0, 2**53 - 1], dtype="u8"),
    "int64": np.array([-(2**53) + 1, 7], dtype="i8"),
    "float16": np.array([1.5, -0.333, 65504, 6e-8, 0], dtype="f2"),
    "float32": np.array([[1.5, -2.25]], dtype="f4"),
    "float64": np.array(3.25),
    "string": np.array(["Ibex", "grün", "", "\U0001f410"]),
    "bytes": np.array([b"ab", b"", b"xyz"]),
    "big_endian": np.array([1, -2, 3], dtype=">i4"),
    "big_endian_string": np.array(["ab", "c"], dtype=">U3"),
    "fortran": np.asfortranarray(np.arange(24, dtype="f4").reshape(2, 3, 4)),
    "empty": np.zeros((0, 5), dtype="f4"),
}


def encode(data):
    return base64.b64encode(data).decode()


def values(array):
    flat = array.ravel(order="C").tolist()
    return [v.decode() if isinstance(v, bytes) else v for v in flat]


def npy(array, version=None):
    out = io.BytesIO()
    np.lib.format.write_array(out, array, version=version)
    return out.getvalue()


cases = [
    {"name": name, "shape": list(a.shape), "values": values(a), "npy": encode(npy(a))}
    for name, a in ARRAYS.items()
]
for version in [(2, 0), (3, 0)]:
    a = ARRAYS["float32"]
    cases.append(
        {
            "name": f"version_{version[0]}",
            "shape": list(a.shape),
            "values": values(a),
            "npy": encode(npy(a, version)),
        }
    )

stored, deflated = io.BytesIO(), io.BytesIO()
np.savez(stored, x=ARRAYS["float32"], y=ARRAYS["int64"])
np.savez_compressed(deflated, x=ARRAYS["float32"], y=ARRAYS["int64"], zeros=np.zeros((50, 20)))

out = pathlib.Path(__file__).parents[2] / "packages/formats/fixtures/npy.json"
out.parent.mkdir(exist_ok=True)
out.write_text(
    json.dumps(
        {
            "npy": cases,
            "npz": {"stored": encode(stored.getvalue()), "deflated": encode(deflated.getvalue())},
        },
        separators=(",", ":"),
    )
    + "\n"
)
