"""Resized pictures: PIL's bytes, and the numbers of keras.ops.image.resize and tf.image.resize."""

import os

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from image_bytes import base64_of, floats, picture, write
from PIL import Image

MODES = {1: "L", 3: "RGB", 4: "RGBA"}
PIL_FILTERS = ["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"]
SIZES = [((7, 11), (4, 5)), ((5, 4), (9, 13)), ((8, 6), (8, 3)), ((6, 9), (7, 9)), ((13, 3), (2, 2))]


def to_pil(array):
    channels = array.shape[2]
    return Image.fromarray(array[:, :, 0] if channels == 1 else array, MODES[channels])


def pil_case(shape, size, channels, interpolation, box=None):
    img = to_pil(picture(*shape, channels, seed=len(interpolation)))
    method = Image.Resampling[interpolation.upper()]
    resized = img.resize((size[1], size[0]), method, box=box)
    return {"shape": [*shape, channels], "seed": len(interpolation), "size": size,
            "interpolation": interpolation, **({"box": box} if box else {}),
            "pixels": base64_of(np.asarray(resized).tobytes())}


def float_case(shape, size, interpolation, antialias):
    x = picture(*shape, 2, seed=3).astype("float32")
    y = tf.image.resize(x, size, method=interpolation, antialias=antialias)
    return {"shape": [*shape, 2], "seed": 3, "size": size, "interpolation": interpolation,
            "antialias": antialias, "values": floats(y)}


def fit_case(shape, size, data_format="channels_last", **options):
    x = picture(*shape, 3, seed=4).astype("float32")
    y = keras.ops.image.resize(x, size, data_format=data_format, **options)
    return {"shape": [*shape, 3], "seed": 4, "size": size, "options": options, "values": floats(y)}


def smart_case(shape, size, interpolation):
    x = picture(*shape, 3, seed=5).astype("float32")
    y = keras.preprocessing.image.smart_resize(x, size, interpolation)
    return {"shape": [*shape, 3], "seed": 5, "size": size, "interpolation": interpolation,
            "values": floats(y)}


METHODS = ["bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian", "mitchellcubic"]
write("resize", {
    "pil": [pil_case(shape, size, channels, name)
            for shape, size in SIZES for channels in MODES for name in PIL_FILTERS]
    + [pil_case((9, 12), (5, 4), 3, name, box=[2, 1, 9, 8]) for name in PIL_FILTERS]
    + [pil_case((9, 12), (5, 4), 3, name, box=[1.5, 0.25, 9.75, 8]) for name in PIL_FILTERS],
    "float": [float_case(shape, size, name, antialias)
              for shape, size in SIZES for name in METHODS for antialias in (False, True)],
    "fit": [fit_case((7, 11), (6, 6), crop_to_aspect_ratio=True),
            fit_case((11, 6), (4, 6), crop_to_aspect_ratio=True, interpolation="lanczos3"),
            fit_case((7, 11), (6, 6), pad_to_aspect_ratio=True, fill_value=9.0),
            fit_case((12, 5), (5, 7), pad_to_aspect_ratio=True)],
    "smart": [smart_case((7, 11), (6, 6), "bilinear"), smart_case((9, 5), (3, 4), "nearest")],
})


def pad_case(shape, size):
    y = tf.image.resize_with_pad(picture(*shape, 6).astype("float32"), *size)
    return {"shape": shape, "size": size, "values": floats(y)}


write("pad", [pad_case((6, 8, 3), (4, 4)), pad_case((7, 3, 1), (5, 9)), pad_case((3, 4, 2), (8, 7))])
