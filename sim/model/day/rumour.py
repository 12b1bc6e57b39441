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
def begin(day: int, seed: Any, p: Any, state: Any, depth: Any) -> None:
    """Start a rumour afresh: everyone is unaware but a few, by luck."""
    key = stream(seed, _SEED, day)
    for i in range(state.shape[0]):
        state[i] = TOLD if uniform(key, i) < p.rumour_seeds else UNAWARE
        depth[i] = 0


@inner_kernel
def pass_on(
    day: int, seed: Any, p: Any, offsets: Any, audience: Any, passion: Any, state: Any, depth: Any
) -> None:
    """Let those who spread it tell their audience, each tie by a draw of its own."""
    key = stream(seed, _TOLD, day)
    for speaker in range(state.shape[0]):
        if state[speaker] != SPREADING:
            continue
        further = min(int(depth[speaker]) + 1, DEEPEST)
        for tie in range(offsets[speaker], offsets[speaker + 1]):
            listener = audience[tie]
            if state[listener] == UNAWARE or state[listener] == TOLD:
                chance = p.rumour_telling * credence(p, float(passion[listener]))
                if uniform(key, tie) < chance:
                    if state[listener] == UNAWARE or depth[listener] > further:
                        depth[listener] = further
                    state[listener] = TOLD


@inner_kernel
def pass_on_to_all(day: int, seed: Any, p: Any, passion: Any, state: Any, depth: Any) -> None:
    """Do the same where everyone hears everyone: the chance that at least one is believed."""
    key = stream(seed, _TOLD, day)
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
def believe(day: int, seed: Any, p: Any, denied: float, grievance: Any, state: Any) -> None:
    """Let a denial reach people, those who spread it lose interest, the told take offence.

    Who is reached by the denial on the day he is told does not believe.
    """
    rebutted_key = stream(seed, _REBUTTED, day)
    fades_key = stream(seed, _FADES, day)
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
def rumour_day(
    day: int,
    seed: Any,
    p: Any,
    calendar: Any,
    levers: Any,
    offsets: Any,
    audience: Any,
    complete: bool,
    crowd: Any,
    rumour: Any,
    row: Any,
) -> None:
    """Run the rumour of a day.

    Parameters
    ----------
    day : int
    seed : uint64
    p : Values
    calendar : float64 (days, 10)
        Whether a rumour begins.
    levers : float64 (8,)
        A founder who denies reaches people in proportion to his exposure.
    offsets, audience : int64 (people + 1,), int32 (ties,)
    complete : bool
        Whether everyone hears everyone.
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
    state, depth = rumour.state, rumour.depth
    if state.shape[0] == 0:
        return
    if calendar[day, CALENDAR_RUMOURS] > 0.0:
        begin(day, seed, p, state, depth)
    elif complete:
        pass_on_to_all(day, seed, p, crowd.passion, state, depth)
    else:
        pass_on(day, seed, p, offsets, audience, crowd.passion, state, depth)
    denied = p.rumour_rebuttal * levers[EXPOSURE] if levers[STANCE] == STANCE_DENY else 0.0
    believe(day, seed, p, denied, crowd.grievance, state)
    spreading, bored, deepest = 0, 0, 0
    for i in range(state.shape[0]):
        spreading += state[i] == SPREADING
        bored += state[i] == BORED
        if state[i] == SPREADING or state[i] == BORED:
            deepest = max(deepest, int(depth[i]))
    row[S_RUMOUR_SPREADING] = spreading
    row[S_RUMOUR_BELIEVED] = spreading + bored
    row[S_RUMOUR_DEPTH] = deepest
