"""Mutations of how kernels are compiled."""

from __future__ import annotations

from mutations.mutation import of

COMPILED = of(
    "sim/model/compiled.py",
    ("fused-arithmetic", "float",
     'error_model="numpy", **options)', 'error_model="numpy", fastmath=True, **options)'),
)  # fmt: skip
