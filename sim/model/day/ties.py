"""Ties: those of people who take part together grow stronger.

An extension, off by default: without it a tie counts as one voice and the array of strengths is
empty.
"""

from __future__ import annotations

from typing import Any

from sim.model.compiled import inner_kernel
from sim.model.day.groups import Given, Ties
from sim.model.layout import JOINED, S_TIE_STRENGTH
from sim.model.randomness import Decision, stream, uniform

_BOND = int(Decision.BOND)


@inner_kernel
def strengthen(day: int, given: Given, ties: Ties, marks: Any, row: Any) -> None:
    """Let ties of two who took part today grow by a voice, with a chance, up to the strongest.

    Parameters
    ----------
    day : int
    given : Given
    ties : Ties
        Strengths are written.
    marks : int8 (people,)
        Who has ``JOINED`` today.
    row : float64 (columns,)
        The mean strength is written, 1 where ties do not change.

    Notes
    -----
    Weak and strong ties as in Granovetter (1973); that joint participation strengthens them is
    essay 2's.
    """
    row[S_TIE_STRENGTH] = 1.0
    p, strength = given.parameters, ties.strength
    if strength.shape[0] == 0:
        return
    key = stream(given.seed, _BOND, day)
    voices = 0
    for speaker in range(marks.shape[0]):
        joined = marks[speaker] & JOINED != 0
        for tie in range(ties.offsets[speaker], ties.offsets[speaker + 1]):
            both = joined and marks[ties.audience[tie]] & JOINED != 0
            if both and strength[tie] < p.bond_most and uniform(key, tie) < p.bonding:
                strength[tie] += 1
            voices += int(strength[tie])
    row[S_TIE_STRENGTH] = voices / strength.shape[0]
