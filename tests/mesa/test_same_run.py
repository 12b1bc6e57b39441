"""A Mesa model runs the same days as the headless run, a day a step, on every Mesa 3."""

from __future__ import annotations

import datetime as dt

import mesa
import pytest

import sim
from sim.errors import TarpeiaError
from sim.mesa.model import ReputationModel
from sim.model import layout
from sim.scenario.playbook import Event, Rule
from tests.mesa.small_model import SMALL, same, small


def test_it_is_a_mesa_model_under_its_public_name(model: ReputationModel) -> None:
    assert sim.ReputationModel is ReputationModel
    assert isinstance(model, mesa.Model)
    assert isinstance(model.datacollector, mesa.DataCollector)
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)


@pytest.mark.parametrize("seed", [0, 7, 2**63 - 1])
def test_series_equal_the_headless_run_bit_for_bit(seed: int) -> None:
    run = sim.run(small({"founder.exposure": 0.8}), seed=seed)
    with ReputationModel(**SMALL, exposure=0.8, rng=seed) as model:
        model.run_model()
        assert same(model.series, run.daily)
        assert model.scenario == run.scenario


def test_series_equal_the_headless_run_with_events_playbook_and_switches() -> None:
    shock = Event(
        date=dt.date(2026, 1, 10), kind="road accident", valence="-", excess=90.0, severity=5.0
    )
    rule = Rule(when="attention > 6", set={"exposure": 0.1, "stance": "silent"}, for_days=5)
    scenario = small().model_copy(update={"events": (shock,), "playbook": (rule,)})
    run = sim.run(scenario.without(["shield", "hitchhiking"]), seed=3)
    with ReputationModel(scenario, rng=3, without="shield, hitchhiking") as model:
        model.run_model()
        assert same(model.series, run.daily)
    assert set(run.daily["stance"]) == {0.0, 1.0}


def test_series_grow_by_a_row_a_day(model: ReputationModel) -> None:
    whole = sim.run(small()).daily
    assert model.series.shape == (0, len(layout.SERIES))
    for day in range(1, 6):
        model.step()
        assert model.day == day
        assert same(model.series, whole.iloc[:day])
        assert model.today == whole.iloc[day - 1].tolist()


def test_series_are_a_copy(model: ReputationModel) -> None:
    model.step()
    frame = model.series
    frame.iloc[0, 0] = -5.0
    model.today[0] = -5.0
    model.run_model()
    assert same(model.series, sim.run(small()).daily)


def test_threads_and_a_shared_network_change_nothing() -> None:
    scenario = small()
    run = sim.run(scenario)
    one, other = ReputationModel(scenario), ReputationModel(**SMALL, threads=2)
    third = ReputationModel(scenario, network=one.world.network)
    assert third.world.network.audience is one.world.network.audience
    for model in (one, other, third):
        model.run_model()
        assert same(model.series, run.daily)
        model.close()


def test_a_network_of_another_size_is_refused(model: ReputationModel) -> None:
    with pytest.raises(TarpeiaError, match="network: it has 200 people, the scenario 100"):
        ReputationModel(people=100, network=model.world.network)


def test_it_stops_at_the_horizon_and_further_steps_do_nothing(model: ReputationModel) -> None:
    for day in range(SMALL["days"]):
        assert model.running
        assert model.day == day
        model.step()
    assert not model.running
    before = model.series
    model.step()
    model.run_model()
    assert model.day == model.days == SMALL["days"]
    assert same(model.series, before)
    assert len(model.datacollector.get_model_vars_dataframe()) == SMALL["days"]


def test_a_paused_model_can_be_stepped(model: ReputationModel) -> None:
    model.running = False
    model.step()
    assert model.day == 1


def test_it_does_not_lean_on_mesas_count_of_steps(model: ReputationModel) -> None:
    model.steps = 10_000
    model.step()
    assert (model.day, model.running) == (1, True)
    assert len(model.series) == 1


def test_date_is_that_of_the_latest_day(model: ReputationModel) -> None:
    assert model.date == model.scenario.run.start == dt.date(2026, 1, 1)
    for _ in range(3):
        model.step()
        assert model.date == model.series.index[-1].date()
    assert model.date == dt.date(2026, 1, 3)


@pytest.mark.skipif(not hasattr(mesa.Model, "run_for"), reason="Mesa 3.5 and later")
def test_mesas_own_clock_runs_days(model: ReputationModel) -> None:
    model.run_for(12)
    assert model.day == 12
    model.run_until(500)
    assert model.day == SMALL["days"]
