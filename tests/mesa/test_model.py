"""The Mesa facade: a real mesa.Model over the same engine, on every Mesa 3 that we support."""

from __future__ import annotations

import datetime as dt
import gc
import inspect
import tracemalloc
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest

import sim
from sim.errors import TarpeiaError
from sim.mesa import model as mesa_model
from sim.mesa.model import FounderAgent, OutletAgent, PersonView, ReputationModel, run_seed
from sim.model import layout
from sim.network import build
from sim.scenario.files import dumps, load
from sim.scenario.playbook import Event, Rule
from sim.scenario.scenario import Scenario

SMALL: dict[str, Any] = {"people": 200, "days": 30}
BATCH_RUN = getattr(mesa, "batch_run", None)
BATCH_TAKES_RNG = BATCH_RUN is not None and "rng" in inspect.signature(BATCH_RUN).parameters


def small(changes: dict[str, Any] | None = None) -> Scenario:
    """Return the scenario of ``ReputationModel(**SMALL)``, made without it."""
    return load("classroom").with_values(
        {"crowd.people": SMALL["people"], "run.days": SMALL["days"], **(changes or {})}
    )


@pytest.fixture
def model() -> Iterator[ReputationModel]:
    with ReputationModel(**SMALL) as made:
        yield made


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Tell whether two frames agree in index, columns and every bit."""
    alike = one.index.equals(other.index) and list(one.columns) == list(other.columns)
    return alike and one.to_numpy().tobytes() == other.to_numpy().tobytes()


# The same run


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


# Time


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


# What it is made from


def test_the_default_is_a_copy_of_the_classroom_case() -> None:
    with ReputationModel() as model:
        assert model.scenario == load("classroom")
        assert len(model.people) == load("classroom").parameters.crowd.people
    with ReputationModel(people=150, days=9, exposure=0.1) as changed:
        assert (len(changed.people), changed.days) == (150, 9)
    with ReputationModel() as model:
        assert model.scenario == load("classroom")


def test_without_a_classroom_case_the_default_is_the_defaults(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mesa_model, "shipped", dict)
    with ReputationModel(**SMALL) as model:
        assert model.scenario == Scenario().with_values({"crowd.people": 200, "run.days": 30})


def test_a_scenario_may_be_an_object_a_name_or_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(dumps(small({"founder.candour": 0.9})), encoding="utf-8")
    named: list[Any] = [small(), path, str(path), "classroom"]
    for given, candour in zip(named, [0.3, 0.9, 0.9, 0.3], strict=True):
        with ReputationModel(given, **SMALL) as model:
            assert model.scenario.parameters.founder.candour == candour
    with ReputationModel(model.scenario) as again:
        assert again.scenario == model.scenario == small()


def test_a_scenario_of_another_kind_is_refused() -> None:
    with pytest.raises(TarpeiaError, match="scenario: dict is not allowed"):
        ReputationModel({"title": "x"})  # type: ignore[arg-type]
    with pytest.raises(TarpeiaError, match=r"classrom: no such file; did you mean 'classroom'\?"):
        ReputationModel("classrom")


def test_flat_keywords_reach_every_group_and_the_starting_state() -> None:
    with ReputationModel(
        **SMALL,
        exposure=0.9,
        branching=0.2,
        circle=0.6,
        kind="watts-strogatz",
        heavy_tail=False,
        stance="deny",
        start_fans=0.2,
        start_climate=(-0.5, -0.4),
        incidents="random",
        candour=None,
    ) as model:
        parameters = model.scenario.parameters
        assert parameters.founder.exposure == 0.9
        assert parameters.founder.candour == 0.3
        assert parameters.founder.stance == "deny"
        assert parameters.newsroom.branching == 0.2
        assert parameters.people.circle == 0.6
        assert not parameters.product.heavy_tail
        assert parameters.network.kind == "watts-strogatz"
        assert model.scenario.start.fans == 0.2
        assert model.scenario.start.climate == (-0.5, -0.4)
        assert model.scenario.run.incidents == "random"
        assert sum(person.role == "fan" for person in model.people) == 40
        model.step()


def test_values_come_as_sliders_and_numpy_give_them() -> None:
    model = ReputationModel(
        people=np.int64(150), days=9.0, outlets=7.0, exposure=np.float64(0.5), image=1, rng=4.0
    )  # type: ignore[arg-type]
    assert (len(model.people), model.days, len(model.outlets)) == (150, 9, 7)
    assert model.scenario.run.seed == 4
    model.close()


def test_it_is_made_anew_from_flat_keywords(model: ReputationModel) -> None:
    params = {"people": 120, "days": 12, "exposure": 0.3, "rng": "5", "without": "own-goal"}
    again = type(model)(**params)
    assert (len(again.people), again.days, again.scenario.run.seed) == (120, 12, 5)
    assert again.scenario.run.without == ("own-goal",)
    # What Mesa's page demands of a signature: no *args, and **kwargs under this very name.
    signature = inspect.signature(ReputationModel.__init__).parameters
    assert signature["kwargs"].kind is inspect.Parameter.VAR_KEYWORD
    assert all(p.kind is not inspect.Parameter.VAR_POSITIONAL for p in signature.values())


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"exposur": 0.5}, r"^exposur: no such keyword, did you mean 'exposure'\?$"),
        ({"start_fan": 0.5}, r"^start_fan: no such keyword, did you mean 'start_fans'\?$"),
        ({"withou": "shield"}, r"^withou: no such keyword, did you mean 'without'\?$"),
        ({"exposure": 3}, r"^founder.exposure: 3 is not allowed, allowed is a number from 0 to 1$"),
        ({"people": 1.5}, r"^crowd.people: 1.5 is not allowed, allowed is a whole number"),
        ({"people": "200"}, r"^crowd.people: '200' is not allowed"),
        ({"days": 0}, r"^run.days: 0"),
        ({"incidents": "never"}, r"^run.incidents: 'never'"),
        ({"start_fans": 2.0}, r"^start.fans: 2.0 is out of bounds"),
        ({"without": "sheild"}, r"no mechanism 'sheild', did you mean 'shield'\?"),
        ({"without": 3}, r"^without: 3 is not allowed"),
        ({"rng": 1, "seed": 1}, r"^seed: rng is given too"),
        ({"threads": 0}, r"^threads: 0 is not allowed"),
    ],
)
def test_bad_keywords_are_named_with_what_is_allowed(
    keywords: dict[str, Any], message: str
) -> None:
    with pytest.raises(TarpeiaError, match=message):
        ReputationModel(**{**SMALL, **keywords})


def test_all_unknown_keywords_are_told_at_once() -> None:
    with pytest.raises(TarpeiaError) as caught:
        ReputationModel(exposur=1, fooo=2)
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    "without",
    ["shield,own-goal", " shield , own-goal ,", ["shield", "own-goal"], {"own-goal", "shield"}],
)
def test_mechanisms_are_switched_off_by_text_or_iterable(without: Any) -> None:
    with ReputationModel(**SMALL, without=without) as model:
        assert set(model.scenario.run.without) == {"shield", "own-goal"}
        assert model.world.values.shield == 0.0
    with ReputationModel(model.scenario, without="hitchhiking") as more:
        assert set(more.scenario.run.without) == {"shield", "own-goal", "hitchhiking"}


@pytest.mark.parametrize("without", ["", None, ()])
def test_nothing_is_switched_off_by_nothing(without: Any) -> None:
    with ReputationModel(**SMALL, without=without) as model:
        assert model.scenario.run.without == ()


# Luck


@pytest.mark.parametrize(
    ("given", "seed"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        (0, 0),
        (12, 12),
        ("12", 12),
        (" 0012 ", 12),
        (np.int32(12), 12),
        (12.0, 12),
        (np.float64(12), 12),
        (2**63 - 1, 2**63 - 1),
        (str(2**63 - 1), 2**63 - 1),
    ],
)
def test_numbers_and_text_are_seeds(given: Any, seed: int | None) -> None:
    assert run_seed(given) == seed


@pytest.mark.parametrize(
    "given",
    [
        -1,
        "-1",
        1.5,
        "1.5",
        "1e3",
        "x",
        "١٢",
        "9" * 29,
        "9" * 9_000,
        2**63,
        float(2**63),
        True,
        float("nan"),
        float("inf"),
        np.float64("inf"),
        [],
        [1, "x"],
        [-1],
        {"a": 1},
        object(),
    ],
)
def test_what_is_no_seed_is_refused(given: Any) -> None:
    with pytest.raises(TarpeiaError, match=r"^rng: .* is not allowed, allowed is a whole number"):
        run_seed(given)


def test_numpy_luck_becomes_a_seed_deterministically() -> None:
    generator = np.random.default_rng(5)
    first, second = run_seed(generator), run_seed(generator)
    assert first != second
    assert first == run_seed(np.random.default_rng(5)) == run_seed(np.random.PCG64(5))
    words = np.random.SeedSequence([1, 2])
    assert run_seed(words) == run_seed(words) == run_seed([1, 2]) == run_seed((1, np.int8(2)))
    assert run_seed(words) != run_seed(np.random.SeedSequence([1, 3]))
    assert all(0 <= (run_seed(np.random.SeedSequence(k)) or 0) < 2**63 for k in range(100))


def test_rng_and_seed_mean_the_same_and_none_the_scenarios() -> None:
    frames = []
    for luck in ({"rng": 9}, {"rng": "9"}, {"seed": 9}, {"rng": None, "seed": "9"}, {}):
        with ReputationModel(small({"run.seed": 9}), **luck) as model:
            assert model.scenario.run.seed == 9
            model.run_model()
            frames.append(model.series)
    assert all(same(frames[0], frame) for frame in frames)
    with ReputationModel(small(), rng=10) as model:
        model.run_model()
        assert not same(frames[0], model.series)


def test_mesas_generators_are_seeded_and_never_drawn_from(model: ReputationModel) -> None:
    with ReputationModel(**SMALL) as other:
        assert model.random.random() == other.random.random()
        assert model.rng.random() == other.rng.random()
    states = model.random.getstate(), model.rng.bit_generator.state
    model.step()
    assert (model.random.getstate(), model.rng.bit_generator.state) == states
    model.random.seed(99)
    model.rng.random(100)
    model.run_model()
    assert same(model.series, sim.run(small()).daily)


# Agents and people


def test_founder_and_outlets_are_in_the_agent_set(model: ReputationModel) -> None:
    count = model.scenario.parameters.newsroom.outlets
    assert len(model.outlets) == count
    assert list(model.agents) == [model.founder, *model.outlets]
    assert [agent.unique_id for agent in model.agents] == list(range(1, count + 2))
    assert set(model.agents_by_type) == {FounderAgent, OutletAgent}
    assert [agent.name for agent in model.outlets[:2]] == ["outlet 1", "outlet 2"]
    assert model.founder.name == "founder"


def test_the_agent_set_can_be_asked(model: ReputationModel) -> None:
    model.step()
    outlets = model.agents.select(agent_type=OutletAgent)
    assert list(outlets) == list(model.outlets)
    assert 0 < len(outlets.select(lambda outlet: outlet.slant > 0)) < len(outlets)
    assert list(model.agents.select(agent_type=FounderAgent)) == [model.founder]
    reach = model.agents_by_type[OutletAgent].get("reach")
    assert reach == model.world.outlets.reach.tolist()
    assert model.agents_by_type[OutletAgent].agg("appetite", max) <= 1.0
    assert model.agents.shuffle_do("step") is not None


def test_agents_read_the_engine_live(model: ReputationModel) -> None:
    world = model.world
    for _ in range(3):
        model.step()
        assert model.founder.coupling == model.series["coupling"].iloc[-1]
        for k, outlet in enumerate(model.outlets):
            state = (world.outlets.reach[k], world.outlets.slant[k], world.outlets.appetite[k])
            assert (outlet.reach, outlet.slant, outlet.appetite) == state
    before = model.outlets[0].slant
    world.outlets.slant[0] += 0.125
    assert model.outlets[0].slant == before + 0.125


def test_the_founder_shows_every_lever() -> None:
    rule = Rule(when="exposure > 0.5", set={"exposure": 0.1, "stance": "apologise"}, for_days=9)
    scenario = small({"founder.replies": 0.25}).model_copy(update={"playbook": (rule,)})
    with ReputationModel(scenario) as model:
        founder = model.founder
        # Before the first day: as the parameters say.
        assert (founder.exposure, founder.replies, founder.stance) == (0.6, 0.25, "none")
        model.step()
        for name in layout.LEVERS:
            if name != "stance":
                assert getattr(founder, name) == model.series[name].iloc[-1]
        model.step()
        assert (founder.exposure, founder.replies, founder.stance) == (0.1, 0.25, "apologise")
        with pytest.raises(AttributeError):
            founder.exposure = 0.9
    assert "visible" in FounderAgent.exposure.__doc__


def test_people_are_light_views_on_the_arrays(model: ReputationModel) -> None:
    crowd, network = model.world.crowd, model.world.network
    for _ in range(SMALL["days"]):
        model.step()
    assert len(model.people) == SMALL["people"]
    assert not any(isinstance(person, mesa.Agent) for person in model.people)
    for i, person in enumerate(model.people):
        assert person.index == i
        assert person.role == layout.ROLE_NAMES[crowd.role[i]]
        assert person.passion == crowd.passion[i]
        assert person.expectation == crowd.expectation[i]
        assert person.grievance == crowd.grievance[i]
        assert person.owner == bool(crowd.marks[i] & layout.OWNER)
        assert person.resister == bool(crowd.marks[i] & layout.RESISTER)
        heard_by = network.audience[network.offsets[i] : network.offsets[i + 1]]
        assert person.audience.tolist() == heard_by.tolist()
    last = model.series.iloc[-1]
    assert sum(person.role == "fan" for person in model.people) == last["fans"]
    assert sum(person.in_circle for person in model.people) == last["fan_circle"]
    assert sum(person.owner for person in model.people) == last["owners"]
    crowd.marks[0] = layout.OWNER | layout.RESISTER
    assert (model.person(0).owner, model.person(0).resister) == (True, True)


def test_people_are_a_lazy_sequence(model: ReputationModel) -> None:
    people = model.people
    assert people[-1] == model.person(SMALL["people"] - 1) == model.person(-1)
    assert people[3] != people[4]
    assert people[3] != 3
    assert [person.index for person in people[5:11:2]] == [5, 7, 9]
    assert people.index(people[7]) == 7
    assert {people[3], people[3]} == {people[3]}
    assert repr(people[3]) == "PersonView(3)"
    assert isinstance(people[np.int64(2)], PersonView)
    with ReputationModel(**SMALL) as other:
        assert people[3] != other.people[3]
    for beyond in (SMALL["people"], -SMALL["people"] - 1):
        with pytest.raises(IndexError):
            model.person(beyond)
    with ReputationModel(people=1_000_000, audience=0, days=1) as large:
        assert len(large.people) == 1_000_000
        assert large.person(999_999).audience.size == 0


def test_an_audience_is_a_copy_and_everyone_in_a_complete_network() -> None:
    with ReputationModel(**SMALL, kind="complete") as model:
        assert model.person(3).audience.tolist() == [0, 1, 2, *range(4, SMALL["people"])]
    with ReputationModel(**SMALL) as model:
        whole = model.world.network.audience.copy()
        loud = max(model.people, key=lambda person: person.audience.size)
        loud.audience[:] = 0
        assert np.array_equal(model.world.network.audience, whole)


# Collected data


def test_there_is_a_model_reporter_a_series(model: ReputationModel) -> None:
    collector = model.datacollector
    assert list(collector.model_reporters) == list(layout.SERIES_NAMES)
    assert len(collector.get_model_vars_dataframe()) == 0
    model.run_model()
    collected = collector.get_model_vars_dataframe()
    assert list(collected.columns) == list(layout.SERIES_NAMES)
    assert collected.to_numpy().tobytes() == model.series.to_numpy().tobytes()


def test_agent_reporters_note_founder_and_outlets(model: ReputationModel) -> None:
    model.run_model()
    noted = model.datacollector.get_agent_vars_dataframe()
    assert list(noted.columns) == list(model.datacollector.agent_reporters)
    assert len(noted) == SMALL["days"] * (1 + len(model.outlets))
    assert noted.index.get_level_values("Step").unique().tolist() == list(range(1, 31))
    founder = noted.xs(model.founder.unique_id, level="AgentID")
    assert founder["name"].unique().tolist() == ["founder"]
    assert founder["founder_coupling"].tolist() == model.series["coupling"].tolist()
    assert founder["founder_exposure"].tolist() == model.series["exposure"].tolist()
    assert founder["founder_stance"].unique().tolist() == ["none"]
    assert founder["slant"].isna().all()
    today = noted.xs(SMALL["days"], level="Step").iloc[1:]
    for column in ("name", "reach", "slant", "appetite"):
        assert today[column].tolist() == [getattr(outlet, column) for outlet in model.outlets]
    assert today["founder_exposure"].isna().all()


def test_agents_need_not_be_collected() -> None:
    with ReputationModel(**SMALL, collect_agents=False) as model:
        model.run_model()
        assert not model.datacollector.agent_reporters
        assert len(model.datacollector.get_model_vars_dataframe()) == SMALL["days"]


def test_users_may_add_agents_and_a_collector_of_their_own(model: ReputationModel) -> None:
    class Visitor(mesa.Agent):
        reach = 0.5

    model.step()
    first, second = Visitor(model), Visitor(model)
    assert [first.unique_id, second.unique_id] == [len(model.agents) - 1, len(model.agents)]
    model.step()
    noted = model.datacollector.get_agent_vars_dataframe()
    assert noted.loc[(2, first.unique_id), "reach"] == 0.5
    assert noted.loc[(2, first.unique_id), "name"] == ""
    model.datacollector = mesa.DataCollector(
        {"half": lambda m: m.today[0] / 2}, {"id": "unique_id"}
    )
    model.step()
    assert model.datacollector.model_vars["half"] == [model.series["fans"].iloc[-1] / 2]
    model.run_model()
    assert same(model.series, sim.run(small()).daily)


def test_a_reporter_added_to_the_collector_is_asked(model: ReputationModel) -> None:
    model.datacollector._new_agent_reporter("size", lambda agent: 1.5)
    model.step()
    noted = model.datacollector.get_agent_vars_dataframe()
    assert noted["size"].tolist() == [1.5] * len(model.agents)
    assert noted["name"].tolist()[0] == "founder"


# mesa.batch_run


def batch(lucks: list[int], parameters: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    """Call ``mesa.batch_run`` in the way of the installed version."""
    if BATCH_RUN is None:
        pytest.skip("this Mesa has no batch_run")
    if BATCH_TAKES_RNG:
        options["rng"] = lucks
    else:
        parameters = {"rng": lucks, **parameters}
    rows = BATCH_RUN(ReputationModel, parameters, display_progress=False, **options)
    assert isinstance(rows, list)
    return rows


def test_batch_run_runs_to_the_horizon_and_reports_the_last_day() -> None:
    rows = batch([1, 2], {**SMALL, "exposure": [0.2, 0.9]})
    last = [row for row in rows if row["name"] == "founder"]
    assert len(last) == 4
    for row in last:
        scenario = small({"founder.exposure": row["exposure"]})
        end = sim.run(scenario, seed=row["rng"]).daily.iloc[-1]
        assert all(row[name] == end[name] for name in layout.SERIES_NAMES)
        assert row["founder_coupling"] == end["coupling"]


def test_batch_run_reports_agents_and_series_of_the_same_day() -> None:
    rows = batch([3], SMALL, data_collection_period=1)
    daily = sim.run(small(), seed=3).daily
    founder = [row for row in rows if row["name"] == "founder"]
    assert [row["fans"] for row in founder] == daily["fans"].tolist()
    assert [row["founder_coupling"] for row in founder] == daily["coupling"].tolist()
    outlets = [row for row in rows if row["name"] == "outlet 1"]
    assert [row["coupling"] for row in outlets] == daily["coupling"].tolist()


def test_batch_run_stops_at_its_own_limit() -> None:
    rows = batch([1], {**SMALL, "collect_agents": False}, max_steps=10)
    days = 10 if BATCH_TAKES_RNG else 11  # Mesa 3.3 runs one more
    assert len(rows) == 1
    assert rows[0]["fans"] == sim.run(small(), seed=1).daily["fans"].iloc[days - 1]


def test_batch_run_takes_seeds_as_parameters_on_every_version() -> None:
    if BATCH_RUN is None:
        pytest.skip("this Mesa has no batch_run")
    parameters = {**SMALL, "seed": [1, 2], "collect_agents": False}
    rows = BATCH_RUN(ReputationModel, parameters, display_progress=False)
    expected = [sim.run(small(), seed=seed).daily["praise"].iloc[-1] for seed in (1, 2)]
    assert [row["praise"] for row in rows] == expected
    assert expected[0] != expected[1]


@pytest.mark.slow
def test_batch_run_works_in_several_processes() -> None:
    parameters = {**SMALL, "collect_agents": False}
    alone = batch([1, 2], parameters)
    several = batch([1, 2], parameters, number_processes=2)
    assert sorted(several, key=lambda row: row["RunId"]) == alone


# Mesa's own scenario


def test_the_scenario_is_ours_equal_and_quiet(model: ReputationModel) -> None:
    scenario = small()
    assert isinstance(model.scenario, Scenario)
    assert model.scenario == scenario
    assert scenario == model.scenario
    assert model.scenario != small({"founder.exposure": 0.1})
    assert model.scenario != 3
    assert len({model.scenario, model.scenario}) == 1
    assert model.scenario.content_hash == scenario.content_hash
    assert type(model.scenario.with_values({})) is Scenario
    # Mesa's page takes a true one for its own kind and hands another one to a model made anew.
    assert not model.scenario
    with pytest.raises(AttributeError, match="cannot be changed"):
        model.scenario = scenario


# Closing and memory


def test_a_closed_model_says_so() -> None:
    model = ReputationModel(**SMALL)
    person, outlet, founder = model.person(0), model.outlets[0], model.founder
    model.step()
    model.close()
    model.close()
    model.step()
    model.run_model()
    assert not model.running
    assert len(model.agents) == 0
    assert model.scenario == small()
    for ask in (
        lambda: model.series,
        lambda: model.world,
        lambda: len(model.people),
        lambda: person.role,
        lambda: outlet.reach,
        lambda: founder.exposure,
        lambda: founder.coupling,
    ):
        with pytest.raises(TarpeiaError, match="model: closed"):
            ask()


def test_close_releases_the_arrays_at_once() -> None:
    gc.collect()
    gc.disable()
    try:
        model = ReputationModel(**SMALL)
        model.step()
        person, outlet = model.person(0), model.outlets[0]
        arrays = [weakref.ref(model.world.crowd.passion), weakref.ref(model.world.network.audience)]
        collector = weakref.ref(model.datacollector)
        model.close()
        assert [array() for array in arrays] == [None, None]
        assert collector() is None
    finally:
        gc.enable()
    del person, outlet


@pytest.mark.parametrize("close", [True, False])
def test_models_are_freed_closed_or_only_dropped(close: bool) -> None:
    model = ReputationModel(**SMALL)
    model.step()
    things = [weakref.ref(thing) for thing in (model, model.founder, model.world.crowd.role)]
    if close:
        model.close()
    del model
    gc.collect()
    assert [thing() for thing in things] == [None] * 3


def test_two_hundred_models_leave_no_memory_behind() -> None:
    scenario = small({"run.days": 5})
    network = build(scenario.network_settings, 200, 1, np.linspace(0, 1, 200, dtype=np.float32))

    def run_models(count: int) -> None:
        for seed in range(count):
            with ReputationModel(scenario, seed, network=network) as model:
                model.run_model()
        gc.collect()

    def alive() -> int:
        kinds = (mesa.Model, mesa.Agent, mesa.DataCollector)
        return sum(isinstance(thing, kinds) for thing in gc.get_objects())

    tracemalloc.start()
    try:
        run_models(10)
        objects, before = alive(), tracemalloc.get_traced_memory()[0]
        run_models(200)
        assert alive() == objects
        # The arrays of one model alone are more than 10 kB; caches that fill up take a little.
        assert tracemalloc.get_traced_memory()[0] - before < 200 * 1_000
    finally:
        tracemalloc.stop()
    assert not any(
        isinstance(key, ReputationModel) and not key.running
        for key in getattr(mesa.Agent, "_ids", {})
    )
