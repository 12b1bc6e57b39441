"""What the oracle keeps of a world: plain objects with plain numbers.

The names are those of docs/ODD.md, "Entities, state variables, and scales".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim.engine.world import World
from sim.model import layout

LOUDNESS = 63


@dataclass
class Voice:
    """What a person says for tomorrow: ``kind`` is silent, praise, circle, attack or blame."""

    kind: str = "silent"
    loudness: int = 0

    @property
    def code(self) -> int:
        """The same as one int8."""
        codes = {
            "silent": 0,
            "praise": self.loudness,
            "circle": LOUDNESS + self.loudness,
            "attack": 127,
            "blame": -self.loudness,
        }
        return codes[self.kind]


@dataclass
class Heard:
    """What a person heard: praise and blame in units of 1/63 voice, noise in voices."""

    praise: int = 0
    blame: int = 0
    noise: int = 0


@dataclass
class Person:
    """One person. Roles and states of a rumour are those of ``layout``; traits never change.

    Feelings and traits are numpy's float32, and stay so when they meet Python's plain numbers.
    """

    role: int
    passion: Any
    expectation: Any
    grievance: Any
    owner: bool
    resister: bool
    betrayed: bool
    spent: bool
    joined: bool
    product: int
    susceptibility: Any
    threshold: Any
    activity: Any
    rumour: int = layout.UNAWARE
    depth: int = 0
    voice: Voice = field(default_factory=Voice)
    heard: Heard = field(default_factory=Heard)

    @property
    def marks(self) -> int:
        """The marks as the bits of one int8."""
        return (
            layout.OWNER * self.owner
            + layout.RESISTER * self.resister
            + layout.BETRAYED * self.betrayed
            + layout.SPENT * self.spent
            + layout.JOINED * self.joined
            + self.product * 2**layout.PRODUCT_SHIFT
        )


@dataclass
class Outlet:
    """One outlet."""

    reach: float
    slant: float
    appetite: float
    stories: int = 0


@dataclass
class Founder:
    """The founder: today's levers, coupling, how one sees him and taking part, and his answers.

    ``answered`` and ``slighted`` are the shares of the calls on him that were answered, and that
    he had invited and left.
    """

    coupling: float
    image_seen: float
    novelty: float
    benefit: float
    exposure: float = 0.0
    candour: float = 0.0
    image: float = 0.0
    warmth: float = 0.0
    distance: float = 0.0
    stance: str = "none"
    participation: float = 0.0
    replies: float = 0.0
    answered: float = 0.0
    slighted: float = 0.0


@dataclass
class Incident:
    """One hidden incident; ``kind`` is 0 for an accident, 1 for a dispute."""

    severity: float
    kind: int
    age: int
    identity: int


@dataclass
class Firm:
    """The firm; ``faulty`` is the product of the gravest incident that became public last."""

    strength: float
    fleet: float = 0.0
    launch: float = 0.0
    sales_fast: float = 0.0
    sales_slow: float = 0.0
    success: float = 0.5
    market: float = 0.0
    debt: float = 0.0
    faulty: int = 0
    hidden: list[Incident] = field(default_factory=list)


@dataclass
class Mood:
    """Public mood and the memory of the coverage."""

    attention: float
    habituation: float
    climate: float
    reservoir: float
    public_expectation: float
    excitation_good: float = 0.0
    excitation_bad: float = 0.0
    excitation_gravity: float = 0.0
    surprise: float = 0.0
    bad_surprise: float = 0.0
    good_surprise: float = 0.0
    founder_blamed: float = 0.0
    gravity: float = 0.0
    attack_stories: float = 0.0
    dose_good: float = 0.0
    dose_bad: float = 0.0
    reach_own: float = 0.0


@dataclass
class Sums:
    """A day's totals over people; the last seven are in units of 2**-20."""

    fans: int = 0
    anti_fans: int = 0
    circle: int = 0
    critics: int = 0
    resisters: int = 0
    owners: int = 0
    bought: int = 0
    recruits: int = 0
    turned: int = 0
    cooled: int = 0
    recovered: int = 0
    alienated: int = 0
    participants: int = 0
    voices_praise: int = 0
    voices_blame: int = 0
    attacks: int = 0
    praise: int = 0
    blame: int = 0
    admiration: int = 0
    hostility: int = 0
    expectation: int = 0
    grievance: int = 0
    passion_turned: int = 0
    hostility_made: int = 0


def products_apart(p: Any) -> int:
    """Return how many products a fault or a launch can be about."""
    return int(p.products) if p.separate_products else 1


def people_of(world: World) -> list[Person]:
    """Return the people of an allocated world."""
    crowd = world.crowd
    return [
        Person(
            role=int(crowd.role[i]),
            passion=crowd.passion[i],
            expectation=crowd.expectation[i],
            grievance=crowd.grievance[i],
            owner=bool(crowd.marks[i] & layout.OWNER),
            resister=bool(crowd.marks[i] & layout.RESISTER),
            betrayed=bool(crowd.marks[i] & layout.BETRAYED),
            spent=bool(crowd.marks[i] & layout.SPENT),
            joined=bool(crowd.marks[i] & layout.JOINED),
            product=(int(crowd.marks[i]) // 2**layout.PRODUCT_SHIFT) % layout.MOST_PRODUCTS,
            susceptibility=crowd.susceptibility[i],
            threshold=crowd.threshold[i],
            activity=crowd.activity[i],
        )
        for i in range(world.people)
    ]


def audiences_of(world: World) -> list[list[int]]:
    """Return who hears each person: for a complete network, everyone else."""
    people = range(world.people)
    if world.network.complete:
        return [[j for j in people if j != i] for i in people]
    offsets = [int(x) for x in world.network.offsets]
    return [[int(j) for j in world.network.audience[offsets[i] : offsets[i + 1]]] for i in people]


def strengths_of(world: World, audiences: list[list[int]]) -> list[list[int]]:
    """Return the strength of each person's ties, 1 on the first morning; empty: ties have none."""
    if world.values.bonding == 0.0 or world.network.complete:
        return []
    return [[1 for _ in audience] for audience in audiences]
