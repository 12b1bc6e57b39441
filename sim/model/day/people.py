"""The people phase: what everyone heard and saw changes them; then they choose what to say."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.compiled import inner_kernel
from sim.model.day.actions import (
    EVERYONE,
    anti_fans_act,
    choose,
    count,
    count_voices,
    fans_act,
    list_acting,
    silent_act,
)
from sim.model.day.feelings import CHUNK, draw, feel, hear, mark
from sim.model.day.today import keys_of, today_of


class Workspace(NamedTuple):
    """Room to work in, one row a block of people: nothing in it outlives a chunk of a day."""

    hearing: NDArray[np.float32]
    luck: NDArray[np.float32]
    acts: NDArray[np.int8]
    act_eights: NDArray[np.int64]
    lists: NDArray[np.int64]


def workspace(blocks: int) -> Workspace:
    """Return room for so many blocks; the next axes are what one chunk needs."""
    acts = np.zeros((blocks, CHUNK), dtype=np.int8)
    return Workspace(
        np.zeros((blocks, 3, CHUNK), dtype=np.float32),
        np.zeros((blocks, 5, CHUNK), dtype=np.float32),
        acts,
        acts.view(np.int64),
        np.zeros((blocks, 4, CHUNK + 16), dtype=np.int64),
    )


@inner_kernel
def people_block(
    day: int,
    seed: Any,
    first: int,
    end: int,
    p: Any,
    nature: Any,
    levers: Any,
    mood: Any,
    complete: bool,
    hall: Any,
    crowd: Any,
    hearing: Any,
    luck: Any,
    acts: Any,
    act_eights: Any,
    lists: Any,
    totals: Any,
) -> None:
    """Run the people phase of a day for the people ``first`` to ``end - 1``, a chunk after another.

    Parameters
    ----------
    day : int
    seed : uint64
    first, end : int
        Block of people.
    p, nature : Values, Nature
    levers, mood : float64 (8,), float64 (moods,)
        Read only.
    complete : bool
        Whether everyone hears everyone; then ``hall`` (int64, 3) holds the sums.
    crowd : Crowd
        All arrays of the people; written.
    hearing, luck : float32 (3, CHUNK), float32 (5, CHUNK)
        Room to work in.
    acts, act_eights : int8 (CHUNK,), int64 (CHUNK // 8,)
        Room to work in: one memory.
    lists : int64 (4, CHUNK + 16)
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
        draw(low, high, keys, crowd, luck)
        feel(low, high, nature, today, hearing, luck, crowd, totals)
        mark(low, high, nature, today, hearing, luck, crowd, acts)
        silent, fans, end_of_list = list_acting(low, high, acts, act_eights, crowd.role, lists)
        everyone = lists[EVERYONE, :end_of_list]
        count(everyone, -1, nature, crowd, totals)
        silent_act(everyone[:silent], low, nature, today, keys, hearing, crowd, acts, totals)
        fans_act(everyone[silent:fans], low, nature, today, keys, hearing, crowd, acts, totals)
        anti_fans_act(everyone[fans:], nature, crowd, totals)
        choose(everyone, low, nature, today, keys, crowd, acts, totals)
        count(everyone, 1, nature, crowd, totals)
        count_voices(everyone, crowd.voice, totals)
