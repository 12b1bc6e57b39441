"""What a model is made from: a scenario, flat keywords, switches; and what is refused."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.errors import TarpeiaError
from sim.mesa import model as mesa_model
from sim.mesa.model import ReputationModel
from sim.scenario.files import dumps, load, shipped
from sim.scenario.scenario import Scenario
from tests.mesa.small_model import SMALL, small


def test_the_default_is_a_copy_of_the_classroom_case() -> None:
    with ReputationModel() as model:
        assert model.scenario == load("classroom")
        assert len(model.people) == load("classroom").parameters.crowd.people
    with ReputationModel(people=150, days=9, exposure=0.1) as changed:
        assert (len(changed.people), changed.days) == (150, 9)
    with ReputationModel() as model:
        assert model.scenario == load("classroom")


def test_a_missing_default_is_told_and_no_other_world_is_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scenario = small()
    # A file of that name where the program is called is no default either.
    (tmp_path / "classroom").write_text(dumps(scenario), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    there = {name: path for name, path in shipped().items() if name != "classroom"}
    monkeypatch.setattr(mesa_model, "shipped", lambda: there)
    with pytest.raises(TarpeiaError, match=r"classroom\.toml is missing from this installation"):
        ReputationModel(**SMALL)
    with ReputationModel(scenario) as model:
        assert model.scenario == scenario


def test_the_default_is_the_shipped_case_whatever_lies_around(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scenario, other = small(), small({"founder.exposure": 0.1})
    (tmp_path / "classroom").write_text(dumps(other), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with ReputationModel(**SMALL) as model:
        assert model.scenario == scenario


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
    with pytest.raises(TarpeiaError, match="scenario: dict is invalid"):
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
        ({"exposure": 3}, r"^founder.exposure: 3 is invalid; use a number from 0 to 1$"),
        ({"people": 1.5}, r"^crowd.people: 1.5 is invalid; use a whole number"),
        ({"people": "200"}, r"^crowd.people: '200' is invalid"),
        ({"days": 0}, r"^run.days: 0"),
        ({"incidents": "never"}, r"^run.incidents: 'never'"),
        ({"start_fans": 2.0}, r"^start.fans: 2.0 is out of bounds"),
        ({"without": "sheild"}, r"no mechanism 'sheild', did you mean 'shield'\?"),
        ({"without": 3}, r"^without: 3 is invalid"),
        ({"rng": 1, "seed": 1}, r"^seed: rng is given too"),
        ({"threads": 0}, r"^threads: 0 is invalid"),
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
