"""What is collected of each day, of the series and of the agents."""

from __future__ import annotations

import mesa

import sim
from sim.mesa.model import ReputationModel
from sim.model import layout
from tests.mesa.small_model import SMALL, same, small


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
