"""Rumours: they go from mouth to mouth along ties, until people tire of them or know better.

An extension, off by default: without it the arrays are empty and a day of it is nothing. One
rumour at a time; a new one begins with everybody unaware. On one thread: who tells whom must not
depend on the blocks of people.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.model.compiled import inner_kernel
from sim.model.day.groups import Given, Ties
from sim.model.layout import (
    BORED,
    CALENDAR_RUMOURS,
    DEEPEST,
    EXPOSURE,
    REBUTTED,
    S_RUMOUR_BELIEVED,
    S_RUMOUR_DEPTH,
    S_RUMOUR_SPREADING,
    SPREADING,
    STANCE,
    STANCE_DENY,
    TOLD,
    UNAWARE,
)
from sim.model.randomness import Decision, stream, uniform

_SEED = int(Decision.RUMOUR_SEED)
_TOLD = int(Decision.RUMOUR_TOLD)
_REBUTTED = int(Decision.RUMOUR_REBUTTED)
_FADES = int(Decision.RUMOUR_FADES)


@inner_kernel
def credence(p: Any, passion: float) -> float:
    """Return how readily a person believes a bad rumour, 1 for the indifferent.

    Partisans believe what suits them (assumption).
    """
    return max(0.0, 1.0 - p.rumour_partisanship * passion)


@inner_kernel
def begin(day: int, given: Given, rumour: Any) -> None:
    """Start a rumour afresh: everyone is unaware but a few, by luck.

    Parameters
    ----------
    day : int
    given : Given
    rumour : Rumour
        ``state`` and ``depth``, int8 (people,); written.
    """
    key = stream(given.seed, _SEED, day)
    seeds = given.parameters.rumour_seeds
    for i in range(rumour.state.shape[0]):
        rumour.state[i] = TOLD if uniform(key, i) < seeds else UNAWARE
        rumour.depth[i] = 0


@inner_kernel
def pass_on(day: int, given: Given, ties: Ties, passion: Any, rumour: Any) -> None:
    """Let those who spread it tell their audience, each tie by a draw of its own.

    Parameters
    ----------
    day, given, ties : int, Given, Ties
    passion : float32 (people,)
    rumour : Rumour
        Written.
    """
    p, state, depth = given.parameters, rumour.state, rumour.depth
    key = stream(given.seed, _TOLD, day)
    for speaker in range(state.shape[0]):
        if state[speaker] != SPREADING:
            continue
        further = min(int(depth[speaker]) + 1, DEEPEST)
        for tie in range(ties.offsets[speaker], ties.offsets[speaker + 1]):
            listener = ties.audience[tie]
            if state[listener] == UNAWARE or state[listener] == TOLD:
                chance = p.rumour_telling * credence(p, float(passion[listener]))
                if uniform(key, tie) < chance:
                    if state[listener] == UNAWARE or depth[listener] > further:
                        depth[listener] = further
                    state[listener] = TOLD


@inner_kernel
def pass_on_to_all(day: int, given: Given, passion: Any, rumour: Any) -> None:
    """Do the same where everyone hears everyone: the chance that at least one is believed.

    Arguments as in ``pass_on``.
    """
    p, state, depth = given.parameters, rumour.state, rumour.depth
    key = stream(given.seed, _TOLD, day)
    telling, least = 0, DEEPEST
    for i in range(state.shape[0]):
        if state[i] == SPREADING:
            telling += 1
            least = min(least, int(depth[i]))
    for i in range(state.shape[0]):
        if telling > 0 and state[i] == UNAWARE:
            missed = 1.0 - min(1.0, p.rumour_telling * credence(p, float(passion[i])))
            if uniform(key, i) < 1.0 - math.pow(missed, float(telling)):
                state[i] = TOLD
                depth[i] = min(least + 1, DEEPEST)


@inner_kernel
def believe(day: int, given: Given, denied: float, grievance: Any, state: Any) -> None:
    """Let a denial reach people, those who spread it lose interest, the told take offence.

    Who is reached by the denial on the day he is told does not believe.

    Parameters
    ----------
    day, given : int, Given
    denied : float
        Chance that the denial reaches a person.
    grievance, state : float32 (people,), int8 (people,)
        Written.
    """
    p = given.parameters
    rebutted_key = stream(given.seed, _REBUTTED, day)
    fades_key = stream(given.seed, _FADES, day)
    for i in range(state.shape[0]):
        settled = state[i] == BORED or state[i] == REBUTTED
        if denied > 0.0 and not settled and uniform(rebutted_key, i) < denied:
            state[i] = REBUTTED
        if state[i] == SPREADING and uniform(fades_key, i) < p.rumour_fading:
            state[i] = BORED
        if state[i] == TOLD:
            state[i] = SPREADING
            grievance[i] += np.float32(p.rumour_weight)


@inner_kernel
def measure_rumour(rumour: Any, row: Any) -> None:
    """Write how many spread and believe the rumour, and through how many mouths it went."""
    spreading, bored, deepest = 0, 0, 0
    for i in range(rumour.state.shape[0]):
        spreading += rumour.state[i] == SPREADING
        bored += rumour.state[i] == BORED
        if rumour.state[i] == SPREADING or rumour.state[i] == BORED:
            deepest = max(deepest, int(rumour.depth[i]))
    row[S_RUMOUR_SPREADING] = spreading
    row[S_RUMOUR_BELIEVED] = spreading + bored
    row[S_RUMOUR_DEPTH] = deepest


@inner_kernel
def rumour_day(
    day: int,
    given: Given,
    calendar: Any,
    levers: Any,
    ties: Ties,
    crowd: Any,
    rumour: Any,
    row: Any,
) -> None:
    """Run the rumour of a day.

    Parameters
    ----------
    day : int
    given : Given
    calendar : float64 (days, 10)
        Whether a rumour begins.
    levers : float64 (8,)
        A founder who denies reaches people in proportion to his exposure.
    ties : Ties
    crowd : Crowd
        Grievance is written.
    rumour : Rumour
        ``state`` and ``depth``, int8 (people,), or both empty; written.
    row : float64 (columns,)
        Today's series; written.

    Notes
    -----
    Ignorants, spreaders and stiflers (Daley & Kendall 1964), on a network.
    """
    if rumour.state.shape[0] == 0:
        return
    p = given.parameters
    if calendar[day, CALENDAR_RUMOURS] > 0.0:
        begin(day, given, rumour)
    elif ties.complete:
        pass_on_to_all(day, given, crowd.passion, rumour)
    else:
        pass_on(day, given, ties, crowd.passion, rumour)
    denied = p.rumour_rebuttal * levers[EXPOSURE] if levers[STANCE] == STANCE_DENY else 0.0
    believe(day, given, denied, crowd.grievance, rumour.state)
    measure_rumour(rumour, row)
