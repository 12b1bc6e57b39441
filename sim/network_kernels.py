"""The compiled loops behind the networks, and the rows that they fill.

Kernels check nothing and allocate nothing: sim.network and sim.network_files do both. A draw of
person ``i`` is keyed by ``i``, the tie and the turn, never by what was drawn before, so that a row
can be laid alone, in any order, and any of its ties can be looked up before the row exists.
"""

from __future__ import annotations

import math
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import kernel
from sim.layout import MOST_HEARD
from sim.randomness import uniform

TURNS: Final = 12  # of drawing a row, duplicates being drawn again
TURNS_AS_SET: Final = 4  # afterwards ties go anywhere: the community of a hub may be full
HOPS: Final = 32  # of a walk to a friend's friend
TRIES: Final = 64  # to find a new end for a rewired tie
_TIES: Final = 1 << 25  # more than a person can have, so that counters of two rows never meet
_SHORT: Final = 48  # rows up to here are sorted by insertion


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


class Plan(NamedTuple):
    """What the rows of an audience network are drawn from."""

    offsets: NDArray[np.int64]  # (people + 1,) where the rows begin
    plain: NDArray[np.int32]  # (people,) ties that are not closed over a friend: the first ones
    community: NDArray[np.int32]  # (people,)
    bounds: NDArray[np.int64]  # (communities + 1,) first person of each community
    line: NDArray[np.int32]  # (people,) people in order of predisposition within communities
    place: NDArray[np.int32]  # (people,) where a person stands on the line
    window: int  # places to either side where the like-minded are sought
    near: float  # share of ties to the like-minded
    inside: float  # share of ties within the community, the former among them
    closure: float  # share of ties closed over a friend
    tie_key: Any  # keys of the streams, uint64
    target_key: Any
    closure_key: Any


@kernel
def counter(person: int, tie: int, turn: int) -> int:
    """Return the number (int64, below 2**54) of a draw: no two draws of a stream share one."""
    return (person * TURNS + turn) * _TIES + tie


@kernel
def anyone_but(person: int, first: int, size: int, share: float) -> int:
    """Return one of ``size`` people from ``first`` on, never ``person``, who is among them."""
    chosen = first + int(share * (size - 1))
    return chosen + (1 if chosen >= person else 0)


@kernel
def plain_tie(plan: Plan, person: int, tie: int, turn: int) -> int:
    """Return who hears ``person`` by a tie that is not closed over a friend."""
    number = counter(person, tie, turn)
    share = uniform(plan.target_key, number)
    where = uniform(plan.tie_key, number)
    group = plan.community[person]
    first = int(plan.bounds[group])
    size = int(plan.bounds[group + 1]) - first
    if turn >= TURNS_AS_SET or size == 1 or where >= plan.inside:
        return anyone_but(person, 0, plan.place.shape[0], share)
    if where >= plan.near:
        return anyone_but(person, first, size, share)
    # A large audience needs a wide window. At the ends of the line the window is moved, not cut.
    half = max(plan.window, int(plan.offsets[person + 1] - plan.offsets[person]))
    width = min(2 * half, size - 1)
    place = int(plan.place[person])
    left = min(max(place - width // 2, first), first + size - 1 - width)
    return int(plan.line[anyone_but(place, left, width + 1, share)])


@kernel
def closed_tie(plan: Plan, person: int, tie: int, turn: int) -> int:
    """Return a friend's friend of ``person``, or ``person`` when the walk leads nowhere.

    The friend is one of the plain ties, which are known by their keys alone. The friend's own tie
    may be a closed one: then the walk goes on as that tie's own does, so that it ends where the
    friend's row has it.
    """
    here, number = person, counter(person, tie, turn)
    for _ in range(HOPS):
        pick = int(uniform(plan.closure_key, 3 * number) * plan.plain[here])
        friend = plain_tie(plan, here, pick, 0)
        ties = int(plan.offsets[friend + 1] - plan.offsets[friend])
        if ties == 0:
            return person
        theirs = int(uniform(plan.closure_key, 3 * number + 1) * ties)
        if theirs < plan.plain[friend]:
            return plain_tie(plan, friend, theirs, 0)
        here, number = friend, counter(friend, theirs, 0)
    return person


@kernel
def sort_row(row: Any) -> None:
    """Sort a row in place."""
    if row.shape[0] > _SHORT:
        row.sort()
        return
    for k in range(1, row.shape[0]):
        value = row[k]
        at = k - 1
        while at >= 0 and row[at] > value:
            row[at + 1] = row[at]
            at -= 1
        row[at + 1] = value


@kernel
def tidy_row(row: Any, person: int) -> int:
    """Sort a row, drop duplicates and ``person``, return how many are left at its beginning."""
    sort_row(row)
    kept = 0
    for k in range(row.shape[0]):
        if row[k] != person and (kept == 0 or row[k] != row[kept - 1]):
            row[kept] = row[k]
            kept += 1
    return kept


@kernel
def contains(row: Any, size: int, person: int) -> bool:
    """Return whether the first ``size`` entries of a sorted row hold ``person``."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if row[middle] < person:
            low = middle + 1
        else:
            high = middle
    return low < size and row[low] == person


@kernel
def fill_up(row: Any, have: int, person: int, start: int, people: int) -> None:
    """Give a nearly full row the people it lacks, in order from ``start`` on."""
    at, wanted = have, start
    while at < row.shape[0]:
        if wanted != person and not contains(row, have, wanted):
            row[at] = wanted
            at += 1
        wanted = (wanted + 1) % people
    sort_row(row)


@kernel
def lay_audiences(plan: Plan, audience: Any) -> None:
    """Lay all rows of an audience network."""
    people = plan.place.shape[0]
    for i in range(people):
        row = audience[plan.offsets[i] : plan.offsets[i + 1]]
        have = 0
        for turn in range(TURNS):
            for k in range(have, row.shape[0]):
                if turn == 0:
                    closed = k >= plan.plain[i]
                else:
                    asked = uniform(plan.closure_key, 3 * counter(i, k, turn) + 2)
                    closed = turn < TURNS_AS_SET and asked < plan.closure
                row[k] = closed_tie(plan, i, k, turn) if closed else plain_tie(plan, i, k, turn)
            have = tidy_row(row, i)
            if have == row.shape[0]:
                break
        if have < row.shape[0]:
            start = int(uniform(plan.target_key, counter(i, _TIES - 1, 0)) * people)
            fill_up(row, have, i, start, people)


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
def lay_ends(first: int, ends: Any, offsets: Any, free: Any, audience: Any) -> None:
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
        sort_row(audience[offsets[i] : offsets[i + 1]])


@kernel
def count_heard(audience: Any, heard: Any) -> None:
    """Count, into ``heard`` (int32, zeros), how many people each person hears."""
    for tie in range(audience.shape[0]):
        heard[audience[tie]] += 1


@kernel
def count_returned(offsets: Any, audience: Any) -> int:
    """Return how many ties are heard back."""
    returned = 0
    for i in range(offsets.shape[0] - 1):
        for tie in range(offsets[i], offsets[i + 1]):
            other = audience[tie]
            row = audience[offsets[other] : offsets[other + 1]]
            returned += 1 if contains(row, row.shape[0], i) else 0
    return returned


@kernel
def sample_closed(key: Any, offsets: Any, audience: Any, sampled: int, pairs: int) -> Any:
    """Return how many pairs of listeners of one person were looked at, and how many are tied."""
    people = offsets.shape[0] - 1
    looked, closed = 0, 0
    for n in range(sampled):
        i = n * people // sampled
        row = audience[offsets[i] : offsets[i + 1]]
        if row.shape[0] < 2:
            continue
        for pair in range(pairs):
            number = 2 * (n * pairs + pair)
            one = int(uniform(key, number) * row.shape[0])
            two = anyone_but(one, 0, row.shape[0], uniform(key, number + 1))
            a, b = int(row[one]), int(row[two])
            row_a = audience[offsets[a] : offsets[a + 1]]
            row_b = audience[offsets[b] : offsets[b + 1]]
            tied = contains(row_a, row_a.shape[0], b) or contains(row_b, row_b.shape[0], a)
            closed += 1 if tied else 0
            looked += 1
    return looked, closed
