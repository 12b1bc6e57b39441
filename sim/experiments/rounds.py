"""Which runs of a sweep are wanted when: rounds of a stop rule, and batches of each round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from sim.experiments.batches import Batch
from sim.experiments.specification import Sweep

# Half of a 95 % interval of a mean, in standard errors: the normal law's.
WIDTH: Final = 1.959964
# A batch is about this much work (people times days), so that a crash costs a second or two.
BATCH_WORK: Final = 120_000_000
BATCH_MOST: Final = 64

# A run by its place (point and plan) and replicate.
PlaceAndReplicate = tuple[int, int]


def rounds(
    sweep: Sweep, values: Callable[[], Mapping[int, Sequence[float]]]
) -> Iterator[list[PlaceAndReplicate]]:
    """Yield the runs that are wanted, a list of (place, replicate) a round.

    One round without a stop rule. With one, each round takes the places whose interval is still
    too wide, looked at when the round before is complete, so that the order of completion does not
    matter. ``values`` gives the outcome of the stop rule by place.
    """
    places = range(sweep.places)
    stop = sweep.settings.stop
    if stop is None:
        yield [(place, k) for place in places for k in range(sweep.settings.replicates)]
        return
    done, wide, more = 0, list(places), stop.at_least
    while wide and done < stop.at_most:
        upto = min(done + more, stop.at_most)
        yield [(place, k) for place in wide for k in range(done, upto)]
        done, more = upto, max(1, stop.at_least // 2)
        found = values()
        # What later rounds left there is not looked at: each round is judged by what it asked for.
        wide = [k for k in wide if half_width(found.get(k, ())[:done]) > stop.half_width]


def half_width(values: Sequence[float]) -> float:
    """Return half the 95 % interval of the mean of some values; infinite of fewer than two."""
    good = [value for value in values if np.isfinite(value)]
    if len(good) < 2:
        return float("inf")
    return WIDTH * float(np.std(good, ddof=1)) / float(np.sqrt(len(good)))


def batch_size(sweep: Sweep) -> int:
    """Return the runs in a batch: a part of the store, and what a crash may cost a worker."""
    work = sweep.scenario.effective.crowd.people * sweep.scenario.run.days
    return max(1, min(BATCH_MOST, BATCH_WORK // work))


def in_batches(wanted: Sequence[PlaceAndReplicate], size: int, first: int) -> list[Batch]:
    """Cut the runs of a round into batches, numbered from ``first``."""
    return [
        Batch(first + k, tuple(wanted[begin : begin + size]))
        for k, begin in enumerate(range(0, len(wanted), size))
    ]
