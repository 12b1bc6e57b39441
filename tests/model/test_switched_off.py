"""Shared luck: a mechanism switched off changes nothing before it would have acted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.engine.engine import Engine
from sim.engine.state_arrays import arrays_of
from sim.engine.world import allocate
from sim.model import layout
from sim.model.mechanisms import SWITCHES
from sim.scenario.playbook import Event
from sim.scenario.run_settings import RunSettings
from sim.scenario.scenario import Scenario
from tests.model.states import FIRST, series_of, unequal

BURST = 40
QUIET = {
    "run.days": 200,
    "run.start": FIRST,
    "crowd.people": 400,
    "crowd.population": 480_000.0,
    "network.communities": 5,
    "founder.exposure": 0.0,
    "founder.participation": 0.0,
    "founder.replies": 0.0,
    "product.demand": 5e-5,
    "product.hazard": 2e-5,
    "product.defects": 2e-5,
    "newsroom.slant_spread": 0.0,
    "newsroom.disclosure": 0.02,
    "newsroom.founder_stories": 4.0,
    "conversation.attack": 0.5,
    "people.circle": 0.4,
    "people.recruitment": 0.1,
    "people.word_of_mouth": 0.05,
    "people.idealisation": 0.2,
    "people.hostility_decay": 0.1,
    "people.alienation": 0.1,
    "start.fans": 0.0,
    "start.anti_fans": 0.0,
    "start.climate": 0.0,
    "start.attention": 0.0,
    "start.coupling": 0.0,
}
LOUD = {"exposure": 0.9, "participation": 0.5, "replies": 0.05, "image": 0.6}
# What a mechanism needs besides to act; an extension also has to be put on.
NEEDS: dict[str, dict[str, Any]] = {
    "concentration": {"product.products": 3, "product.focus": 0.0},
    "rumour": {"conversation.rumour_seeds": 0.05},
}
# Arrays that a state has only where their extension is on.
EXTRA = {"rumour.state", "rumour.depth", "strength"}


def quiet_then_loud(seed: int, switch: str) -> Scenario:
    """Return a world in which nobody speaks and nothing is told until the founder appears.

    He does so on day 41, and from then on everything happens: so each mechanism has a first day.
    Climate, attention, coupling, excitation, slants and the reservoir begin at zero.
    """
    date = FIRST + dt.timedelta(days=BURST)
    events = (
        Event(date=date, kind="founder appearance", set=LOUD),
        Event(date=date + dt.timedelta(days=3), kind="rumour"),
    )
    needs = {**SWITCHES[switch].on, **NEEDS.get(switch, {})}
    scenario = Scenario(run=RunSettings(start=FIRST), events=events)
    return scenario.with_values({**QUIET, **needs, "run.seed": seed})


class Seen:
    """The series of a run by name, and what they were on the evening before."""

    def __init__(self, series: NDArray[np.float64]) -> None:
        self.series = series

    def __getattr__(self, name: str) -> NDArray[np.float64]:
        if name.endswith("_before"):
            column = getattr(self, name.removesuffix("_before"))
            return np.concatenate([[0.0], column[:-1]])
        return np.asarray(self.series[:, layout.SERIES_NAMES.index(name)])


# On which days a mechanism acts, from the series of the full run (a) and of the run without (b):
# conditions without which its term is zero or its replacement the same. Day by day.
Acts = Callable[[Seen, Seen], NDArray[np.bool_]]


def _incident(a: Seen) -> NDArray[np.bool_]:
    return (a.accidents + a.disputes > 0) | (a.latent_before > 0)


ACTS: dict[str, Acts] = {
    "coupling": lambda a, b: a.coupling > 0,
    "participation": lambda a, b: a.participants > 0,
    "responsiveness": lambda a, b: (
        (a.demand_unanswered_before < 1)
        & (a.climate_before != 0)
        & (a.exposure > 0)
        & (np.arange(len(a.climate)) > 0)
    ),
    "base-effect": lambda a, b: (a.accidents + a.disputes + b.accidents + b.disputes) > 0,
    "heavy-tail": lambda a, b: a.accidents + a.disputes > 0,
    "co-creation": lambda a, b: a.participants_before > 0,
    "buy-the-person": lambda a, b: (a.owners > a.owners_before) & (a.fans + a.anti_fans > 0),
    "success": lambda a, b: a.success != 0.5,
    "topic-effect": lambda a, b: _incident(a),
    "scrutiny": lambda a, b: _incident(a) & (a.attention_before > 0),
    "hitchhiking": lambda a, b: a.stories_good_before + a.stories_bad_before > 0,
    "habituation": lambda a, b: a.habituation_before > 0,
    "bandwagon": lambda a, b: a.climate_before != 0,
    "conservation": lambda a, b: (
        (a.reservoir_before > 0) & (a.accidents_public + a.disputes_public > 0)
    ),
    "spiral-of-silence": lambda a, b: a.climate_before != 0,
    "doubt": lambda a, b: a.mean_grievance > 0,
    "own-goal": lambda a, b: a.attacks > 0,
    "coverage": lambda a, b: a.stories_good > 0,
    "word-of-mouth": lambda a, b: a.praise_before > 0,
    "showing-weakness": lambda a, b: a.exposure * a.warmth > 0,
    "climate-gain": lambda a, b: (a.climate_before != 0) & (a.praise_before + a.blame_before > 0),
    "perception": lambda a, b: a.climate != 0,
    "idealisation": lambda a, b: (a.exposure > 0) & (a.praise_before > 0),
    "expectation": lambda a, b: (a.exposure > 0) | (a.participants > 0),
    "loss-aversion": lambda a, b: a.stories_bad > 0,
    "perfect-idol": lambda a, b: a.stories_bad > 0,
    "shield": lambda a, b: a.blame_before > 0,
    "fan-to-black": lambda a, b: a.fan_to_black > 0,
    "passion-carryover": lambda a, b: a.fan_to_black > 0,
    "broken-trust": lambda a, b: np.cumsum(a.recovered_before) > 0,
    "alienation": lambda a, b: a.alienated > 0,
    "reply-capacity": lambda a, b: a.replies > 0,
    "slow-image": lambda a, b: a.image_seen != a.image,
    "worth-of-taking-part": lambda a, b: a.novelty < 1,
    "concentration": lambda a, b: (
        (a.stories_bad > 0)
        | (a.accidents_public + a.disputes_public > 0)
        | (a.owners > a.owners_before)
    ),
    "promise": lambda a, b: (a.owners > a.owners_before) | (b.owners > b.owners_before),
    "quality-debt": lambda a, b: a.disputes + b.disputes > 0,
    "self-media": lambda a, b: a.exposure > 0,
    "rumour": lambda a, b: a.rumour_spreading > 0,
    "shifting-standards": lambda a, b: a.stories_bad > 0,
    "accomplishment": lambda a, b: (a.participation > 0) & (a.praise_before > 0),
    "tie-strength": lambda a, b: a.participants > 1,
}
# Those that move a number on the very day on which they act.
AT_ONCE = (
    "coupling",
    "participation",
    "heavy-tail",
    "co-creation",
    "success",
    "habituation",
    "bandwagon",
    "own-goal",
    "perception",
    "expectation",
    "fan-to-black",
    "passion-carryover",
    "alienation",
    "reply-capacity",
    "slow-image",
    "self-media",
    "rumour",
)


def first_day_apart(one: Scenario, other: Scenario) -> int:
    """Return the first row on whose evening any array of two states differs."""
    a, b = Engine(allocate(one)), Engine(allocate(other))

    def apart() -> set[str]:
        return set(unequal(arrays_of(a.world), arrays_of(b.world))) - EXTRA

    assert not apart()
    for day in range(a.days):
        a.advance(1)
        b.advance(1)
        if apart():
            return day
    return a.days


def test_every_switch_has_its_first_day() -> None:
    assert ACTS.keys() == SWITCHES.keys()


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("switch", SWITCHES)
def test_a_mechanism_switched_off_changes_nothing_before_it_would_have_acted(
    switch: str, seed: int
) -> None:
    """Not only the series, but every array of the state on every evening before."""
    scenario = quiet_then_loud(seed, switch)
    without = scenario.without([switch])
    a, b = Seen(series_of(scenario)), Seen(series_of(without))
    acts = ACTS[switch](a, b)
    assert acts.any(), "choose a world in which it acts"
    first = int(np.argmax(acts))
    apart = first_day_apart(scenario, without)
    assert first > 0
    assert first <= apart < scenario.run.days
    if switch in AT_ONCE:
        assert apart == first
