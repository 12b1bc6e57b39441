"""The people as arrays, and how they stand on the first morning: traits, roles, feelings."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model import layout
from sim.model.parameters.crowd import CrowdSettings
from sim.model.randomness import Decision, uniforms


class Crowd(NamedTuple):
    """The people: one element each, shape (people,)."""

    role: NDArray[np.int8]
    marks: NDArray[np.int8]
    voice: NDArray[np.int8]
    heard: NDArray[np.int64]
    passion: NDArray[np.float32]
    expectation: NDArray[np.float32]
    grievance: NDArray[np.float32]
    susceptibility: NDArray[np.float32]
    threshold: NDArray[np.float32]
    activity: NDArray[np.float32]


# What a day writes of everyone, as far as memory goes, which moves in lines of 16 feelings: nearly
# every line has a fan in it. Roles, marks and voices change for few.
WRITTEN_DAILY: Final = ("heard", "passion", "expectation", "grievance")


def bytes_of_a_day(crowd: Crowd) -> int:
    """Return the bytes of state a day must read and write, each once.

    All arrays of the people are read, those of ``WRITTEN_DAILY`` written.
    """
    written = sum(int(getattr(crowd, name).nbytes) for name in WRITTEN_DAILY)
    return sum(int(array.nbytes) for array in crowd) + written


def normals(seed: int, radius: Decision, angle: Decision, count: int) -> NDArray[np.float64]:
    """Return standard normal draws, shape (count,), by Box and Muller (1958) from two streams."""
    length = np.sqrt(-2.0 * np.log1p(-uniforms(seed, radius, count)))
    return np.asarray(length * np.cos(2.0 * np.pi * uniforms(seed, angle, count)))


def predisposition(seed: int, p: Any, people: int) -> NDArray[np.float32]:
    """Return susceptibility, float32 (people,) in [0, 1].

    Kumaraswamy (1980), whose inverse is closed: (1 - (1 - u)^(1/b))^(1/a); with the defaults its
    mean and spread are those of Beta(.8, 2.5) within a hundredth.
    """
    u = uniforms(seed, Decision.SUSCEPTIBILITY, people)
    inner = 1.0 - (1.0 - u) ** (1.0 / p.susceptibility_high)
    return np.asarray(inner ** (1.0 / p.susceptibility_low), dtype=np.float32)


def _lowest(
    seed: int, decision: Decision, among: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """Return the ``count`` members of ``among`` with the lowest draws of a stream."""
    if count <= 0:
        return among[:0]
    draws = uniforms(seed, decision, int(among.max()) + 1)[among]
    return np.asarray(among[np.argsort(draws, kind="stable")[:count]])


def _spread(mean: float, low: float, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spread values evenly about ``mean`` within [low, 1]."""
    half = max(0.0, min(mean - low, 1.0 - mean))
    return np.clip(mean + half * (2.0 * u - 1.0), low, 1.0)


def _thresholds(p: Any, law: str, people: int, seed: int) -> NDArray[np.float64]:
    """Return the threshold traits, float64 (people,), about 1: by luck, or by even quantiles."""
    if law == "normal":
        quantile = NormalDist().inv_cdf
        even = np.array([quantile((k + 0.5) / people) for k in range(people)])
        return np.asarray(1.0 + p.threshold_spread * even)
    trait = normals(seed, Decision.THRESHOLD, Decision.THRESHOLD_ANGLE, people)
    return np.asarray(np.exp(p.threshold_spread * trait))


def _first_fans(
    seeding: str, draw: NDArray[np.float64], susceptibility: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Return people in the order in which they are fans at the start, int64 (people,).

    Parameters
    ----------
    seeding : str
        ``ready``: easily won, and lucky; ``readiest``: the most easily won; ``random``: by luck
        alone; ``neighbours``: people of consecutive numbers, who share communities.
    draw : float64 (people,)
        Uniform in [0, 1).
    susceptibility : float32 (people,)
    """
    if seeding == "neighbours":
        people = draw.shape[0]
        places = int(draw[0] * people) + np.arange(people, dtype=np.int64)
        return np.asarray(places % people, dtype=np.int64)
    if seeding == "readiest":
        keys: NDArray[np.float64] = -susceptibility.astype(np.float64)
    elif seeding == "random":
        keys = draw
    else:
        keys = draw / np.maximum(susceptibility, 1e-6)
    return np.asarray(np.argsort(keys, kind="stable"), dtype=np.int64)


def allocate_crowd(
    p: Any,
    law: CrowdSettings,
    people: int,
    seed: int,
    traits: int,
    start: dict[str, float],
    weight: float,
) -> Crowd:
    """Return the people as they stand on the first morning: luck by ``seed``, traits by theirs."""
    everyone = np.arange(people, dtype=np.int64)
    role = np.zeros(people, dtype=np.int8)
    marks = np.zeros(people, dtype=np.int8)
    passion = np.zeros(people, dtype=np.float32)
    expectation = np.full(people, start["expectation"], dtype=np.float32)
    grievance = np.zeros(people, dtype=np.float32)

    susceptibility = predisposition(traits, p, people)
    order = _first_fans(law.seeding, uniforms(seed, Decision.START_ROLE, people), susceptibility)
    fans = order[: round(start["fans"] * people)]
    others = order[fans.shape[0] :]
    anti_fans = others[: round(start["anti_fans"] * people)]
    u = uniforms(seed, Decision.START_PASSION, people)
    role[fans] = layout.FAN
    passion[fans] = _spread(start["passion"], p.leave, u[fans])
    grievance[fans] = start["grievance"]
    role[anti_fans] = layout.ANTI_FAN
    passion[anti_fans] = -_spread(start["hostility"], p.leave, u[anti_fans])
    marks[anti_fans] |= layout.BETRAYED
    silent = everyone[role == layout.SILENT]
    resisters = _lowest(
        seed, Decision.START_RESISTER, silent, round(start["resisters"] * silent.shape[0])
    )
    marks[resisters] |= layout.RESISTER
    owners = _lowest(
        seed, Decision.START_OWNER, everyone, min(people, round(start["fleet"] / weight))
    )
    which = np.floor(uniforms(seed, Decision.PRODUCT, people)[owners] * p.products)
    marks[owners] |= layout.OWNER | (which.astype(np.int8) << layout.PRODUCT_SHIFT)

    threshold = _thresholds(p, law.threshold_law, people, traits)
    spread = p.activity_spread
    activity = np.exp(
        spread * normals(traits, Decision.ACTIVITY, Decision.ACTIVITY_ANGLE, people)
        - spread * spread / 2.0
    )
    return Crowd(
        role,
        marks,
        np.zeros(people, dtype=np.int8),
        np.zeros(people, dtype=np.int64),
        passion,
        expectation,
        grievance,
        susceptibility,
        threshold.astype(np.float32),
        activity.astype(np.float32),
    )
