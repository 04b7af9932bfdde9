"""Writes packages/datasets/src/digits/digits-data.ts from scikit-learn's load_digits.

The pixels stand pixel by pixel (all samples' first pixels, then the second ones ...), since that
packs best; the labels follow. All of it is one gzip stream in base64.
"""

import base64
import pathlib
import zlib

import numpy as np
from sklearn.datasets import load_digits

digits = load_digits()
pixels = digits.data.astype(np.uint8)
labels = digits.target.astype(np.uint8)
assert pixels.shape == (1797, 64) and pixels.max() == 16

packer = zlib.compressobj(9, zlib.DEFLATED, 31, 9, zlib.Z_FILTERED)
packed = packer.compress(pixels.T.tobytes() + labels.tobytes()) + packer.flush()
text = base64.b64encode(packed).decode()

target = pathlib.Path(__file__).parents[2] / "packages/datasets/src/digits/digits-data.ts"
target.write_text(
    f"""/**
 * Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak (1998), UCI Machine Learning
 * Repository, https://doi.org/10.24432/C50P49, CC BY 4.0: the 1,797 test digits. Written by
 * tools/generate/digits.py.
 */
export const DIGITS =
  '{text}';
"""
)
print(len(text), "characters")
