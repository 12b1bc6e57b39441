"""The compiled loops behind an audience network, and the rows that all networks fill.

Kernels check nothing and allocate nothing: their callers do both. A draw of person ``i`` is keyed
by ``i``, the tie and the turn, never by what was drawn before, so that a row can be laid alone, in
any order, and any of its ties can be looked up before the row exists.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.compiled import kernel
from sim.model.randomness import Decision, stream, uniform

TURNS: Final = 12  # of drawing a row, duplicates being drawn again
TURNS_AS_SET: Final = 4  # afterwards ties go anywhere: the community of a hub may be full
HOPS: Final = 32  # of a walk to a friend's friend
_TIES: Final = 1 << 25  # more than a person can have, so that counters of two rows never meet
_SHORT: Final = 128  # rows up to here are sorted by counting
_DIGIT_BITS: Final = 8
DIGIT: Final = 1 << _DIGIT_BITS


class Kinds(NamedTuple):
    """Where the six kinds of a person's ties end, counted along the row before it is sorted.

    So the ties within the community stand side by side, and so do those to the like-minded.
    """

    anywhere: int  # plain ties
    community: int
    near: int
    closed_near: int  # ties closed over a friend
    closed_community: int
    closed_anywhere: int


class AudiencePlan(NamedTuple):
    """What the rows of an audience network are drawn from."""

    offsets: NDArray[np.int64]  # (people + 1,) where the rows begin
    community: NDArray[np.int32]  # (people,)
    bounds: NDArray[np.int64]  # (communities + 1,) first person of each community
    line: NDArray[np.int32]  # (people,) people in order of predisposition within communities
    place: NDArray[np.int32]  # (people,) where a person stands on the line
    window: int  # places to either side where the like-minded are sought
    outside: float  # share of ties that may go anywhere
    far: float  # share of ties that do not seek the like-minded, the former among them
    plain: float  # share of ties, of each kind, that are not closed over a friend
    kinds_key: Any  # keys of the streams, uint64
    again_key: Any
    target_key: Any
    closure_key: Any


def stream_key(seed: int, decision: Decision, day: int = 0) -> Any:
    """Return the key (uint64) of a stream."""
    with np.errstate(over="ignore"):
        return np.uint64(stream(np.uint64(seed), int(decision), day))


def scratch(offsets: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the space in which ``tidy_row`` sorts the rows that begin at ``offsets``."""
    longest = int(np.diff(offsets).max())
    return np.empty(longest, np.int32), np.empty(DIGIT, np.int64)


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
def kinds_of(plan: AudiencePlan, person: int) -> Kinds:
    """Return the kinds of a person's ties: rounded by luck, so that the shares come out.

    At least one tie of each reach is plain, for the others to be closed over.
    """
    ties = int(plan.offsets[person + 1] - plan.offsets[person])
    luck = uniform(plan.kinds_key, 2 * person)
    anywhere = min(int(plan.outside * ties + luck), ties)
    near = ties - min(int(plan.far * ties + luck), ties)
    community = ties - anywhere - near
    luck = uniform(plan.kinds_key, 2 * person + 1)
    a = min(max(int(plan.plain * anywhere + luck), 1), anywhere)
    b = a + min(max(int(plan.plain * community + luck), 1), community)
    c = b + min(max(int(plan.plain * near + luck), 1), near)
    return Kinds(
        anywhere=a,
        community=b,
        near=c,
        closed_near=b + near,
        closed_community=a + community + near,
        closed_anywhere=ties,
    )


@kernel
def plain_tie(plan: AudiencePlan, kinds: Kinds, person: int, tie: int, number: int) -> int:
    """Return who hears ``person`` by a tie that is not closed over a friend."""
    share = uniform(plan.target_key, number)
    group = plan.community[person]
    first = int(plan.bounds[group])
    size = int(plan.bounds[group + 1]) - first
    if tie < kinds.anywhere or size == 1:
        return anyone_but(person, 0, plan.place.shape[0], share)
    if tie < kinds.community:
        return anyone_but(person, first, size, share)
    # Many ties need a wide window, a small community a narrow one. At the ends of the line it is
    # moved, not cut.
    ties = kinds.closed_near - kinds.community
    width = min(2 * max(ties, min(plan.window, size // 10)), size - 1)
    place = int(plan.place[person])
    left = min(max(place - width // 2, first), first + size - 1 - width)
    return int(plan.line[anyone_but(place, left, width + 1, share)])


@kernel
def closed_tie(plan: AudiencePlan, kinds: Kinds, person: int, tie: int, number: int) -> int:
    """Return a friend's friend of ``person``, or ``person`` when the walk leads nowhere.

    The friend is one of the plain ties of the same reach, which are known by their keys alone.
    Of the friend's ties it takes one to the like-minded, or one within the friend's community,
    so that closing ties makes neither homophily nor communities weaker. That tie may be a closed
    one: then the walk goes on as that tie's own does, and ends where the friend's row has it.
    """
    here = person
    for _ in range(HOPS):
        near = tie < kinds.closed_near
        if near:
            first, last = kinds.community, kinds.near
        elif tie < kinds.closed_community:
            first, last = kinds.anywhere, kinds.community
        else:
            first, last = 0, kinds.anywhere
        pick = first + int(uniform(plan.closure_key, 2 * number) * (last - first))
        friend = plain_tie(plan, kinds, here, pick, counter(here, pick, 0))
        kinds = kinds_of(plan, friend)
        first, last = 0, kinds.closed_anywhere
        if near and kinds.closed_near > kinds.community:
            first, last = kinds.community, kinds.closed_near
        elif kinds.closed_community > kinds.anywhere:
            first, last = kinds.anywhere, kinds.closed_community
        elif last == 0:
            return person
        tie = first + int(uniform(plan.closure_key, 2 * number + 1) * (last - first))
        number = counter(friend, tie, 0)
        if tie < kinds.near:
            return plain_tie(plan, kinds, friend, tie, number)
        here = friend
    return person


@kernel
def tidy_row(row: Any, person: int, spare: Any, counts: Any) -> int:
    """Sort a row, drop duplicates and ``person``, return how many are left at its beginning.

    A short row is sorted by counting, for each entry, those below it: without branches, and
    equal entries meet in one place. A long row is sorted digit by digit. ``spare`` (int32) is as
    long as the longest row, ``counts`` (int64) as many as a digit has values.
    """
    size = row.shape[0]
    if size <= _SHORT:
        for k in range(size):
            spare[k] = -1
        for k in range(size):
            below = 0
            for other in range(size):
                below += row[other] < row[k]
            spare[below] = row[k]
    else:
        greatest = 0
        for k in range(size):
            greatest = max(greatest, int(row[k]))
        shift = 0
        while shift == 0 or greatest >> shift > 0:
            counts[:] = 0
            for k in range(size):
                counts[(row[k] >> shift) % DIGIT] += 1
            before = 0
            for digit in range(DIGIT):
                count = counts[digit]
                counts[digit] = before
                before += count
            for k in range(size):
                digit = (row[k] >> shift) % DIGIT
                spare[counts[digit]] = row[k]
                counts[digit] += 1
            for k in range(size):
                row[k] = spare[k]
            shift += _DIGIT_BITS
    kept, last = 0, -1
    for k in range(size):
        value = int(spare[k])
        if value > last and value != person:
            row[kept] = value
            kept += 1
            last = value
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
    """Append the people whom a nearly full row lacks, in order from ``start`` on."""
    at, wanted = have, start
    while at < row.shape[0]:
        if wanted != person and not contains(row, have, wanted):
            row[at] = wanted
            at += 1
        wanted = (wanted + 1) % people


@kernel
def lay_audiences(plan: AudiencePlan, audience: Any, spare: Any, counts: Any) -> None:
    """Lay all rows of an audience network."""
    people = plan.place.shape[0]
    for i in range(people):
        row = audience[plan.offsets[i] : plan.offsets[i + 1]]
        kinds = kinds_of(plan, i)
        have = 0
        for turn in range(TURNS):
            for k in range(have, row.shape[0]):
                number = counter(i, k, turn)
                tie = k
                if turn > 0:  # a duplicate's place: a tie of any kind
                    tie = int(uniform(plan.again_key, number) * row.shape[0])
                if turn >= TURNS_AS_SET:
                    row[k] = anyone_but(i, 0, people, uniform(plan.target_key, number))
                elif tie < kinds.near:
                    row[k] = plain_tie(plan, kinds, i, tie, number)
                else:
                    row[k] = closed_tie(plan, kinds, i, tie, number)
            have = tidy_row(row, i, spare, counts)
            if have == row.shape[0]:
                break
        if have < row.shape[0]:
            start = int(uniform(plan.target_key, counter(i, _TIES - 1, 0)) * people)
            fill_up(row, have, i, start, people)
            tidy_row(row, i, spare, counts)
