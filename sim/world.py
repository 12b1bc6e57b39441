"""The state as arrays: people, outlets, firm and mood; allocated from a scenario, and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import layout
from sim.errors import TarpeiaError
from sim.network import Network, build
from sim.parameters import values
from sim.playbook import Book
from sim.randomness import Decision, uniforms
from sim.scenario import Scenario

HIDDEN_INCIDENTS: Final = 1_024


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


class Outlets(NamedTuple):
    """The media: one element each, shape (outlets,)."""

    reach: NDArray[np.float64]
    slant: NDArray[np.float64]
    appetite: NDArray[np.float64]
    stories: NDArray[np.int64]


class Latent(NamedTuple):
    """Incidents the public does not know, oldest first, shape (1024,), ``filled[0]`` of them."""

    severity: NDArray[np.float64]
    kind: NDArray[np.int8]
    age: NDArray[np.int64]
    identity: NDArray[np.int64]
    filled: NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """All state of one run.

    Attributes
    ----------
    scenario : Scenario
    values : Values
        The parameters as float64, switches applied.
    seed : int
    weight : float
        Real people an agent stands for.
    network : Network
    crowd, outlets, latent : named tuples of arrays
    book : Book
        Dated orders and playbook rules.
    calendar : float64 (days, 8)
    mood : float64 (moods,)
    levers : float64 (8,)
    totals : int64 (totals,)
    series : float64 (days, columns)
    """

    scenario: Scenario
    values: Any
    seed: int
    weight: float
    network: Network
    crowd: Crowd
    outlets: Outlets
    latent: Latent
    book: Book
    calendar: NDArray[np.float64]
    mood: NDArray[np.float64]
    levers: NDArray[np.float64]
    hall: NDArray[np.int64]
    totals: NDArray[np.int64]
    series: NDArray[np.float64]

    @property
    def people(self) -> int:
        """Number of agents."""
        return int(self.crowd.role.shape[0])


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


def _allocate_crowd(
    p: Any, law: str, people: int, seed: int, traits: int, start: dict[str, float], weight: float
) -> Crowd:
    """Return the people as they stand on the first morning: luck by ``seed``, traits by theirs."""
    everyone = np.arange(people, dtype=np.int64)
    role = np.zeros(people, dtype=np.int8)
    marks = np.zeros(people, dtype=np.int8)
    passion = np.zeros(people, dtype=np.float32)
    expectation = np.full(people, start["expectation"], dtype=np.float32)
    grievance = np.zeros(people, dtype=np.float32)

    susceptibility = predisposition(traits, p, people)
    # Who is a fan at the start follows from who is easily won, and from luck.
    draw = uniforms(seed, Decision.START_ROLE, people)
    order = np.argsort(draw / np.maximum(susceptibility, 1e-6), kind="stable")
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
    marks[owners] |= layout.OWNER

    threshold = _thresholds(p, law, people, traits)
    spread = p.activity_spread
    activity = np.exp(
        spread * normals(traits, Decision.ACTIVITY, Decision.ACTIVITY_ANGLE, people)
        - spread * spread / 2.0
    )
    return Crowd(
        role, marks, np.zeros(people, dtype=np.int8), np.zeros(people, dtype=np.int64),
        passion, expectation, grievance, susceptibility,
        threshold.astype(np.float32), activity.astype(np.float32),
    )  # fmt: skip


def _allocate_outlets(p: Any, seed: int) -> Outlets:
    """Return the media: Pareto reach with mean dose 1 a story, evenly spread slants."""
    count = int(p.outlets)
    u = uniforms(seed, Decision.OUTLET_REACH, count)
    reach = np.minimum((1.0 - u) ** (-1.0 / p.reach_tail), 100.0)
    # A story goes to an outlet in proportion to reach, so its mean dose is sum(r^2) / sum(r).
    reach /= np.sum(reach * reach) / np.sum(reach)
    slant = p.slant_spread * (2.0 * uniforms(seed, Decision.OUTLET_SLANT, count) - 1.0)
    return Outlets(reach, slant, np.ones(count), np.zeros(count, dtype=np.int64))


def stocks_of(crowd: Crowd) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """Yield each of ``layout.STOCKS`` with who belongs to it, bool (people,)."""
    silent = crowd.role == layout.SILENT
    yield layout.T_FANS, crowd.role == layout.FAN
    yield layout.T_ANTI_FANS, crowd.role == layout.ANTI_FAN
    yield layout.T_RESISTERS, silent & (crowd.marks & layout.RESISTER != 0)
    yield layout.T_OWNERS, crowd.marks & layout.OWNER != 0


def allocate(scenario: Scenario, network: Network | None = None) -> World:
    """Return the state on the first morning of a scenario.

    Parameters
    ----------
    scenario : Scenario
    network : Network, optional
        A network to share; built from the scenario when not given.

    Raises
    ------
    TarpeiaError
        If the network has another number of people than the scenario.
    """
    parameters = scenario.effective
    p = values(parameters)
    people = parameters.crowd.people
    seed = scenario.run.seed
    start = scenario.start_values(uniforms(seed, Decision.START_RANGE, len(layout.MOOD)))
    weight = p.population / people
    law, traits = parameters.crowd.threshold_law, scenario.crowd_seed
    crowd = _allocate_crowd(p, law, people, seed, traits, start, weight)
    if network is None:
        network = build(scenario.network_settings, people, traits, crowd.susceptibility)
    if not network.complete and network.offsets.shape[0] != people + 1:
        raise TarpeiaError(
            f"network: it has {network.offsets.shape[0] - 1} people, the scenario {people}; "
            "both must be equal"
        )
    mood = np.zeros(len(layout.MOOD))
    for name, index in (
        ("attention", layout.ATTENTION),
        ("attention", layout.HABITUATION),
        ("climate", layout.CLIMATE),
        ("coupling", layout.COUPLING),
        ("reservoir", layout.RESERVOIR),
        ("expectation", layout.PUBLIC_EXPECTATION),
    ):
        mood[index] = start[name]
    mood[layout.EXCITATION_BAD] = (1.0 - p.kernel) * start["coverage"]
    mood[layout.EXCITATION_GRAVITY] = (1.0 - p.kernel) * start["coverage"]
    mood[layout.STRENGTH] = p.strength
    mood[layout.SUCCESS] = 0.5
    totals = np.zeros(layout.TOTALS, dtype=np.int64)
    for stock, who in stocks_of(crowd):
        totals[stock] = np.count_nonzero(who)
    days = scenario.run.days
    return World(
        scenario=scenario,
        values=p,
        seed=seed,
        weight=weight,
        network=network,
        crowd=crowd,
        outlets=_allocate_outlets(p, seed),
        latent=Latent(
            np.zeros(HIDDEN_INCIDENTS),
            np.zeros(HIDDEN_INCIDENTS, dtype=np.int8),
            np.zeros(HIDDEN_INCIDENTS, dtype=np.int64),
            np.zeros(HIDDEN_INCIDENTS, dtype=np.int64),
            np.zeros(1, dtype=np.int64),
        ),
        book=scenario.book(),
        calendar=scenario.calendar(),
        mood=mood,
        levers=np.zeros(len(layout.LEVERS)),
        hall=np.zeros(3, dtype=np.int64),
        totals=totals,
        series=np.zeros((days, len(layout.SERIES))),
    )


def check(world: World) -> None:
    """Check the invariants of the state; meant for tests and for saved states.

    Raises
    ------
    TarpeiaError
        Naming the first array that breaks its rule.
    """
    crowd = world.crowd
    if not np.all((crowd.role >= layout.SILENT) & (crowd.role <= layout.ANTI_FAN)):
        raise TarpeiaError("world.role: breaks its rule; the state is damaged")
    rules = (
        ("passion", np.all((crowd.passion >= -1.0) & (crowd.passion <= 1.0))),
        ("passion", np.all(np.sign(crowd.passion) == np.array([0, 1, -1])[crowd.role])),
        ("expectation", np.all(np.isfinite(crowd.expectation))),
        ("grievance", np.all(np.isfinite(crowd.grievance) & (crowd.grievance >= 0.0))),
        ("mood", np.all(np.isfinite(world.mood))),
        ("climate", abs(world.mood[layout.CLIMATE]) <= 1.0),
        ("series", np.all(np.isfinite(world.series))),
    )
    for name, holds in rules:
        if not holds:
            raise TarpeiaError(f"world.{name}: breaks its rule; the state is damaged")
