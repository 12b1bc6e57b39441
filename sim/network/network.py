"""What a network is: rows of listeners (CSR)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Network(NamedTuple):
    """Who hears whom. Passes into kernels as it is: the fields have fixed types.

    Attributes
    ----------
    offsets : ndarray, shape (people + 1,), int64
        Where the rows begin: ``audience[offsets[i]:offsets[i + 1]]`` hears person ``i``.
    audience : ndarray, shape (ties,), int32
        The people who hear, ascending in a row, without duplicates and without ``i`` itself.
    complete : bool
        Everyone hears everyone: held implicitly, offsets all zero and the audience empty.
    """

    offsets: NDArray[np.int64]
    audience: NDArray[np.int32]
    complete: bool
