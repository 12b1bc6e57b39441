"""Small worlds for the oracle: one in which everything happens, its variants, and any world."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from sim.playbook import Event, Kind, Rule
from sim.scenario import RunSettings, Scenario

FIRST = dt.date(2026, 1, 1)
PEOPLE = 36
DAYS = 24

LIVELY = {
    "crowd.people": PEOPLE,
    "crowd.activity_spread": 1.0,
    "network.audience": 6.0,
    "network.communities": 3,
    "founder.exposure": 0.9,
    "founder.participation": 0.6,
    "founder.replies": 0.2,
    "founder.coupling_rate": 0.1,
    "product.hazard": 5e-08,
    "product.defects": 6e-07,
    "product.demand": 0.005,
    "newsroom.outlets": 6,
    "newsroom.slant_herding": 0.3,
    "newsroom.disclosure": 0.01,
    "newsroom.later_disclosure": 0.1,
    "newsroom.latent_days": 6.0,
    "newsroom.story_scale": 0.3,
    "newsroom.habituation_days": 10.0,
    "newsroom.scrutiny": 0.003,
    "newsroom.founder_stories": 8.0,
    "conversation.speaking": 2.0,
    "conversation.attack": 0.5,
    "conversation.own_goal": 0.05,
    "conversation.climate_memory": 0.8,
    "conversation.media_voice": 0.01,
    "conversation.surprise_voice": 0.5,
    "people.circle": 0.5,
    "people.recruitment": 0.2,
    "people.word_of_mouth": 0.2,
    "people.hostility_decay": 0.2,
    "people.admiration_decay": 0.1,
    "people.leave": 0.2,
    "people.idealisation": 0.8,
    "people.expectation_rate": 0.1,
    "people.gain": 0.1,
    "people.turning": 0.3,
    "people.alienation": 0.1,
    "people.trust_healing": 0.2,
    "people.resistance_fading": 0.2,
    "people.news_weight": 0.5,
    "people.blame_weight": 0.1,
    "people.threshold": 0.15,
    "people.perception": 0.3,
    "people.critic": 0.3,
    "participation.taking_part": 0.1,
    "participation.following": 0.2,
    "start.fans": 0.5,
    "start.anti_fans": 0.1,
    "start.resisters": 0.3,
    "start.passion": 0.6,
    "start.hostility": 0.5,
    "start.grievance": 0.05,
    "start.expectation": (0.5, 0.9),
    "start.climate": (-0.2, 0.3),
    "start.attention": 1.0,
    "start.reservoir": 5.0,
    "start.fleet": 10000000.0,
    "run.start": FIRST,
    "run.days": DAYS,
    "run.seed": 7,
}


def event(day: int, kind: str, valence: str = "0", **more: Any) -> Event:
    """Return a dated event on a day of the run."""
    return Event(date=FIRST + dt.timedelta(days=day), kind=kind, valence=valence, **more)


EVENTS = (
    event(1, "launch event", "+", excess=12.0, set={"exposure": 1.0, "warmth": 0.9}),
    event(3, "road accident", "-", excess=9.0, severity=4.0, set={"stance": "silent"}, for_days=3),
    event(3, "recall", "-", severity=2.0),
    event(5, "market", "-", severity=5.0),
    event(6, "founder conduct", "-", excess=6.0, set={"stance": "apologise"}, for_days=4),
    event(9, "market", "+"),
    event(9, "market", "0", excess=2.0),
    event(10, "rumour", "-", excess=3.0, set={"stance": "deny", "candour": 0.9}, for_days=4),
    event(12, "launch event", "+", excess=60.0),
    event(14, "participation campaign", "+", set={"participation": 1.0}, for_days=4),
    event(15, "strategic retreat", "0", set={"exposure": 0.2, "distance": 0.7, "image": 0.8}),
    event(17, "quality ranking", "-", set={"stance": "compensate", "replies": 0.5}, for_days=5),
    event(DAYS + 2, "return", "+", set={"exposure": 1.0}),
)
PLAYBOOK = (
    Rule(when="attention > 3 and climate < 0.6", set={"distance": 0.5, "image": 0.6}, for_days=3),
    Rule(when="fan_to_black >= 1", set={"stance": "silent", "exposure": 0.5}, for_days=1),
    Rule(when="fans < 3", set={"warmth": 0.0}, for_days=2),
    Rule(when="owners <= 36", set={"replies": 0.0}, for_days=2),
)


def lively(changes: Mapping[str, Any] | None = None, without: Iterable[str] = ()) -> Scenario:
    """Return a small world in which everything happens, with some values changed."""
    base = Scenario(run=RunSettings(start=FIRST), events=EVENTS, playbook=PLAYBOOK)
    return base.with_values({**LIVELY, **(changes or {})}).without(without)
