"""Mutations of where each quantity stands."""

from __future__ import annotations

from mutations.mutation import of, swapped

LAYOUT = of(
    "sim/model/layout.py",
    ("noise-in-the-row-of-blame", "index", "NOISE: Final = 2", "NOISE: Final = 1"),
    ("owners-begin-anew", "reset", "T_RESISTERS, T_OWNERS)\n", "T_RESISTERS)\n"),
    ("feelings-counted-half", "fixed point", "Final = 1048576.0", "Final = 524288.0"),
    ("loudest-less-loud", "clamp", "LOUDNESS_LEVELS: Final = 63", "LOUDNESS_LEVELS: Final = 62"),
    ("cooled-told-as-recovered", "swap", *swapped("S_COOLED", "S_RECOVERED", ", ")),
    ("image-and-warmth", "swap", *swapped("IMAGE", "WARMTH", ": Final = 2\n")),
)  # fmt: skip
