"""Transformed images: Keras' legacy preprocessing, which computes with SciPy and PIL."""

import os

os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from image_bytes import floats, picture, write
from keras.src.legacy.preprocessing import image as legacy

MODES = ["nearest", "constant", "reflect", "wrap"]
PARAMETERS = [
    {"theta": 25}, {"tx": 2.5, "ty": -1.25}, {"shear": 20}, {"zx": 0.7, "zy": 1.4},
    {"theta": -70, "tx": 1, "ty": 3, "shear": -15, "zx": 1.3, "zy": 0.8},
    {"tx": -13, "ty": 17},
]


def numbers(shape, seed):
    return picture(*shape, seed).astype("float32")


def affine(shape, parameters, mode, order, first=False):
    x = numbers(shape, seed=order)
    axes = {"row_axis": 1, "col_axis": 2, "channel_axis": 0} if first else \
        {"row_axis": 0, "col_axis": 1, "channel_axis": 2}
    y = legacy.apply_affine_transform(x, **parameters, **axes, fill_mode=mode, cval=7.0, order=order)
    return {"shape": shape, "seed": order, "parameters": parameters, "mode": mode, "order": order,
            "first": first, "values": floats(y)}


def brightness(shape, factor, scale, shift):
    x = numbers(shape, seed=9) + shift
    y = legacy.apply_brightness_shift(x, factor, scale)
    return {"shape": shape, "factor": factor, "scale": scale, "shift": shift, "values": floats(y)}


def channel_shift(shape, intensity):
    y = legacy.apply_channel_shift(numbers(shape, seed=8), intensity, channel_axis=2)
    return {"shape": shape, "intensity": intensity, "values": floats(y)}


OPTIONS = [
    {"rescale": 1 / 255},
    {"samplewise_center": True},
    {"samplewise_std_normalization": True},
    {"featurewise_center": True, "rescale": 0.5},
    {"featurewise_std_normalization": True},
    {"zca_whitening": True, "zca_epsilon": 1e-3, "rescale": 1 / 255},
]


def standardized(options, shape=(40, 3, 2, 3)):
    index = np.arange(np.prod(shape), dtype=np.int64)
    x = ((index**2 * 31) % 257).astype("float32").reshape(shape)
    generator = legacy.ImageDataGenerator(**options)
    generator.fit(x)
    y = generator.standardize(x[:3].copy()) if options.get("zca_whitening") else \
        np.stack([generator.standardize(one.copy()) for one in x[:3]])
    return {"options": options, "shape": shape, "values": floats(y)}


def transformed(parameters, shape=(6, 8, 3)):
    generator = legacy.ImageDataGenerator(fill_mode="reflect")
    y = generator.apply_transform(numbers(shape, seed=7), parameters)
    return {"parameters": parameters, "shape": shape, "seed": 7, "values": floats(y)}


write("augment", {
    "affine": [affine((6, 8, 2), parameters, mode, order)
               for parameters in PARAMETERS for mode in MODES for order in (0, 1, 3)]
    + [affine((7, 7, 1), PARAMETERS[4], mode, order) for mode in MODES for order in (2, 4, 5)]
    + [affine((2, 5, 6), PARAMETERS[4], "nearest", 1, first=True)],
    "brightness": [brightness((3, 4, channels), factor, scale, shift)
                   for channels in (1, 3, 4) for factor in (0.3, 1.7)
                   for scale, shift in ((True, 0), (False, 0), (False, -60), (False, 60))],
    "channelShift": [channel_shift((3, 4, 3), intensity) for intensity in (-30.5, 40)],
    "standardized": [standardized(options) for options in OPTIONS],
    "transformed": [
        transformed({"theta": 10, "flip_horizontal": True}),
        transformed({"flip_vertical": True, "channel_shift_intensity": 20.5}),
        transformed({"zx": 1.2, "zy": 0.9, "brightness": 0.6}),
        transformed({"theta": 30, "tx": 1, "ty": -1, "shear": 10, "zx": 0.9, "zy": 1.1,
                     "flip_horizontal": True, "flip_vertical": True,
                     "channel_shift_intensity": -15, "brightness": 1.2}),
    ],
})
