"""Writes packages/formats/fixtures/h5py.h5: what h5py makes of all that Ibex reads.

    python tools/goldens/formats_hdf5.py
"""

import os

import h5py
import numpy as np

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packages/formats/fixtures")


def main():
    values = np.arange(35, dtype="float32").reshape(5, 7) / 4
    with h5py.File(os.path.join(FOLDER, "h5py.h5"), "w") as file:
        file.attrs["text"] = "größer"
        file.attrs["fixed"] = np.bytes_(b"short")
        file.attrs["number"] = 3
        file["plain"] = values
        file["scalar"] = np.int64(-5)
        file["half"] = values.astype("float16")
        file["big_endian"] = values.astype(">f8")
        file["truth"] = np.array([True, False, True])
        file["words"] = ["a", "bc", ""]
        file["empty"] = np.zeros((0, 3), "float32")
        file.create_dataset("never_written", (2, 2), "float32")
        file.create_dataset("chunked", data=values, chunks=(2, 3))
        file.create_dataset("packed", data=values, chunks=(3, 4), compression="gzip", shuffle=True, fletcher32=True)
        many = file.create_group("many")
        many.attrs["layer_names"] = ["dense", "dense_1"]
        many.attrs["none"] = []
        for i in range(12):
            many.create_group(f"layer_{i}")["kernel:0"] = np.full(2, i, "int16")
        file["link"] = h5py.SoftLink("/plain")
    with h5py.File(os.path.join(FOLDER, "h5py-latest.h5"), "w", libver="latest") as file:
        file.attrs["text"] = "newest"
        file["a/plain"] = values
        file.create_dataset("a/packed", data=values, chunks=(5, 7), compression="gzip")
        file["a"].attrs["names"] = ["x", "y"]


if __name__ == "__main__":
    main()
