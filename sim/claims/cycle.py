"""The retaliation cycle: phases of a run by a stated rule, and which follows which.

The rule. P is the running peak of the fan share. It is begun anew where the share, having fallen
below .6 P, has come back to 5 % and to a quarter above its lowest point (``sim.runs.falls``).

1. At .8 P or above: *rise* if the fan share has grown by over 5 % in four weeks, else *height*.
2. Below .8 P: *retaliation* if the climate is below 0, else *fall* if there are fewer fans than a
   week ago, else *recovery*.

A spell of less than a week belongs to the phase before it (the first, to the one after it).
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.claims.observed import ObservedRun
from sim.claims.pairs import observe
from sim.engine.threads import cores
from sim.runs.falls import running_peaks
from sim.runs.many import in_order
from sim.runs.networks import lucky
from sim.scenario.files import load
from sim.scenario.scenario import Scenario

PHASES: Final = ("rise", "height", "fall", "retaliation", "recovery")
RISE, HEIGHT, FALL, RETALIATION, RECOVERY = range(5)
NEAR: Final = 0.8
GROWTH: Final = 0.05
WEEK: Final = 7
FOUR_WEEKS: Final = 28
PEOPLE: Final = 2_000
WORLDS: Final = 100


@dataclass(frozen=True)
class Cycle:
    """Phases of one world, and what follows what over many.

    Attributes
    ----------
    run : ObservedRun
        The world that is shown.
    phases : int8 (days,)
        Its phases, places in ``PHASES``.
    followed : int64 (5, 5)
        How often the phase of a row was followed by that of a column.
    worlds : int
    falls, headwind : int
        Falls below 60 % of a peak (``sim.runs.falls``), and those that brought the climate below 0
        before the next peak was begun.
    """

    run: ObservedRun
    phases: NDArray[np.int8]
    followed: NDArray[np.int64]
    worlds: int
    falls: int
    headwind: int


def headwinds(run: ObservedRun) -> tuple[int, int]:
    """Return the falls of a run, and how many of them brought the climate below 0."""
    _, _, fallen = running_peaks(run["fan_share"])
    spells = [(first, end) for down, first, end in spells_of(fallen.astype(np.int8)) if down]
    cold = sum(bool((run["climate"][first:end] < 0.0).any()) for first, end in spells)
    return len(spells), cold


def phases_of(run: ObservedRun) -> NDArray[np.int8]:
    """Return the phase of each day by the rule, int8 (days,), places in ``PHASES``."""
    share, climate = run["fan_share"], run["climate"]
    near = share >= NEAR * running_peaks(share)[0]
    month = np.concatenate([np.full(min(FOUR_WEEKS, len(share)), share[0]), share[:-FOUR_WEEKS]])
    week = np.concatenate([np.full(min(WEEK, len(share)), share[0]), share[:-WEEK]])
    up = share > (1.0 + GROWTH) * month[: len(share)]
    down = share < week[: len(share)]
    above = np.where(up, RISE, HEIGHT)
    below = np.where(climate < 0.0, RETALIATION, np.where(down, FALL, RECOVERY))
    return _settled(np.where(near, above, below).astype(np.int8))


def spells_of(phases: NDArray[np.int8]) -> list[tuple[int, int, int]]:
    """Return the spells of a run: phase, first day, day after the last."""
    starts = np.flatnonzero(np.diff(phases, prepend=-1))
    ends = np.append(starts[1:], len(phases))
    return [(int(phases[a]), int(a), int(b)) for a, b in zip(starts, ends, strict=True)]


def _settled(phases: NDArray[np.int8]) -> NDArray[np.int8]:
    """Return the phases, a spell of less than a week given to its neighbour."""
    found = phases.copy()
    spells = spells_of(phases)
    before = next((phase for phase, first, end in spells if end - first >= WEEK), int(phases[0]))
    for phase, first, end in spells:
        if end - first < WEEK:
            found[first:end] = before
        else:
            before = phase
    return found


def followed_by(all_phases: Sequence[NDArray[np.int8]]) -> NDArray[np.int64]:
    """Return how often each phase was followed by each other, int64 (5, 5)."""
    counts = np.zeros((len(PHASES), len(PHASES)), dtype=np.int64)
    for phases in all_phases:
        order = [phase for phase, _, _ in spells_of(phases)]
        for one, other in itertools.pairwise(order):
            counts[one, other] += 1
    return counts


def transition_shares(followed: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return counts as shares of their row, 0 for a row of nothing, float64 (phases, phases)."""
    whole = followed.sum(axis=1, keepdims=True)
    found = np.zeros(followed.shape)
    np.divide(followed, whole, out=found, where=whole > 0)
    return found


def cycle_scenario() -> Scenario:
    """Return the classroom's four years, with a crowd of 2,000."""
    return load("classroom").with_values({"crowd.people": PEOPLE})


def cycle_of(seed: int = 1, worlds: int = WORLDS, workers: int | None = None) -> Cycle:
    """Return the phases of one world and the transitions over many, each of its own luck and crowd.

    Parameters
    ----------
    seed : int
        Of the world that is shown; the others follow.
    worlds : int
    workers : int, optional
    """
    scenario = cycle_scenario()

    def one(luck: int, _: threading.Event) -> ObservedRun:
        return observe(lucky(scenario, luck, luck))

    found = list(in_order(one, range(seed, seed + worlds), workers or cores()))
    phases = [phases_of(run) for run in found]
    falls, cold = np.sum([headwinds(run) for run in found], axis=0)
    return Cycle(found[0], phases[0], followed_by(phases), worlds, int(falls), int(cold))
