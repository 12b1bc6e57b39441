"""What the oracle keeps of a world: plain objects with plain numbers, and what is written down.

The names are those of docs/ODD.md, "Entities, state variables, and scales".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim.engine.world import World
from sim.model import layout
from sim.scenario.scenario import Scenario

LOUDNESS = 63
COMPARISONS = ("<=", ">=", "<", ">")
RANDOM_KINDS = ("road accident", "product-quality dispute", "recall", "quality ranking")
FOUNDER_KINDS = (
    "founder conduct",
    "founder political act",
    "founder appearance",
    "founder denial",
    "founder personnel",
    "strategic retreat",
    "return",
)


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


@dataclass
class Dated:
    """What dated events add to one day."""

    stories_good: float = 0.0
    stories_bad: float = 0.0
    stories_founder: float = 0.0
    gravity_bad: float = 0.0
    launch: float = 0.0
    accidents: float = 0.0
    disputes: float = 0.0
    success: float = 0.0
    rumours: float = 0.0
    campaigns: float = 0.0


@dataclass
class Order:
    """Levers that a dated event sets from day ``first`` up to, not including, day ``end``."""

    first: int
    end: int
    levers: dict[str, Any]


@dataclass
class Rule:
    """A playbook rule: conditions on yesterday's row, levers, and days still to act."""

    conditions: list[tuple[str, str, float]]
    days: int
    levers: dict[str, Any]
    remaining: int = 0


def events_of(scenario: Scenario) -> list[tuple[int, Any]]:
    """Return the dated events that count, each with its day, in the order they are written."""
    found = []
    for event in scenario.events:
        day = (event.date - scenario.run.start).days
        left_out = scenario.run.incidents == "random" and event.kind in RANDOM_KINDS
        if day < scenario.run.days and not left_out:
            found.append((day, event))
    return found


def orders_of(scenario: Scenario) -> list[Order]:
    """Return the levers that dated events set."""
    orders = []
    for day, event in events_of(scenario):
        if event.set:
            end = scenario.run.days
            if event.for_days is not None:
                end = day + event.for_days
            orders.append(Order(day, end, dict(event.set)))
    return orders


def rules_of(scenario: Scenario) -> list[Rule]:
    """Return the playbook: ``name > number`` joined by ``and``."""
    rules = []
    for rule in scenario.playbook:
        conditions = []
        for part in rule.when.split(" and "):
            sign = next(sign for sign in COMPARISONS if sign in part)
            name, bound = part.split(sign)
            conditions.append((name.strip(), sign, float(bound)))
        rules.append(Rule(conditions, rule.for_days, dict(rule.set)))
    return rules


def calendar_of(scenario: Scenario) -> list[Dated]:
    """Return what dated events add to each day: docs/patterns.md, "The size of a dated event"."""
    calendar = [Dated() for _ in range(scenario.run.days)]
    share = scenario.effective.newsroom.first_day_share
    for number, event in events_of(scenario):
        day = calendar[number]
        excess = event.excess or 0.0
        gravity = (event.severity or 2.0) / 3.0
        stories = max(1.0, share * excess)
        if event.valence == "+":
            day.stories_good += stories
        if event.valence == "-":
            mass = day.stories_bad * day.gravity_bad
            day.stories_bad += stories
            day.gravity_bad = (mass + stories * gravity) / day.stories_bad
            if event.kind in FOUNDER_KINDS:
                day.stories_founder += stories
        if event.kind == "launch event":
            day.launch += min(1.0, excess / 20.0)
        if event.kind == "road accident":
            day.accidents += 1.0
        if event.kind in RANDOM_KINDS[1:]:
            day.disputes += 1.0
        if event.kind == "market" and event.valence == "+":
            day.success += 0.1 * gravity
        if event.kind == "market" and event.valence == "-":
            day.success += -0.1 * gravity
        if event.kind == "rumour":
            day.rumours += 1.0
        if event.kind == "participation campaign":
            day.campaigns += 1.0
    return calendar


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
