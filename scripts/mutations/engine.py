"""Mutations of how the engine calls the time loop."""

from __future__ import annotations

from mutations.mutation import of

ENGINE = of(
    "sim/engine/engine.py",
    ("days-beyond-the-last", "clamp", "min(self.day + days, self.days)", "self.day + days"),
    ("starts-over", "reset", "        self.day = last", "        self.day = days"),
    ("every-advance-from-the-first-day", "reset",
     "                self.day,\n", "                0,\n"),
    ("first-person-in-no-block", "bound",
     "([0, *inner, world.people]", "([1, *inner, world.people]"),
    ("last-person-in-no-block", "bound",
     "([0, *inner, world.people]", "([0, *inner, world.people - 1]"),
)  # fmt: skip
