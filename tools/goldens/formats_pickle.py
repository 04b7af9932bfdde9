"""Pickles of every protocol as Python writes them, and what stands in them as JSON."""

import base64
import collections
import io
import json
import pathlib
import pickle

import numpy as np


class Evil:
    def __reduce__(self):
        return (eval, ("1 + 1",))


class Plain:
    pass


def encode(data):
    return base64.b64encode(data).decode()


shared = ["shared"]
plain = [
    None,
    True,
    False,
    0,
    255,
    256,
    70000,
    -1,
    2**40,
    -(2**40),
    1.5,
    -0.0,
    "grün \U0001f410",
    "line\nbreak \\ 'quote'",
    (),
    (1,),
    (1, 2),
    (1, 2, 3, 4),
    [[], [[]]],
    [shared, shared],
    {"a": 1, "b": [2]},
]
arrays = {
    "float32": np.array([[1.5, 2], [3, 4]], dtype="f4"),
    "float64": np.array(2.5),
    "int64": np.array([-5, 2**40]),
    "bool": np.array([True, False]),
    "big_endian": np.array([1, -2], dtype=">i2"),
    "fortran": np.asfortranarray(np.arange(6, dtype="i4").reshape(2, 3)),
    "string": np.array(["ab", "c"]),
    "object": np.array([[1, 2], [3]], dtype=object),
    "empty": np.zeros((0, 3), dtype="f4"),
}

# what Python 2 wrote: its str is SHORT_BINSTRING, in text and in arrays
python2 = (
    b"\x80\x02]q\x00(U\x05caf\xc3\xa9U\x03abce."
)
python2_array = (
    b"\x80\x02cnumpy.core.multiarray\n_reconstruct\nq\x01cnumpy\nndarray\nq\x02K\x00\x85U\x01b\x87Rq\x03"
    b"(K\x01K\x02\x85cnumpy\ndtype\nq\x04U\x02f4K\x00K\x01\x87Rq\x05(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    b"\x89U\x08\x00\x00\x80?\x00\x00\x00\xc0tb."
)
assert pickle.loads(python2_array, encoding="latin1").tolist() == [1.0, -2.0]

objects = io.BytesIO()
np.save(objects, np.array([[1, 2, 3], [4]], dtype=object), allow_pickle=True)

out = pathlib.Path(__file__).parents[2] / "packages/formats/fixtures/pickle.json"
out.write_text(
    json.dumps(
        {
            "plain": plain,
            "protocols": [
                {
                    "protocol": protocol,
                    "plain": encode(pickle.dumps(plain, protocol)),
                    "other": encode(
                        pickle.dumps(
                            [
                                b"\x00\xff",
                                bytearray(b"ab"),
                                {1, 2},
                                frozenset([3]),
                                collections.OrderedDict(x=1),
                                {1: "one"},
                                2**80,
                                float("inf"),
                                np.float32(1.5),
                                np.int64(7),
                                np.bool_(True),
                                np.str_("word"),
                            ],
                            protocol,
                        )
                    ),
                    "arrays": {name: encode(pickle.dumps(a, protocol)) for name, a in arrays.items()},
                    "evil": encode(pickle.dumps(Evil(), protocol)),
                    "instance": encode(pickle.dumps(Plain(), protocol)),
                }
                for protocol in range(6)
            ],
            "arrays": {
                name: {"shape": list(a.shape), "dtype": str(a.dtype), "values": a.ravel().tolist()}
                for name, a in arrays.items()
            },
            "python2": encode(python2),
            "python2Array": encode(python2_array),
            "objects": encode(objects.getvalue()),
        },
        separators=(",", ":"),
    )
    + "\n"
)
