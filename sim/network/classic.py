"""Who hears whom in the networks of the textbooks: complete, random, scale-free, small world."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.model.compiled import kernel
from sim.model.layout import MOST_HEARD
from sim.model.randomness import Decision, uniform
from sim.network.audience_kernels import anyone_but, counter, scratch, stream_key, tidy_row
from sim.network.network import Network

TRIES: Final = 64  # to find a new end for a rewired tie


def complete(people: int) -> Network:
    """Return the network in which everyone hears everyone, held implicitly.

    Parameters
    ----------
    people : int

    Returns
    -------
    Network
        Offsets all zero, audience empty, ``complete`` true.
    """
    return Network(np.zeros(people + 1, np.int64), np.empty(0, np.int32), True)


def erdos_renyi(people: int, audience: float, seed: int) -> Network:
    """Return a directed random network: everyone hears everyone else with one probability.

    Parameters
    ----------
    people : int
    audience : float
        Mean audience, in people; clipped to ``people - 1``.
    seed : int

    Returns
    -------
    Network

    References
    ----------
    Gilbert, E. N. (1959). Random graphs. Annals of Mathematical Statistics 30(4), 1141-1144.

    Batagelj, V. & Brandes, U. (2005). Efficient generation of large random networks. Physical
    Review E 71, 036113.
    """
    offsets = np.zeros(people + 1, np.int64)
    audience = min(audience, people - 1)
    if audience <= 0:
        return Network(offsets, np.empty(0, np.int32), False)
    # A chance of 1 has no logarithm of missing: the float below 1 misses nobody either.
    log_miss = math.log1p(-min(audience / (people - 1), 1.0 - 2.0**-53))
    key = stream_key(seed, Decision.NETWORK_TIE)
    with np.errstate(over="ignore"):
        lay_random(key, log_miss, False, offsets, np.empty(0, np.int32))
        ties = np.empty(int(offsets[-1]), np.int32)
        lay_random(key, log_miss, True, offsets, ties)
    return Network(offsets, ties, False)


def barabasi_albert(people: int, audience: float, seed: int) -> Network:
    """Return a network grown by preferential attachment, every tie heard both ways.

    Each newcomer ties to ``m`` people in proportion to their ties, the first newcomer to ``m``
    people without any.

    Parameters
    ----------
    people : int
    audience : float
        Mean audience, in people: ``m`` is half of it, rounded, at least 1 (none at all for an
        audience of 0) and less than ``people``. The mean is ``2 m (people - m) / people``.
    seed : int

    Returns
    -------
    Network
        Nobody has more than ``MOST_HEARD`` ties.

    References
    ----------
    Barabasi, A.-L. & Albert, R. (1999). Emergence of scaling in random networks. Science
    286(5439), 509-512.
    """
    width = min(max(1, math.floor(audience / 2 + 0.5)), people - 1) if audience > 0 else 0
    ends = np.empty((people - width, width), np.int32)
    if width > 0:
        with np.errstate(over="ignore"):
            grow(
                stream_key(seed, Decision.NETWORK_TARGET),
                ends,
                np.zeros(people, np.int64),
                np.zeros(people, np.int32),
            )
    return _both_ways(people, width, ends)


def watts_strogatz(people: int, audience: float, rewiring: float, seed: int) -> Network:
    """Return a small world, every tie heard both ways: a ring, some of whose ties go anywhere.

    Parameters
    ----------
    people : int
    audience : float
        Audience on the ring, in people: rounded to an even number, at least 2 (none at all for
        an audience of 0) and less than ``people``.
    rewiring : float
        Share of the ties that get a random end.
    seed : int

    Returns
    -------
    Network

    References
    ----------
    Watts, D. J. & Strogatz, S. H. (1998). Collective dynamics of 'small-world' networks. Nature
    393, 440-442.
    """
    width = min(max(1, math.floor(audience / 2 + 0.5)), (people - 1) // 2) if audience > 0 else 0
    ends = np.empty((people, width), np.int32)
    with np.errstate(over="ignore"):
        rewire(stream_key(seed, Decision.NETWORK_REWIRE), rewiring, ends)
    return _both_ways(people, 0, ends)


def _both_ways(people: int, first: int, ends: NDArray[np.int32]) -> Network:
    """Return the network of ties heard both ways; row ``r`` of ``ends`` is that of first + r."""
    offsets = np.zeros(people + 1, np.int64)
    count_ends(first, ends, offsets)
    audience = np.empty(int(offsets[-1]), np.int32)
    lay_ends(first, ends, offsets, offsets[:-1].copy(), audience, *scratch(offsets))
    return Network(offsets, audience, False)


@kernel
def lay_random(key: Any, log_miss: float, write: bool, offsets: Any, audience: Any) -> None:
    """Lay the rows of a random network by skipping the people who do not hear.

    The first pass counts into ``offsets``, the second writes into ``audience``.
    """
    people = offsets.shape[0] - 1
    for i in range(people):
        place, ties = -1, 0
        while True:
            # Geometric: how many are missed before the next who hears.
            skip = math.log(1.0 - uniform(key, counter(i, ties, 0))) / log_miss
            if skip >= people - 2 - place:
                break
            place += 1 + int(skip)
            if write:
                audience[offsets[i] + ties] = place + (1 if place >= i else 0)
            ties += 1
        if not write:
            offsets[i + 1] = offsets[i] + ties


@kernel
def grow(key: Any, ends: Any, degree: Any, mark: Any) -> None:
    """Let people join one after the other, each tied to those who already have many ties.

    Row ``r`` of ``ends`` holds whom person ``r + width`` is tied to. An end of a random tie is a
    person drawn in proportion to its ties; the ties stand in order, so that no list of ends is
    needed beside ``ends``. ``mark`` (int32) begins at 0, ``degree`` (int64) too.
    """
    rows, width = ends.shape
    for r in range(rows):
        person = r + width
        chosen, draw = 0, 0
        while chosen < width:
            if r == 0:
                target = chosen
            else:
                end = int(uniform(key, counter(person, draw, 0)) * (2 * r * width))
                draw += 1
                row, column = end // 2 // width, end // 2 % width
                target = row + width if end % 2 == 0 else int(ends[row, column])
            if mark[target] == person or degree[target] >= MOST_HEARD:
                continue
            mark[target] = person
            ends[r, chosen] = target
            degree[target] += 1
            chosen += 1
        degree[person] += width


@kernel
def rewire(key: Any, rewiring: float, ends: Any) -> None:
    """Lay a ring, each tied to the next ``width`` people, and give some ties a random end.

    A new end is never a neighbour on the ring nor tied already; where none is found the tie
    stays. Each tie stands once, in the row of the person it starts from.
    """
    people, width = ends.shape
    for i in range(people):
        for k in range(width):
            ends[i, k] = (i + 1 + k) % people
    for i in range(people):
        for k in range(width):
            if uniform(key, counter(i, k, 0)) >= rewiring:
                continue
            for attempt in range(TRIES):
                draw = uniform(key, counter(i, k * TRIES + attempt, 1))
                end = anyone_but(i, 0, people, draw)
                ahead = (end - i) % people
                free = ahead > width and people - ahead > width
                for other in range(width):
                    free = free and ends[i, other] != end and ends[end, other] != i
                if free:
                    ends[i, k] = end
                    break


@kernel
def count_ends(first: int, ends: Any, offsets: Any) -> None:
    """Count, into ``offsets`` (zeros), the rows of ties that are heard both ways."""
    rows, width = ends.shape
    for r in range(rows):
        offsets[first + r + 1] += width
        for k in range(width):
            offsets[ends[r, k] + 1] += 1
    for i in range(offsets.shape[0] - 1):
        offsets[i + 1] += offsets[i]


@kernel
def lay_ends(
    first: int, ends: Any, offsets: Any, free: Any, audience: Any, spare: Any, counts: Any
) -> None:
    """Lay ties both ways. ``free`` begins as a copy of where the rows begin."""
    rows, width = ends.shape
    for r in range(rows):
        person = first + r
        for k in range(width):
            other = ends[r, k]
            audience[free[person]] = other
            audience[free[other]] = person
            free[person] += 1
            free[other] += 1
    for i in range(offsets.shape[0] - 1):
        tidy_row(audience[offsets[i] : offsets[i + 1]], -1, spare, counts)
