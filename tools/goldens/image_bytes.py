"""Pictures for the golden fixtures of images, whose generators need Pillow; packages/image/src/testing.ts makes the same."""

import base64
import json
import pathlib

import numpy as np

FIXTURES = pathlib.Path(__file__).parents[2] / "packages" / "image" / "fixtures"


def picture(height, width, channels, seed):
    """Byte i is (7919 i + 104729 seed) mod 251."""
    index = np.arange(height * width * channels, dtype=np.int64)
    values = (index * 7919 + seed * 104729) % 251
    return values.astype(np.uint8).reshape(height, width, channels)


def smooth(height, width, channels):
    """A picture such as photographs are: waves, which formats with losses keep."""
    y, x, c = np.meshgrid(*(np.arange(n) for n in (height, width, channels)), indexing="ij")
    return (127 + 100 * np.sin(x / 3 + c) * np.cos(y / 4 - c)).astype(np.uint8)


def base64_of(data):
    return base64.b64encode(bytes(data)).decode()


def floats(x):
    return [float(f"{v:.8g}") for v in np.asarray(x, np.float64).ravel()]


def write(name, value):
    path = FIXTURES / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, separators=(",", ":")) + "\n")
    print(path.name, path.stat().st_size)
