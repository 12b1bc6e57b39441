"""Mutations of the groups that the time loop is handed."""

from __future__ import annotations

from mutations.mutation import of, swapped

GROUPS = of(
    "sim/engine/groups.py",
    ("another-seed", "stream", "np.uint64(world.seed)", "np.uint64(world.seed + 1)"),
    ("weight-and-people", "swap", *swapped("world.weight", "world.people", ",\n        people=")),
    ("nothing-dated", "term",
     "calendar=world.calendar", "calendar=np.zeros_like(world.calendar)"),
    ("everyone-hears-everyone", "sign",
     "complete=world.network.complete", "complete=not world.network.complete"),
    ("ties-of-one-voice", "term", "strength=world.strength", "strength=world.strength[:0]"),
    ("mood-of-a-copy", "reset", "mood=world.mood", "mood=world.mood.copy()"),
    ("totals-of-a-copy", "reset", "totals=world.totals", "totals=world.totals.copy()"),
    ("voices-of-the-first-morning", "reset",
     "// 8 * 8].view(np.int64)", "// 8 * 8].copy().view(np.int64)"),
)  # fmt: skip
