"""What kernels hand each other, called from Python.

A compiled function gives Python a float for a float32 and an integer for a uint64; here they get
back the types that they have from kernel to kernel.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.model.day import today as kernels
from sim.model.day.today import Keys, Nature, Today

APART: dict[str, Any] = {"concern_bits": np.int8, "concerned": np.int8, "products": float}


def nature_of(p: Any) -> Nature:
    """Return what people have in common, float32 each."""
    return Nature(*map(np.float32, kernels.nature_of(p)))


def today_of(p: Any, levers: Any, mood: Any) -> Today:
    """Return what is the same for everyone today, float32 but for the last three."""
    found = kernels.today_of(p, levers, mood)
    named = zip(Today._fields, found, strict=True)
    return Today(**{name: APART.get(name, np.float32)(value) for name, value in named})


def keys_of(seed: Any, day: int) -> Keys:
    """Return today's stream keys, uint64 each."""
    return Keys(*map(np.uint64, kernels.keys_of(np.uint64(seed), day)))
