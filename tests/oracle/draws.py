"""The oracle's luck, in plain integers: docs/ODD.md, "Stochasticity"; docs/arithmetic.md, "Draws".

Nothing is shared with ``sim.model.randomness`` but the numbers of the decisions.
"""

from __future__ import annotations

import math

import numpy as np

from sim.model.randomness import Decision

ALL_64_BITS = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15
OF_DECISION = 0xD1B54A32D192ED03
OF_DAY = 0xABC98388FB8FAC03
FIRST_FACTOR = 0xBF58476D1CE4E5B9
SECOND_FACTOR = 0x94D049BB133111EB


def mix(x: int) -> int:
    """Return the finaliser of SplitMix64 of a whole number below 2**64."""
    x = ((x ^ (x >> 30)) * FIRST_FACTOR) & ALL_64_BITS
    x = ((x ^ (x >> 27)) * SECOND_FACTOR) & ALL_64_BITS
    return x ^ (x >> 31)


def stream(seed: int, decision: int, day: int) -> int:
    """Return the key of one decision's stream on one day."""
    key = mix((seed + GAMMA) & ALL_64_BITS)
    key = mix((key + (decision + 1) * OF_DECISION) & ALL_64_BITS)
    return mix((key + (day + 1) * OF_DAY) & ALL_64_BITS)


def uniform(key: int, agent: int) -> float:
    """Return the uniform draw, a multiple of 2**-53 in [0, 1), of one agent of a stream."""
    return (mix((key + (agent + 1) * GAMMA) & ALL_64_BITS) >> 11) * 2.0**-53


# docs/arithmetic.md, "Draws": which decision's stream the halves of a word come from.
HALVES = {
    Decision.SPEAK: (Decision.SPEAK, "high"),
    Decision.NEWS: (Decision.SPEAK, "low"),
    Decision.RECRUIT: (Decision.RECRUIT, "high"),
    Decision.RESISTANCE: (Decision.RECRUIT, "low"),
    Decision.ATTACK: (Decision.ATTACK, "high"),
    Decision.TRUST: (Decision.ATTACK, "low"),
    Decision.PARTICIPATE: (Decision.PARTICIPATE, "high"),
    Decision.PURCHASE: (Decision.PARTICIPATE, "low"),
    Decision.TURN: (Decision.TURN, "high"),
    Decision.VOICE_ENDS: (Decision.TURN, "low"),
}


def half(key: int, agent: int, which: str) -> np.float32:
    """Return the float32 draw, in [0, 1), of one half of an agent's word of a stream."""
    bits = mix((key + (agent + 1) * GAMMA) & ALL_64_BITS)
    number = bits >> 33 if which == "high" else bits % 2**31
    return np.float32(number) * np.float32(2.0**-31 * (1.0 - 2.0**-24))


def poisson(key: int, mean: float) -> int:
    """Return a Poisson count: pieces of the mean of at most 16, each by inversion."""
    count = 0
    piece = 0
    while mean > 0.0:
        part = min(mean, 16.0)
        mean = mean - part
        term = math.exp(-part)
        below = term
        u = uniform(key, piece)
        n = 0
        while u >= below and n < 200:
            n += 1
            term = term * (part / n)
            below = below + term
        count += n
        piece += 1
    return count


class Luck:
    """The draws of one day: ``luck(decision, agent)``."""

    def __init__(self, seed: int, day: int) -> None:
        self.seed = seed
        self.day = day
        self.keys: dict[Decision, int] = {}

    def key(self, decision: Decision) -> int:
        """Return the key of a decision's stream today."""
        if decision not in self.keys:
            self.keys[decision] = stream(self.seed, int(decision), self.day)
        return self.keys[decision]

    def __call__(self, decision: Decision, agent: int) -> float:
        return uniform(self.key(decision), agent)

    def of_person(self, decision: Decision, person: int) -> np.float32:
        """Return a person's draw for a daily decision, a float32."""
        stream_of, which = HALVES[decision]
        return half(self.key(stream_of), person, which)

    def poisson(self, decision: Decision, mean: float) -> int:
        """Return a Poisson count from a decision's stream today."""
        return poisson(self.key(decision), mean)
