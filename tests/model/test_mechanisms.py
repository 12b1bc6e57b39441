"""With its switch off, the mark of a mechanism is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.model import layout
from sim.model.day.rules import Heard, aggrieve
from sim.model.day.today import nature_of, today_of
from sim.scenario.scenario import Scenario

Series = Callable[[Any, str], np.ndarray]


@pytest.fixture(scope="module")
def world() -> Scenario:
    return sim.load("classroom").with_values({"crowd.people": 3000, "run.days": 700})


def test_without_fan_to_black_no_fan_turns(world: Scenario, of: Series) -> None:
    assert of(sim.run(world), "fan_to_black").sum() > 100
    assert of(sim.run(world.without(["fan-to-black"])), "fan_to_black").sum() == 0


def pair_correlation(counts: np.ndarray, lag: int) -> float:
    """Return the mean product at a lag over the squared mean: 1 without clustering."""
    return float(np.mean(counts[lag:] * counts[:-lag]) / counts.mean() ** 2)


def test_without_hitchhiking_negatives_lose_their_clustering(world: Scenario, of: Series) -> None:
    # Steady conditions, so that only the coverage itself can cluster: a fixed fleet, incidents
    # of one size, disclosure without attention or fame.
    steady = world.with_values(
        {
            "run.days": 20_000,
            "crowd.people": 50,
            "network.communities": 2,
            "newsroom.reservoir_gain": 0.0,
            "product.defects": 2e-6,
            "founder.exposure": 0.0,
        }
    ).without(["base-effect", "heavy-tail", "scrutiny", "topic-effect", "own-goal", "coupling"])
    with_it = of(sim.run(steady), "stories_bad")[200:]
    without = of(sim.run(steady.without(["hitchhiking"])), "stories_bad")[200:]
    assert pair_correlation(with_it, 1) > 1.3
    assert pair_correlation(with_it, 2) > 1.15
    # .15 is over four standard errors of this estimate without clustering.
    for lag in (1, 2, 3, 5):
        assert abs(pair_correlation(without, lag) - 1.0) < 0.15
    assert with_it.sum() > 2 * without.sum()


def test_without_base_effect_accidents_do_not_grow(world: Scenario, of: Series) -> None:
    frequent = world.with_values({"run.days": 1400, "product.hazard": 2e-6})
    halves = {}
    for name, scenario in (("on", frequent), ("off", frequent.without(["base-effect"]))):
        accidents = of(sim.run(scenario), "accidents")
        halves[name] = accidents[:700].sum(), accidents[700:].sum()
    assert halves["on"][1] > 1.5 * halves["on"][0]
    first, second = halves["off"]
    assert abs(first - second) < 4 * np.sqrt(first + second)


def test_without_coupling_firm_and_founder_are_apart(world: Scenario, of: Series) -> None:
    calm = world.without(["coupling", "own-goal"])
    assert of(sim.run(calm), "coupling").max() == 0.0
    assert of(sim.run(calm), "stories_bad_founder").sum() == 0.0


def test_without_participation_nobody_takes_part(world: Scenario, of: Series) -> None:
    assert of(sim.run(world), "participants").sum() > 0
    assert of(sim.run(world.without(["participation"])), "participants").sum() == 0


def test_without_alienation_nobody_is_repelled(world: Scenario, of: Series) -> None:
    assert of(sim.run(world), "alienated").sum() > 0
    assert of(sim.run(world.without(["alienation"])), "alienated").sum() == 0


def test_without_own_goal_nobody_attacks(world: Scenario, of: Series) -> None:
    zealous = world.with_values({"people.circle": 0.4, "conversation.attack": 0.2})
    assert of(sim.run(zealous), "attacks").sum() > 0
    assert of(sim.run(zealous.without(["own-goal"])), "attacks").sum() == 0


def test_without_a_heavy_tail_incidents_are_all_alike() -> None:
    from sim.model.day.product import mean_severity, severity
    from sim.model.entries import Parameters, values

    p = values(Parameters())
    draws = np.array([severity(u, p) for u in np.linspace(0.0, 1.0, 20_001)[:-1]])
    assert draws.min() >= 1.0
    assert draws.max() <= p.severity_cap
    mean = mean_severity(p.severity_tail, p.severity_cap)
    assert draws.mean() == pytest.approx(mean, rel=0.01)
    thin = p._replace(heavy_tail=0.0)
    assert {severity(u, thin) for u in (0.0, 0.5, 0.99)} == {mean}


# Mechanisms whose part in the essays' claims something else can play: their own mark is gone.


def test_without_habituation_steady_coverage_goes_on_surprising(
    world: Scenario, of: Series
) -> None:
    steady = world.with_values({"run.days": 300, "product.hazard": 0.0, "product.defects": 0.0})
    steady = steady.model_copy(update={"events": ()})
    for scenario, at_most, at_least in (
        (steady, 0.5, 0.0),
        (steady.without(["habituation"]), 1.5, 0.8),
    ):
        surprise = of(sim.run(scenario), "surprise")
        ratio = surprise[200:].mean() / surprise[5:15].mean()
        assert at_least <= ratio <= at_most


def test_without_the_bandwagon_outlets_keep_their_slant(world: Scenario) -> None:
    boom = world.with_values({"run.days": 120, "start.climate": 0.8, "start.fans": 0.5})
    for scenario, leans in ((boom, True), (boom.without(["bandwagon"]), False)):
        engine = Engine(allocate(scenario))
        before = engine.world.outlets.slant.copy()
        engine.run()
        moved = engine.world.outlets.slant - before
        assert (moved.mean() > 0.2) if leans else not moved.any()


def test_without_the_climate_gain_praise_weighs_the_same_in_every_climate() -> None:
    def weights(scenario: Scenario, climate: float) -> float:
        world = allocate(scenario.with_values({"start.climate": climate}))
        found = today_of(world.values, world.levers, world.mood)
        return float(found.praise_unit) / float(found.blame_unit)

    base = Scenario().with_values({"crowd.people": 10})
    off = base.without(["climate-gain"])
    assert weights(base, 0.5) == pytest.approx(np.exp(2 * 0.7 * 0.5), rel=1e-6)
    assert weights(base, -0.5) == pytest.approx(np.exp(-2 * 0.7 * 0.5), rel=1e-6)
    assert weights(off, 0.5) == weights(off, -0.5) == 1.0


def test_without_loss_aversion_a_loss_counts_once() -> None:
    def blow(scenario: Scenario, gap: float) -> float:
        world = allocate(scenario)
        nature = nature_of(world.values)
        world.mood[layout.GRAVITY] = 1.0
        today = today_of(world.values, world.levers, world.mood)
        f, zero = np.float32, np.float32(0.0)
        expected, heard = f(today.perceived + f(gap)), Heard(praise=zero, blame=zero, saw_news=True)
        hurt = aggrieve(nature, today, zero, expected, zero, f(1.0), f(1.0), heard)
        return float(hurt) / float(today.offence)

    base = Scenario().with_values({"crowd.people": 10})
    off = base.without(["loss-aversion"])
    for scenario, weight in ((base, 2.0), (off, 1.0)):
        assert blow(scenario, 0.2) - blow(scenario, 0.0) == pytest.approx(0.2 * weight, rel=1e-4)


def test_an_unknown_switch_brings_the_nearest() -> None:
    with pytest.raises(sim.TarpeiaError, match="did you mean 'hitchhiking'"):
        Scenario().without(["hitchiking"])
