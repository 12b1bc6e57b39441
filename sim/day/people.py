"""Phase 5, people: what everyone heard and saw changes them; then they choose what to say."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import inner_kernel
from sim.day.actions import (
    EVERYONE,
    anti_fans_act,
    choose,
    count,
    count_voices,
    fans_act,
    list_acting,
    silent_act,
)
from sim.day.feelings import CHUNK, feel, hear
from sim.day.today import keys_of, today_of


class Workspace(NamedTuple):
    """Room to work in, one row a block of people: nothing in it outlives a chunk of a day."""

    hearing: NDArray[np.float64]
    acts: NDArray[np.int8]
    lists: NDArray[np.int64]


def workspace(blocks: int) -> Workspace:
    """Return room for so many blocks: (blocks, 3, CHUNK), (blocks, CHUNK), (blocks, 4, CHUNK)."""
    return Workspace(
        np.zeros((blocks, 3, CHUNK)),
        np.zeros((blocks, CHUNK), dtype=np.int8),
        np.zeros((blocks, 4, CHUNK), dtype=np.int64),
    )


@inner_kernel
def people_block(
    day: int, seed: Any, first: int, end: int, p: Any, levers: Any, mood: Any,
    table: Any, complete: bool, hall: Any, crowd: Any, hearing: Any, acts: Any, lists: Any,
    totals: Any,
) -> None:  # fmt: skip
    """Run phase 5 of a day for the people ``first`` to ``end - 1``, a chunk after another.

    Parameters
    ----------
    day : int
    seed : uint64
    first, end : int
        Block of people.
    p : Values
    levers, mood : float64 (8,), float64 (moods,)
        Read only.
    table : float64 (m,)
        (1 - T)^(m / 63).
    complete : bool
        Whether everyone hears everyone; then ``hall`` (int64, 3) holds the sums.
    crowd : Crowd
        All arrays of the people; written.
    hearing, acts, lists : float64 (3, CHUNK), int8 (CHUNK,), int64 (4, CHUNK)
        Room to work in.
    totals : int64 (totals,)
        Sums over this block, and changes of ``STOCKS``; written.
    """
    today = today_of(p, levers, mood)
    keys = keys_of(seed, day)
    noise = int(p.attack_noise)
    totals[:] = 0
    for low in range(first, end, CHUNK):
        high = min(low + CHUNK, end)
        hear(low, high, noise, complete, hall, crowd.voice, crowd.heard, hearing)
        feel(low, high, p, today, keys, hearing, crowd, acts, totals)
        silent, fans, end_of_list = list_acting(low, high, acts, crowd.role, lists)
        everyone = lists[EVERYONE, :end_of_list]
        count(everyone, -1, p, crowd, totals)
        silent_act(everyone[:silent], low, p, today, keys, table, hearing, crowd, acts, totals)
        fans_act(everyone[silent:fans], low, p, today, keys, hearing, crowd, acts, totals)
        anti_fans_act(everyone[fans:], p, crowd, totals)
        choose(everyone, low, p, today, keys, crowd, acts, totals)
        count(everyone, 1, p, crowd, totals)
        count_voices(everyone, crowd.voice, totals)
