"""Founder, a day's totals, and what a day is like for everyone, in the pure-Mesa model.

See ``model`` for the model.
"""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from typing import Any, Final

import mesa

from scripts.benchmarks.full_model.surroundings import Surroundings
from sim.engine.world import World
from sim.model import layout
from sim.model.layout import STANCE_APOLOGISE, STANCE_COMPENSATE, STANCE_DENY, STANCE_SILENT

COMPARE: Final = (operator.lt, operator.le, operator.gt, operator.ge)
SAME_NAMES: Final = (
    "fans",
    "anti_fans",
    "critics",
    "resisters",
    "owners",
    "recruits",
    "cooled",
    "recovered",
    "alienated",
    "voices_praise",
    "voices_blame",
    "attacks",
    "participants",
    "praise",
    "blame",
    "passion_turned",
    "hostility_made",
)


def balance(one: float, other: float) -> float:
    """Return (one - other) / (one + other), 0 where both are 0."""
    both = one + other
    return (one - other) / both if both > 0.0 else 0.0


@dataclass(slots=True)
class Tally:
    """What a day adds up to over people."""

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
    praise: float = 0.0
    blame: float = 0.0
    admiration: float = 0.0
    hostility: float = 0.0
    expectation: float = 0.0
    grievance: float = 0.0
    passion_turned: float = 0.0
    hostility_made: float = 0.0

    def series(self, people: int) -> dict[str, float]:
        """Return what the daily series hold of the people."""
        found = {name: float(getattr(self, name)) for name in SAME_NAMES}
        fans, anti_fans = max(1, self.fans), max(1, self.anti_fans)
        return found | {
            "silent": float(people - self.fans - self.anti_fans),
            "fan_circle": float(self.circle),
            "fan_share": self.fans / people,
            "anti_fan_share": self.anti_fans / people,
            "fan_circle_share": self.circle / people,
            "fan_to_black": float(self.turned),
            "voiced_sentiment": balance(self.praise, self.blame),
            "private_sentiment": balance(self.admiration, self.hostility),
            "mean_passion": self.admiration / fans,
            "mean_hostility": self.hostility / anti_fans,
            "mean_expectation": self.expectation / fans,
            "mean_grievance": self.grievance / fans,
        }


@dataclass(slots=True, frozen=True)
class Today:
    """What is the same for everyone on one day."""

    praise_gain: float
    blame_gain: float
    recruit: float
    idealise: float
    idealise_circle: float
    strength: float
    promise: float
    perceived: float
    sees_bad: float
    sees_good: float
    offence: float
    gap_left: float
    founder_blamed: float
    open_nodes: float
    demand: float
    voice_praise: float
    voice_blame: float
    attack: float
    public_expectation: float


def today_of(model: Surroundings) -> Today:
    """Return what is the same for everyone today."""
    p, founder, news, climate = model.p, model.founder, model.newsroom, model.climate
    visible = founder.visible
    charm = visible * (1.0 + p.warmth_gain * founder.warmth) * 2.0 * model.success
    charm *= max(0.0, 1.0 + p.reply_gain * founder.answered * climate)
    idealise = p.idealisation * (1.0 - p.refusal * founder.image) * charm
    offence = p.news_weight * news.gravity * (1.0 + p.idol_harshness * (1.0 - founder.image))
    sees_bad = news.bad_surprise / (news.bad_surprise + p.news_half)
    sees_good = news.good_surprise / (news.good_surprise + p.news_half)
    gap_left = 1.0
    if founder.stance == STANCE_APOLOGISE:
        offence *= 1.0 - p.apology_relief
    elif founder.stance == STANCE_DENY:
        offence *= 1.0 + p.denial_offence
        sees_bad *= 1.0 - p.denial_doubt
    elif founder.stance == STANCE_COMPENSATE:
        gap_left = 1.0 - p.compensation_relief
    demand = p.demand * model.strength * (1.0 + p.brand) * (1.0 + p.climate_demand * climate)
    demand *= (1.0 + p.launch_demand * model.launch) * (1.0 + p.buzz_demand * sees_good)
    loose = p.speaking * (1.0 + p.surprise_voice * news.surprise / (1.0 + news.surprise))
    return Today(
        praise_gain=math.exp(p.climate_gain * climate),
        blame_gain=math.exp(-p.climate_gain * climate),
        recruit=min(1.0, p.recruitment * charm + p.coverage * sees_good),
        idealise=idealise,
        idealise_circle=idealise * (1.0 - founder.distance),
        strength=model.strength,
        promise=(1.0 - founder.candour) * p.hype * visible,
        perceived=model.perceived_strength,
        sees_bad=sees_bad,
        sees_good=sees_good,
        offence=offence,
        gap_left=gap_left,
        founder_blamed=news.founder_blamed,
        open_nodes=founder.participation,
        demand=demand,
        voice_praise=loose * 2.0 / (1.0 + math.exp(-p.spiral * climate)),
        voice_blame=loose * 2.0 / (1.0 + math.exp(p.spiral * climate)),
        attack=p.attack * news.bad_surprise / (1.0 + news.bad_surprise),
        public_expectation=model.public_expectation,
    )


@dataclass(slots=True)
class Rule:
    """A playbook rule: conditions on yesterday's series, levers, and days still to act."""

    conditions: list[tuple[str, Any, float]]
    days: int
    levers: dict[str, float]
    remaining: int = 0


class FounderAgent(mesa.Agent):  # type: ignore[misc]
    """The founder: levers, coupling, and the share of calls that he answered."""

    model: Surroundings
    exposure: float
    candour: float
    image: float
    warmth: float
    distance: float
    stance: float
    participation: float
    replies: float

    def __init__(self, model: Surroundings, world: World) -> None:
        super().__init__(model)
        p, book = world.values, world.book
        self.coupling = float(world.mood[layout.COUPLING])
        self.answered = 0.0
        self.usual = {name: float(getattr(p, name)) for name in layout.LEVERS}
        self.orders = [
            (int(first), int(end), _levers(sets, value))
            for first, end, sets, value in zip(
                book.order_first, book.order_end, book.order_sets, book.order_value, strict=True
            )
        ]
        self.rules = [
            Rule(
                [
                    (
                        layout.SERIES_NAMES[book.observable[k, c]],
                        COMPARE[book.comparison[k, c]],
                        float(book.bound[k, c]),
                    )
                    for c in range(book.conditions[k])
                ],
                int(book.rule_days[k]),
                _levers(book.rule_sets[k], book.rule_value[k]),
            )
            for k in range(len(book.conditions))
        ]
        self.set_levers(self.usual)

    def set_levers(self, levers: dict[str, float]) -> None:
        """Set some of the levers."""
        for name, value in levers.items():
            setattr(self, name, value)

    @property
    def visible(self) -> float:
        """How visible the founder is today: not at all when his stance is silence."""
        return 0.0 if self.stance == STANCE_SILENT else self.exposure

    def step(self) -> None:
        """Set the day's levers; the firm becomes its founder."""
        model = self.model
        self.set_levers(self.usual)
        for first, end, levers in self.orders:
            if first <= model.day < end:
                self.set_levers(levers)
        for rule in self.rules:
            if rule.remaining == 0 and model.day > 0:
                seen = model.row
                if all(holds(seen[name], bound) for name, holds, bound in rule.conditions):
                    rule.remaining = rule.days
            if rule.remaining > 0:
                rule.remaining -= 1
                self.set_levers(rule.levers)
        p = model.p
        target = p.coupling_ceiling * self.exposure / (self.exposure + p.brand)
        self.coupling += p.coupling_rate * (target - self.coupling)

    def answer(self, voices: float) -> None:
        """Answer as many of the calls as the replies suffice for; ``voices`` are per head."""
        replies = 0.0 if self.stance == STANCE_SILENT else self.replies
        self.answered = replies / (replies + self.coupling * voices) if replies > 0.0 else 0.0

    def series(self) -> dict[str, float]:
        """Return what the daily series hold of the founder."""
        levers = {name: getattr(self, name) for name in layout.LEVERS}
        return levers | {"coupling": self.coupling, "demand_unanswered": 1.0 - self.answered}


def _levers(sets: Any, value: Any) -> dict[str, float]:
    """Return the levers that are set, by name."""
    return {name: float(value[k]) for k, name in enumerate(layout.LEVERS) if sets[k]}
