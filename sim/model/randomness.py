"""Luck: every draw is a pure function of (seed, decision, day, agent).

A draw is SplitMix64 (Steele, Lea & Flood 2014) used as a hash: the finaliser applied to a stream
key plus the agent's number times the golden gamma. The key is itself such a hash of seed,
decision and day. So no draw depends on another, on the order of work or on the number of
threads, and two scenarios with one seed share their luck.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.compiled import kernel, open_formula

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_DECISION = np.uint64(0xD1B54A32D192ED03)
_DAY = np.uint64(0xABC98388FB8FAC03)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30 = np.uint64(30)
_S27 = np.uint64(27)
_S31 = np.uint64(31)
_S11 = np.uint64(11)
_TO_UNIT = 2.0**-53
_S33 = np.uint64(33)
_LOW_31_BITS = np.uint64(2**31 - 1)
# A little less than 2**-31, so that even the largest half, rounded up, gives a number below 1.
_HALF_TO_UNIT = np.float32(2.0**-31 * (1.0 - 2.0**-24))


class Decision(IntEnum):
    """One stream a decision. Append only: a number, once given, keeps its meaning."""

    SUSCEPTIBILITY = 0
    THRESHOLD = 1
    THRESHOLD_ANGLE = 2
    ACTIVITY = 3
    ACTIVITY_ANGLE = 4
    START_RANGE = 5
    START_ROLE = 6
    START_PASSION = 7
    START_OWNER = 8
    START_RESISTER = 9
    OUTLET_REACH = 10
    OUTLET_SLANT = 11
    NETWORK_AUDIENCE = 12
    NETWORK_COMMUNITY = 13
    NETWORK_TIE = 14
    NETWORK_TARGET = 15
    NETWORK_CLOSURE = 16
    NETWORK_REWIRE = 17
    ACCIDENTS = 18
    DISPUTES = 19
    ACCIDENT_SEVERITY = 20
    DISPUTE_SEVERITY = 21
    DISCLOSURE = 22
    STORIES = 23
    STORY_SIGN = 24
    STORY_OUTLET = 25
    STORY_FOUNDER = 26
    RECRUIT = 27
    PARTICIPATE = 28
    ALIENATE = 29
    RESISTANCE = 30
    TRUST = 31
    NEWS = 32
    PURCHASE = 33
    SPEAK = 34
    ATTACK = 35
    TURN = 36
    VOICE_ENDS = 37
    NETWORK_PAIRING = 38
    FAULTY_PRODUCT = 39
    PRODUCT = 40
    RUMOUR_SEED = 41
    RUMOUR_TOLD = 42
    RUMOUR_REBUTTED = 43
    RUMOUR_FADES = 44
    BOND = 45


@open_formula
def mix(x: Any) -> Any:
    """Return the SplitMix64 finaliser of a uint64: every input bit moves every output bit."""
    x = np.uint64(x)  # a key that passed through Python comes back as a signed integer
    x = (x ^ (x >> _S30)) * _MIX_1
    x = (x ^ (x >> _S27)) * _MIX_2
    return x ^ (x >> _S31)


@kernel
def stream(seed: Any, decision: int, day: int) -> Any:
    """Return the key (uint64) of the stream of one decision on one day.

    Parameters
    ----------
    seed : uint64
    decision : int
        A member of ``Decision``.
    day : int
        Day of the run, 0 for draws before the first day.
    """
    key = mix(np.uint64(seed) + _GAMMA)
    key = mix(key + np.uint64(decision + 1) * _DECISION)
    return mix(key + np.uint64(day + 1) * _DAY)


@open_formula
def uniform(key: Any, agent: int) -> float:
    """Return a uniform float64 in [0, 1), a multiple of 2**-53, for one agent of a stream."""
    return float(mix(np.uint64(key) + np.uint64(agent + 1) * _GAMMA) >> _S11) * _TO_UNIT


@open_formula
def word(key: Any, agent: int) -> Any:
    """Return 64 random bits (uint64) of one agent of a stream: two draws, one in each half."""
    return mix(np.uint64(key) + np.uint64(agent + 1) * _GAMMA)


@open_formula
def first_of(bits: Any) -> np.float32:
    """Return the uniform float32 in [0, 1) of the highest 31 bits of a word.

    Near 0 it is a multiple of 2**-31, so that a chance of c comes true with c, to within 2**-31 and
    a part in 2**24.
    """
    return np.float32(np.int32(bits >> _S33)) * _HALF_TO_UNIT


@open_formula
def second_of(bits: Any) -> np.float32:
    """Return the uniform float32 in [0, 1) of the lowest 31 bits of a word (see ``first_of``)."""
    return np.float32(np.int32(bits & _LOW_31_BITS)) * _HALF_TO_UNIT


@kernel
def fill_uniforms(key: Any, first: int, out: Any) -> None:
    """Write the uniforms of agents ``first``, ``first + 1``, ... into ``out`` (float64)."""
    for i in range(out.shape[0]):
        out[i] = uniform(key, first + i)


def uniforms(
    seed: int, decision: Decision, count: int, day: int = 0, first: int = 0
) -> NDArray[np.float64]:
    """Return ``count`` uniforms, shape (count,), float64 in [0, 1), one an agent.

    Parameters
    ----------
    seed : int
        Run seed, 0 to 2**64 - 1.
    decision : Decision
        The stream.
    count : int
        Number of agents.
    day : int
        Day of the run.
    first : int
        Number of the first agent.
    """
    out = np.empty(count, dtype=np.float64)
    with np.errstate(over="ignore"):
        # Outside kernels numba hands a uint64 back as a Python integer: make it a uint64 again.
        key = np.uint64(stream(np.uint64(seed), int(decision), day))
        fill_uniforms(key, first, out)
    return out


@kernel
def poisson(key: Any, mean: float) -> int:
    """Return one Poisson count of the given mean from a stream.

    Means above 16 are cut into pieces of at most 16, each drawn by inversion (Devroye 1986,
    ch. X.3) from the uniform of its own number, so that the count needs ``exp`` alone.
    """
    count = 0
    piece = 0
    while mean > 0.0:
        part = min(mean, 16.0)
        mean -= part
        probability = math.exp(-part)
        below = probability
        u = uniform(key, piece)
        n = 0
        while u >= below and n < 200:
            n += 1
            probability *= part / n
            below += probability
        count += n
        piece += 1
    return count
