"""The people phase: what everyone heard and saw changes them; then they choose what to say."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.model import layout
from sim.model.compiled import inner_kernel
from sim.model.day.actions import anti_fans_act, choose, fans_act, silent_act
from sim.model.day.counting import EVERYONE, LISTS, count, count_voices, list_acting
from sim.model.day.feelings import CHUNK, DRAWS, draw, feel, hear, mark
from sim.model.day.groups import Desk, Hall
from sim.model.day.today import Keys, Nature, Today

# Elements that a list has beyond a chunk: ``list_flagged`` may write a few more than it keeps.
SPARE = 16


def desks_of(blocks: int) -> Desk:
    """Return room for so many blocks: a ``Desk`` whose arrays have one row more axis each."""
    acts = np.zeros((blocks, CHUNK), dtype=np.int8)
    return Desk(
        hearing=np.zeros((blocks, layout.HEARD, CHUNK), dtype=np.float32),
        luck=np.zeros((blocks, DRAWS, CHUNK), dtype=np.float32),
        acts=acts,
        act_eights=acts.view(np.int64),
        lists=np.zeros((blocks, LISTS, CHUNK + SPARE), dtype=np.int64),
        totals=np.zeros((blocks, layout.TOTALS), dtype=np.int64),
    )


@inner_kernel
def desk_of(desks: Desk, block: int) -> Desk:
    """Return the desk of one block; a parallel loop cannot make it by keyword itself."""
    return Desk(
        hearing=desks.hearing[block],
        luck=desks.luck[block],
        acts=desks.acts[block],
        act_eights=desks.act_eights[block],
        lists=desks.lists[block],
        totals=desks.totals[block],
    )


@inner_kernel
def people_block(
    first: int,
    end: int,
    nature: Nature,
    today: Today,
    keys: Keys,
    hall: Hall,
    crowd: Any,
    desk: Desk,
) -> None:
    """Run the people phase of a day for ``first`` to ``end - 1``, a chunk after another.

    Parameters
    ----------
    first, end : int
        Block of people.
    nature, today, keys, hall : Nature, Today, Keys, Hall
        Read only.
    crowd : Crowd
        All arrays of the people; written.
    desk : Desk
        Room to work in; ``totals`` takes the sums over this block, and changes of ``STOCKS``.
    """
    totals = desk.totals
    totals[:] = 0
    for low in range(first, end, CHUNK):
        high = min(low + CHUNK, end)
        hear(low, high, hall, crowd.voice, crowd.heard, desk.hearing)
        draw(low, high, keys, crowd, desk.luck)
        feel(low, high, nature, today, crowd, desk)
        mark(low, high, nature, today, crowd, desk)
        silent, fans, end_of_list = list_acting(low, high, crowd.role, desk)
        everyone = desk.lists[EVERYONE, :end_of_list]
        count(everyone, -1, nature, crowd, totals)
        silent_act(everyone[:silent], low, nature, today, keys, crowd, desk)
        fans_act(everyone[silent:fans], low, nature, today, keys, crowd, desk)
        anti_fans_act(everyone[fans:], nature, crowd, totals)
        choose(everyone, low, nature, today, keys, crowd, desk)
        count(everyone, 1, nature, crowd, totals)
        count_voices(everyone, crowd.voice, totals)
