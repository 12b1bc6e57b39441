"""Founder and outlets are agents, people light views, all on the engine's arrays."""

from __future__ import annotations

import mesa
import numpy as np
import pytest

from sim.mesa.agents import FounderAgent, OutletAgent, PersonView
from sim.mesa.model import ReputationModel
from sim.model import layout
from sim.scenario.playbook import Rule
from tests.mesa.small_model import SMALL, small


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
