"""The kernels against the oracle at every bound, switch, kind and edge, and over whole runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.model import layout, randomness
from sim.model.entries import ENTRIES
from sim.model.mechanisms import SWITCHES
from sim.model.start import START_ENTRIES
from sim.network.network import Network
from sim.scenario.scenario import Scenario
from tests.oracle import draws
from tests.oracle.compare import follow, follow_whole
from tests.oracle.sampled import run_of
from tests.oracle.worlds import EVENTS, MANY, PEOPLE, any_world, bounds, lively
from tests.places import ROOT

WITHOUT_JIT = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")

# What a bound needs besides to act.
COMPANY = {
    "network.rewiring": {"network.kind": "watts-strogatz"},
    "start.fans": {"start.anti_fans": 0.0},
    "start.anti_fans": {"start.fans": 0.0},
}
# Thirty million people one at a time take days: the bound of the crowd is a fair crowd here.
INSTEAD: dict[str, list[Any]] = {"crowd.people": [1, 300]}
BOUNDED = [name for name in ENTRIES | START_ENTRIES if name != "network.file"]


@pytest.mark.slow
@pytest.mark.parametrize("name", BOUNDED)
def test_every_bound(name: str) -> None:
    """At either end of each range the bits are the same, and one end differs from the middle."""
    entry = (ENTRIES | START_ENTRIES)[name]
    company = COMPANY.get(name, {})
    middle = follow(lively(company)).rows
    ends = [
        follow(lively({**company, name: value})).rows for value in INSTEAD.get(name, bounds(entry))
    ]
    assert any(rows != middle for rows in ends)


@pytest.mark.slow
@pytest.mark.parametrize("switch", SWITCHES)
def test_every_switch(switch: str) -> None:
    """Without any mechanism the bits are the same, and not those with it."""
    changed = False
    for seed in (7, 8):
        changed |= follow(lively({"run.seed": seed}, [switch])).rows != run_of(f"seed {seed}").rows
    assert changed


def test_every_switch_at_once() -> None:
    follow(lively(without=SWITCHES))


@pytest.mark.parametrize("stance", layout.STANCES)
@pytest.mark.parametrize("incidents", ["both", "dated", "random"])
def test_every_stance_held_throughout(stance: str, incidents: str) -> None:
    changes = {"founder.stance": stance, "run.incidents": incidents}
    held = lively(changes).model_copy(update={"events": (), "playbook": ()})
    found = follow(held)
    assert all(row["stance"] == layout.STANCES.index(stance) for row in found.rows)


@pytest.mark.parametrize("kind", bounds(ENTRIES["network.kind"]))
@pytest.mark.parametrize("audience", [0.0, 1.0, 7.5, 2_000.0])
@pytest.mark.parametrize("people", [1, 2, 3, 40])
def test_every_network(kind: str, audience: float, people: int) -> None:
    changes = {"network.kind": kind, "network.audience": audience, "crowd.people": people}
    follow(lively(changes), blocks=2)


def test_a_star_and_people_without_ties() -> None:
    offsets = np.zeros(PEOPLE + 1, dtype=np.int64)
    offsets[1:] = PEOPLE - 6  # the first is heard by all but himself and five
    star = Network(offsets, np.arange(1, PEOPLE - 5, dtype=np.int32), False)
    for seed in range(5):
        follow(lively({"run.seed": seed, "start.fans": 0.9, "start.anti_fans": 0.0}), star, 2)


def test_a_rumour_deeper_than_is_counted() -> None:
    """It goes round a ring, one person a day, until the mouths are more than are counted."""
    people = layout.DEEPEST + 5
    everyone = np.arange(people, dtype=np.int64)
    ring = Network(
        np.arange(people + 1, dtype=np.int64), ((everyone + 1) % people).astype(np.int32), False
    )
    luck = draws.Luck(7, 2)
    lowest, second = sorted(luck(randomness.Decision.RUMOUR_SEED, i) for i in range(people))[:2]
    told_by_one = {
        "conversation.rumour_seeds": (lowest + second) / 2,
        "conversation.rumour_telling": 1.0,
        "conversation.rumour_partisanship": 0.0,
        "conversation.rumour_rebuttal": 0.0,
        "crowd.people": people,
        "run.days": people + 5,
    }
    once = tuple(event for event in EVENTS if event.date.day <= 3)
    found = follow(lively(told_by_one).model_copy(update={"events": once}), ring)
    assert found.rows[-1]["rumour_believed"] == people
    assert found.rows[-1]["rumour_depth"] == layout.DEEPEST


EDGES: dict[str, dict[str, Any]] = {
    "one person, a fan": {"crowd.people": 1, "start.fans": 1.0, "start.anti_fans": 0.0},
    "one person, an anti-fan": {"crowd.people": 1, "start.fans": 0.0, "start.anti_fans": 1.0},
    "one person, silent": {"crowd.people": 1, "start.fans": 0.0, "start.anti_fans": 0.0},
    "no ties": {"network.audience": 0.0},
    "complete": {"network.kind": "complete", "crowd.people": 80},
    "no fans": {"start.fans": 0.0},
    "no fans ever": {
        "start.fans": 0.0,
        "people.recruitment": 0.0,
        "people.coverage": 0.0,
        "people.word_of_mouth": 0.0,
        "founder.participation": 0.0,
    },
    "all fans": {"start.fans": 1.0, "start.anti_fans": 0.0},
    "all anti-fans": {"start.fans": 0.0, "start.anti_fans": 1.0},
    "all resisters": {"start.fans": 0.0, "start.anti_fans": 0.0, "start.resisters": 1.0},
    "zero fleet": {"start.fleet": 0.0, "product.demand": 0.0},
    "everyone owns": {"start.fleet": 1e9},
    "zero hazard": {"product.hazard": 0.0, "product.defects": 0.0},
    "no news at all": {
        "product.hazard": 0.0,
        "product.defects": 0.0,
        "start.attention": 0.0,
        "newsroom.founder_stories": 0.0,
        "newsroom.attention_posts": 0.0,
    },
    "least seed": {"run.seed": 0},
    "greatest seed": {"run.seed": 2**63 - 1},
    "one day": {"run.days": 1},
    "as many stories as a day can hold": {
        "newsroom.story_scale": 20.0,
        "run.days": 2,
        "newsroom.disclosure": 20.0,
        "product.defects": 1e-4,
    },
    "everyone attacks": {
        "conversation.attack": 1.0,
        "conversation.own_goal": 100.0,
        "people.circle": 0.05,
        "conversation.attack_noise": 8,
        "run.days": 5,
    },
    "all passion fades at once": {
        "people.admiration_decay": 1.0,
        "people.idealisation": 0.0,
        "people.turning": 1.0,
        "people.threshold": 0.001,
        "people.threshold_passion": 0.0,
    },
}


@pytest.mark.slow
@pytest.mark.kernel
@pytest.mark.parametrize("name", EDGES)
def test_edges(name: str) -> None:
    edge = lively(EDGES[name])
    assert follow(edge).today == edge.run.days


@pytest.mark.slow
@pytest.mark.kernel
@settings(MANY, max_examples=60 if WITHOUT_JIT else 500)
@given(any_world(), st.integers(1, 3))
def test_any_world_phase_by_phase(scenario: Scenario, blocks: int) -> None:
    follow(scenario, blocks=blocks)


# Longer and larger


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_lively_year(seed: int) -> None:
    year = lively({"run.days": 365, "run.seed": seed, "crowd.people": 40})
    assert follow_whole(year).today == 365


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.toml")), ids=lambda p: p.stem)
def test_shipped_scenarios_in_small(path: Path) -> None:
    small = sim.load(path).with_values({"crowd.people": 40, "start.fans": 0.3})
    assert follow_whole(small).today == small.run.days


@pytest.mark.slow
def test_a_century_of_one_person() -> None:
    century = lively({"run.days": 36_500, "crowd.people": 1, "newsroom.outlets": 1})
    calm = {"newsroom.founder_stories": 0.5, "crowd.population": 1e5, "product.hazard": 1e-7}
    assert follow_whole(century.with_values(calm)).today == 36_500


def test_a_larger_crowd() -> None:
    follow(lively({"crowd.people": 2_000, "run.days": 5, "network.communities": 20}), blocks=3)
