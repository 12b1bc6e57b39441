"""Shared luck: two runs of one seed differ by what a change causes, and by nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import sim
from sim.engine.crowd import Crowd
from sim.engine.engine import Engine
from sim.engine.state_arrays import arrays_of
from sim.engine.world import World, allocate
from sim.model import layout
from sim.network.network import Network
from sim.scenario.playbook import Event, Rule
from sim.scenario.scenario import Scenario
from tests.model.states import FIRST, State, first_difference, series_of, state_after, unequal
from tests.oracle.worlds import lively

# An intervention on day 200 (row 199).

DAY = 199
YEAR = {
    "crowd.people": 400,
    "run.days": 260,
    "run.start": FIRST,
    "start.fans": 0.2,
    "network.communities": 5,
    "founder.participation": 0.3,
    "product.hazard": 1e-6,
    "participation.taking_part": 0.05,
    "start.fleet": 1e6,
}


@pytest.fixture(scope="module")
def year() -> Scenario:
    return sim.load("classroom").with_values(YEAR)


@pytest.fixture(scope="module")
def undisturbed(year: Scenario) -> tuple[State, NDArray[np.float64]]:
    return state_after(year, DAY), series_of(year)


def on_day_200(year: Scenario, kind: str = "founder conduct", **more: Any) -> Scenario:
    date = FIRST + dt.timedelta(days=DAY)
    event = Event(date=date, kind=kind, **more)  # type: ignore[arg-type]
    return year.model_copy(update={"events": (*year.events, event)})


LEVERS = {
    "exposure": 1.0,
    "candour": 1.0,
    "image": 1.0,
    "warmth": 0.0,
    "distance": 1.0,
    "stance": "silent",
    "participation": 1.0,
    "replies": 1.0,
}
NEWS: dict[str, dict[str, Any]] = {
    "launch": dict(kind="launch event", valence="+", excess=60.0),
    "accident": dict(kind="road accident", valence="-", excess=40.0, severity=5.0),
    "dispute": dict(kind="recall", valence="-", excess=20.0),
    "conduct": dict(kind="founder conduct", valence="-", excess=30.0, severity=4.0),
    "market": dict(kind="market", valence="-", severity=5.0),
}


def assert_same_until_day_200(
    scenario: Scenario, undisturbed: tuple[State, NDArray[np.float64]]
) -> None:
    """The state on the evening of day 199 and all rows before are the same; then they are not."""
    state, series = undisturbed
    assert unequal(state_after(scenario, DAY), state) == []
    assert first_difference(series_of(scenario), series) == DAY


@pytest.mark.parametrize("lever", layout.LEVERS)
def test_an_order_on_day_200_leaves_the_days_before(
    year: Scenario, undisturbed: tuple[State, NDArray[np.float64]], lever: str
) -> None:
    assert_same_until_day_200(on_day_200(year, set={lever: LEVERS[lever]}), undisturbed)


@pytest.mark.parametrize("news", NEWS)
def test_news_on_day_200_leave_the_days_before(
    year: Scenario, undisturbed: tuple[State, NDArray[np.float64]], news: str
) -> None:
    """Events that set no lever and change no parameter: what happens, not what is done."""
    assert_same_until_day_200(on_day_200(year, **NEWS[news]), undisturbed)


def test_a_rule_that_fires_on_day_200_leaves_the_days_before(
    year: Scenario, undisturbed: tuple[State, NDArray[np.float64]]
) -> None:
    """The rule waits for a product strength that is first reached on the evening of day 199."""
    state, series = undisturbed
    strength = series[:, layout.S_STRENGTH]
    reached = float(strength[DAY - 1])
    assert np.all(strength[: DAY - 1] < reached), "choose a seed with participants on day 198"
    rule = Rule(when=f"strength >= {reached!r}", set={"exposure": 0.0}, for_days=5)
    ruled = year.model_copy(update={"playbook": (rule,)})
    # A rule that never fires, so that both states have the array of the rules' days left.
    never = rule.model_copy(update={"when": "strength < 0"})
    assert unequal(state_after(ruled, DAY), state) == ["book.remaining"]
    idle = year.model_copy(update={"playbook": (never,)})
    assert unequal(state_after(ruled, DAY), state_after(idle, DAY)) == []
    assert np.array_equal(series_of(idle), series)
    assert first_difference(series_of(ruled), series) == DAY
    hidden = np.flatnonzero(series_of(ruled)[:, layout.S_FIRST_LEVER + layout.EXPOSURE] == 0.0)
    assert np.array_equal(hidden[:5], DAY + np.arange(5))


def test_an_order_for_what_is_so_anyway_changes_no_day(
    year: Scenario, undisturbed: tuple[State, NDArray[np.float64]]
) -> None:
    same = {"exposure": year.effective.founder.exposure, "stance": "none"}
    assert np.array_equal(series_of(on_day_200(year, set=same)), undisturbed[1])


def test_after_an_intervention_luck_is_still_shared(
    year: Scenario, undisturbed: tuple[State, NDArray[np.float64]]
) -> None:
    """What does not depend on the founder goes on with the same bits: hazards of a fixed fleet."""
    fixed = year.without(["base-effect", "co-creation"])
    one, other = series_of(fixed), series_of(on_day_200(fixed, set={"exposure": 0.0}))
    assert first_difference(one, other) == DAY
    for column in (layout.S_ACCIDENTS, layout.S_DISPUTES):
        assert one[DAY:, column].sum() > 0
        assert np.array_equal(one[:, column], other[:, column])


# One more person.

# Together with ``lively``: everything happens, with an agent standing for 1,200 people.
ALL_OF_IT = {
    "run.days": 60,
    "run.seed": 5,
    "start.fleet": 1200.0 * 100,
    "product.hazard": 2e-6,
    "product.defects": 2e-6,
    "product.demand": 2e-4,
    "conversation.background": 5.0 / 1024.0,
    "conversation.media_voice": 9.0 / 2048.0,
    "founder.replies": 0.0,
}


def crowd_of(people: int, changes: dict[str, Any], without: tuple[str, ...] = ()) -> Scenario:
    """Return a world without orders to answer and without rules on shares of the crowd."""
    scenario = lively(
        {**ALL_OF_IT, "crowd.people": people, "crowd.population": 1200.0 * people, **changes},
        without,
    )
    events = tuple(
        event.model_copy(update={"set": {k: v for k, v in event.set.items() if k != "replies"}})
        for event in scenario.events
    )
    rules = tuple(rule for rule in scenario.playbook if rule.when.startswith(("att", "fan_to")))
    assert len(rules) == 2
    return scenario.model_copy(update={"events": events, "playbook": rules})


def with_more_people(world: World, more: int, **values: float) -> World:
    """Return the world with people at the end of the arrays: silent, not to be won, without ties.

    ``values`` replace parameters. Nothing else is touched: an agent stands for as many real
    people, the network gets empty rows, and everyone else keeps the luck of his number.
    """
    inert = dict(threshold=1, activity=1)
    crowd = Crowd(
        **{
            name: np.append(array, np.full(more, inert.get(name, 0), array.dtype))
            for name, array in world.crowd._asdict().items()
        }
    )
    offsets, audience, complete = world.network
    ends = np.full(more, offsets[-1], offsets.dtype)
    return replace(
        world,
        crowd=crowd,
        network=Network(np.append(offsets, ends), audience, complete),
        values=world.values._replace(**values),
    )


def assert_more_people_change_nothing(
    world: World, larger: World, threads: int = 1, scaled: tuple[str, ...] = ()
) -> None:
    """Run both worlds and compare everyone's arrays, all sums, moods and series, bit by bit.

    Apart are the silent (counted with the new people), shares of the crowd, and levers that are
    ``scaled`` because they are shares of the crowd.
    """
    people, more = world.people, larger.people - world.people
    for each in (world, larger):
        Engine(each, threads).run()
    for name in ("role", "marks", "voice", "passion", "expectation", "grievance"):
        assert not getattr(larger.crowd, name)[people:].any(), f"the new people have {name}"
    a, b = world.series, larger.series
    apart = ("silent", "fan_share", "anti_fan_share", "fan_circle_share", *scaled)
    rest = [k for k, name in enumerate(layout.SERIES_NAMES) if name not in apart]
    levers = [k for k, name in enumerate(layout.LEVERS) if name not in scaled]
    one, other = arrays_of(world), arrays_of(larger)
    for state in (one, other):
        state["series"] = np.ascontiguousarray(state["series"][:, rest])
        state["levers"] = state["levers"][levers]
        state |= {name: state[name][:people] for name in state if name.startswith("crowd.")}
    assert unequal(one, other) == []
    assert np.array_equal(a[:, layout.S_SILENT] + more, b[:, layout.S_SILENT])
    for share, count in (
        (layout.S_FAN_SHARE, layout.S_FANS),
        (layout.S_ANTI_FAN_SHARE, layout.S_ANTI_FANS),
        (layout.S_FAN_CIRCLE_SHARE, layout.S_FAN_CIRCLE),
    ):
        assert np.array_equal(b[:, share], b[:, count] / larger.people)


def assert_much_happened(series: NDArray[np.float64], *but: str) -> None:
    """Fail if a comparison was one of quiet worlds."""
    for name in (
        "recruits",
        "fan_to_black",
        "cooled",
        "recovered",
        "alienated",
        "attacks",
        "voices_praise",
        "voices_blame",
        "participants",
        "sales",
        "accidents_public",
        "disputes_public",
        "latent",
        "stories_good_founder",
        "stories_bad_founder",
        "critics",
        "resisters",
        "fan_circle",
    ):
        assert (series[:, layout.SERIES_NAMES.index(name)].sum() > 0) != (name in but), name


@pytest.mark.parametrize("kind", ["audience", "erdos-renyi", "watts-strogatz"])
@pytest.mark.parametrize("threads", [1, 2])
def test_one_more_person_changes_no_other_array(kind: str, threads: int) -> None:
    """A person without ties, purchases or weight: every other array is the same, bit by bit.

    Held fixed: the real people an agent stands for (weight; so the population grows with the
    crowd), and in people, not in shares of the crowd, what three parameters measure: the
    background of the silent in the climate, the voice of an outlet, the attacks that make a
    story. For 511 and 512 people those products are exact, so that the bits agree and not only
    the values. Two terms divide by the number of people and round, and so cannot be held to the
    bit: answers (nobody is answered) and co-creation (off); the next test has both. The person
    has no susceptibility, is nobody's audience and nobody is his, and his luck buys nothing in
    these sixty days (asserted). In a complete network nobody is without ties.
    """
    people = 511
    scenario = crowd_of(
        people,
        {"network.kind": kind, "conversation.own_goal": people / 4096.0},
        without=("co-creation",),
    )
    world, p = allocate(scenario), allocate(scenario).values
    held = {
        "background": p.background * people / (people + 1),
        "media_voice": p.media_voice * people / (people + 1),
        "own_goal": p.own_goal * (people + 1) / people,
    }
    for name in ("background", "media_voice"):
        assert held[name] * (people + 1) == getattr(p, name) * people
    assert held["own_goal"] * 1000.0 * 3 / (people + 1) == p.own_goal * 1000.0 * 3 / people
    larger = with_more_people(allocate(scenario), 1, **held)
    assert_more_people_change_nothing(world, larger, threads)
    assert_much_happened(world.series)


@pytest.mark.parametrize("threads", [1, 2])
def test_as_many_people_again_change_no_other_array(threads: int) -> None:
    """A crowd of 512, and the same with 512 people more who neither hear, speak nor buy.

    Twice is exact in every product and quotient, so that all mechanisms can be on, with answers
    and co-creation: what is measured in shares of the crowd is halved, what is divided by the
    crowd doubled. Nobody buys (no demand): among so many new people somebody would.
    """
    changes = {"founder.replies": 1.0 / 64.0, "product.demand": 0.0}
    scenario = crowd_of(512, changes)
    world, p = allocate(scenario), allocate(scenario).values
    halved = {name: getattr(p, name) / 2 for name in ("background", "media_voice", "replies")}
    doubled = {name: getattr(p, name) * 2 for name in ("own_goal", "co_creation")}
    larger = with_more_people(allocate(scenario), 512, **halved, **doubled)
    assert_more_people_change_nothing(world, larger, threads, scaled=("replies",))
    assert_much_happened(world.series, "sales")
    assert world.series[-1, layout.S_STRENGTH] > world.series[0, layout.S_STRENGTH]
    assert world.series[:, layout.S_UNANSWERED].min() < 1.0


def test_without_holding_shares_only_the_climate_is_touched_first() -> None:
    """With the parameters as they are, one more person is one more silent voice in the climate.

    On the first day only moods, and series, of the public differ, by the share of one person;
    nobody else's arrays do.
    """
    scenario = crowd_of(511, {"start.fans": 0.5})
    world, larger = allocate(scenario), with_more_people(allocate(scenario), 1)
    for each in (world, larger):
        Engine(each).advance(1)
    one, other = arrays_of(world), arrays_of(larger)
    other |= {name: other[name][:511] for name in other if name.startswith("crowd.")}
    assert unequal(one, other) == ["mood", "series"]
    moods = np.array(layout.MOOD)[one["mood"] != other["mood"]]
    assert set(moods) <= {"climate", "attack_stories", "answered"}
    assert one["mood"] == pytest.approx(other["mood"], rel=2 / 511, abs=1e-3)
