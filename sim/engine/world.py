"""The state as arrays: people, outlets, firm and mood; allocated from a scenario, and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.engine.crowd import Crowd, allocate_crowd
from sim.errors import TarpeiaError
from sim.model import layout
from sim.model.entries import values
from sim.model.randomness import Decision, uniforms
from sim.network.build import Network, build
from sim.network.statistics import most_heard
from sim.scenario.playbook import Book
from sim.scenario.scenario import Scenario

HIDDEN_INCIDENTS: Final = 1_024


class Outlets(NamedTuple):
    """The media: one element each, shape (outlets,)."""

    reach: NDArray[np.float64]
    slant: NDArray[np.float64]
    appetite: NDArray[np.float64]
    stories: NDArray[np.int64]


class Rumour(NamedTuple):
    """What a rumour has made of each person, shape (people,), or (0,) where there are none."""

    state: NDArray[np.int8]
    depth: NDArray[np.int8]


class Latent(NamedTuple):
    """Incidents the public does not know, oldest first, shape (1024,).

    ``filled``, shape (1,), says how many there are.
    """

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
    crowd, outlets, latent, rumour : named tuples of arrays
    strength : int8 (ties,) or (0,)
        Voices a tie counts as; empty where each is one.
    book : Book
        Dated orders and playbook rules.
    calendar : float64 (days, 10)
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
    rumour: Rumour
    strength: NDArray[np.int8]
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


def _allocate_outlets(p: Any, seed: int) -> Outlets:
    """Return the media: Pareto reach with mean dose 1 a story, evenly spread slants."""
    count = int(p.outlets)
    u = uniforms(seed, Decision.OUTLET_REACH, count)
    reach = np.minimum((1.0 - u) ** (-1.0 / p.reach_tail), 100.0)
    # A story goes to an outlet in proportion to reach, so its mean dose is sum(r^2) / sum(r).
    reach /= np.sum(reach * reach) / np.sum(reach)
    slant = p.slant_spread * (2.0 * uniforms(seed, Decision.OUTLET_SLANT, count) - 1.0)
    return Outlets(reach, slant, np.ones(count), np.zeros(count, dtype=np.int64))


def _first_strength(p: Any, network: Network) -> NDArray[np.int8]:
    """Return the ties' strengths on the first morning: one voice each, none where they stay so.

    Raises
    ------
    TarpeiaError
        If someone could then hear more voices than can be counted.
    """
    if p.bonding == 0.0 or network.complete:
        return np.zeros(0, dtype=np.int8)
    most = most_heard(network) * int(p.bond_most)
    if most > layout.MOST_HEARD:
        raise TarpeiaError(
            f"participation.bond_most: with ties of {p.bond_most:.0f} voices someone hears "
            f"{most:,}, and at most {layout.MOST_HEARD:,} can be counted; use a smaller bond_most "
            "or a smaller audience"
        )
    return np.ones(network.audience.shape[0], dtype=np.int8)


def _no_incidents() -> Latent:
    """Return room for hidden incidents, with none in it."""
    return Latent(
        severity=np.zeros(HIDDEN_INCIDENTS),
        kind=np.zeros(HIDDEN_INCIDENTS, dtype=np.int8),
        age=np.zeros(HIDDEN_INCIDENTS, dtype=np.int64),
        identity=np.zeros(HIDDEN_INCIDENTS, dtype=np.int64),
        filled=np.zeros(1, dtype=np.int64),
    )


def _first_mood(p: Any, start: dict[str, float]) -> NDArray[np.float64]:
    """Return public mood, founder and firm on the first morning, float64 (moods,).

    Strength suffers where the effort is divided; a new thing is new, and promises a benefit.
    """
    mood = np.zeros(len(layout.MOOD))
    mood[layout.ATTENTION] = mood[layout.HABITUATION] = start["attention"]
    mood[layout.CLIMATE] = start["climate"]
    mood[layout.COUPLING] = start["coupling"]
    mood[layout.RESERVOIR] = start["reservoir"]
    mood[layout.PUBLIC_EXPECTATION] = start["expectation"]
    mood[layout.EXCITATION_BAD] = (1.0 - p.kernel) * start["coverage"]
    mood[layout.EXCITATION_GRAVITY] = (1.0 - p.kernel) * start["coverage"]
    apart = p.products if p.separate_products else 1.0
    mood[layout.STRENGTH] = p.strength * apart**-p.focus
    mood[layout.IMAGE_SEEN] = p.image
    mood[layout.NOVELTY] = mood[layout.BENEFIT] = 1.0
    mood[layout.SUCCESS] = 0.5
    return mood


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
    law, traits = parameters.crowd, scenario.crowd_seed
    crowd = allocate_crowd(p, law, people, seed, traits, start, weight)
    if network is None:
        network = build(scenario.network_settings, people, traits, crowd.susceptibility)
    if not network.complete and network.offsets.shape[0] != people + 1:
        raise TarpeiaError(
            f"network: it has {network.offsets.shape[0] - 1} people, the scenario {people}; "
            "both must be equal"
        )
    rumours = people if p.rumour_telling > 0.0 else 0
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
        latent=_no_incidents(),
        rumour=Rumour(np.zeros(rumours, dtype=np.int8), np.zeros(rumours, dtype=np.int8)),
        strength=_first_strength(p, network),
        book=scenario.book(),
        calendar=scenario.calendar(),
        mood=_first_mood(p, start),
        levers=np.zeros(len(layout.LEVERS)),
        hall=np.zeros(layout.HEARD, dtype=np.int64),
        totals=totals,
        series=np.zeros((days, len(layout.SERIES))),
    )
