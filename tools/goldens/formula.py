"""The numbers that golden fixtures are made from; tools/testing/src/formula.ts computes the same."""

import numpy as np


def formula(shape, seed):
    """Element i is ((7919 i + 104729 seed) mod 1999) / 1000 - 1, as float32."""
    index = np.arange(int(np.prod(shape)), dtype=np.int64)
    values = ((index * 7919 + seed * 104729) % 1999) / 1000 - 1
    return values.astype(np.float32).reshape(shape)
