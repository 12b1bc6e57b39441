"""Shared luck: two runs of one seed differ by what a change causes, and by nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import sim
from sim.engine import engine
from sim.engine.crowd import Crowd
from sim.engine.engine import Engine
from sim.engine.state_arrays import arrays_of
from sim.engine.world import World, allocate
from sim.model import layout
from sim.model.day import actions, conversation, feelings
from sim.model.day import people as people_phase
from sim.model.mechanisms import SWITCHES
from sim.model.randomness import word
from sim.network.build import Network
from sim.scenario.playbook import Event, Rule
from sim.scenario.run_settings import RunSettings
from sim.scenario.scenario import Scenario
from tests.oracle.worlds import lively

State = dict[str, NDArray[Any]]
FIRST = dt.date(2026, 1, 1)


def state_after(scenario: Scenario, days: int) -> State:
    """Return copies of all arrays of the state after some days."""
    done = Engine(allocate(scenario))
    done.advance(days)
    return {name: array.copy() for name, array in arrays_of(done.world).items()}


def unequal(one: State, other: State) -> list[str]:
    """Return the names of the arrays that differ in a bit."""
    assert one.keys() == other.keys()
    return [name for name in one if one[name].tobytes() != other[name].tobytes()]


def series_of(scenario: Scenario) -> NDArray[np.float64]:
    return sim.run(scenario).series


def first_difference(one: NDArray[np.float64], other: NDArray[np.float64]) -> int:
    """Return the first row in which two runs differ, -1 when there is none."""
    rows = np.flatnonzero((one != other).any(axis=1))
    return int(rows[0]) if rows.size else -1


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


# Other numbers for the same people.


def relabelled(world: World, order: NDArray[np.int64]) -> World:
    """Return the world in which place ``i`` is taken by the person ``order[i]``."""
    place = np.argsort(order)
    offsets, audience, complete = world.network
    rows = [np.sort(place[audience[offsets[i] : offsets[i + 1]]]) for i in order]
    network = world.network
    if not complete:
        ends = np.cumsum([0, *(len(row) for row in rows)])
        joined = np.concatenate([*rows, np.empty(0, np.int64)])
        network = Network(ends.astype(np.int64), joined.astype(np.int32), False)
    crowd = Crowd(*(array[order].copy() for array in world.crowd))
    return replace(world, crowd=crowd, network=network)


def assert_permuted(world: World, other: World, order: NDArray[np.int64]) -> None:
    """Fail unless people stand in the new order with all they have, and all else is the same."""
    one = {
        name: array[order] if name.startswith("crowd.") else array
        for name, array in arrays_of(world).items()
    }
    assert unequal(one, arrays_of(other)) == []


@pytest.fixture
def carry_keys(monkeypatch: pytest.MonkeyPatch) -> Callable[[NDArray[np.int64]], None]:
    """Let people draw by the numbers they are given: the people's phase runs as plain Python.

    Draws are keyed by a person's place in compiled code, where nothing can be put in between. So,
    once numbers are given, the loop and the phase run as the Python functions they are compiled
    from, and in the modules of the phase ``word`` is told who is meant.
    """
    modules = (people_phase, feelings, actions, conversation)
    # Of compiled functions, the Python; without JIT they are Python.
    plain = [
        (module, name, function.py_func)
        for module in modules
        for name, function in vars(module).items()
        if hasattr(function, "py_func")
    ]
    drawing = [module for module in modules if hasattr(module, "word")]

    def carry(numbers: NDArray[np.int64]) -> None:
        known = numbers.tolist()
        for module, name, function in plain:
            monkeypatch.setattr(module, name, function)
        for module in drawing:
            monkeypatch.setattr(module, "word", lambda key, i: word(np.uint64(key), known[i]))
        monkeypatch.setattr(engine, "people_block", people_phase.people_block)
        monkeypatch.setattr(engine, "run_days_on_one_thread", engine.run_days)

    return carry


@pytest.mark.parametrize("kind", ["audience", "complete"])
def test_relabelling_people_with_their_keys_permutes_everything(
    kind: str, carry_keys: Callable[[NDArray[np.int64]], None]
) -> None:
    """The whole model: same sums, moods and series, everyone's arrays in the new order.

    The run through Python functions with everyone's own number is first shown to be the compiled
    run, bit by bit, so that what is said of the one is said of the other.
    """
    people = 48
    # Rumours, ties and products are drawn by number of person or tie, not by a person's word.
    changes = {"crowd.people": people, "network.kind": kind, "run.seed": 8, "product.products": 1}
    scenario = lively(changes, without=("rumour", "tie-strength"))
    everyone = np.arange(people)
    compiled, world = allocate(scenario), allocate(scenario)
    Engine(compiled).run()
    carry_keys(everyone)
    Engine(world).run()
    assert unequal(arrays_of(world), arrays_of(compiled)) == []
    order = everyone
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(people)
        other = relabelled(allocate(scenario), order)
        carry_keys(order)
        Engine(other).run()
        assert_permuted(world, other, order)
    # Without their keys it is other luck.
    other = relabelled(allocate(scenario), order)
    carry_keys(everyone)
    Engine(other).run()
    assert not np.array_equal(world.series, other.series)


# Nothing of a person's day is left to luck: every chance is 0 or 1, and no news is bad.
NO_PERSONAL_LUCK = {
    "run.days": 60,
    "product.hazard": 0.0,
    "product.defects": 0.0,
    "product.demand": 0.0,
    "founder.participation": 0.0,
    "conversation.speaking": 5.0,
    "conversation.attack": 0.0,
    "people.recruitment": 0.0,
    "people.coverage": 0.0,
    "people.word_of_mouth": 1.0,
    "people.turning": 1.0,
    "people.alienation": 0.0,
    "people.resistance": 1.0,
    "people.resistance_fading": 1.0,
    "people.scar": 1.0,
    "people.trust_healing": 1.0,
    "people.blame_weight": 0.12,
    "people.hostility_decay": 0.1,
    "people.hostility_echo": 0.5,
    "people.admiration_decay": 0.02,
    "people.critic": 0.05,
    "start.fans": 0.1,
    "start.anti_fans": 0.1,
    "start.resisters": 0.4,
    "start.passion": 0.5,
    "start.fleet": 2e6,
    "network.audience": 6.0,
}


@pytest.mark.parametrize("kind", ["audience", "complete", "watts-strogatz"])
@pytest.mark.parametrize("threads", [1, 2])
def test_relabelling_permutes_everything_that_is_not_luck(kind: str, threads: int) -> None:
    """The compiled kernels as they are, on parameters that leave no person's day to luck.

    Won is who hears praise and is susceptible (all or not at all), past the threshold one turns,
    whoever feels anything speaks; marks last a day. What remains (hearing, climate, passion,
    expectation, grievance, thresholds, hostility, coverage that is drawn for all alike) must not
    see who has which number.
    """
    people = 1_500
    changes = {"crowd.people": people, "network.kind": kind, "network.communities": 20}
    scenario = sim.load("classroom").with_values({**NO_PERSONAL_LUCK, **changes})
    scenario = scenario.model_copy(update={"events": ()})

    def world_of(order: NDArray[np.int64]) -> World:
        world = allocate(scenario)
        world.crowd.susceptibility[:] = world.crowd.susceptibility > 0.25
        world.crowd.activity[:] = 1e9
        return relabelled(world, order)

    orders = [np.arange(people)]
    orders += [np.random.default_rng(seed).permutation(people) for seed in range(4)]
    worlds = [world_of(order) for order in orders]
    for world in worlds:
        Engine(world, threads).run()
    for world, order in zip(worlds, orders, strict=True):
        assert_permuted(worlds[0], world, order)
    series = worlds[0].series
    for name in (
        "recruits",
        "fan_to_black",
        "recovered",
        "voices_praise",
        "voices_blame",
        "critics",
        "stories_good",
    ):
        assert series[:, layout.SERIES_NAMES.index(name)].sum() > 50, name


# A mechanism switched off.

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
    "responsiveness": lambda a, b: (a.demand_unanswered_before < 1) & (a.climate_before != 0)
    & (a.exposure > 0) & (np.arange(len(a.climate)) > 0),
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
    "conservation": lambda a, b: (a.reservoir_before > 0)
    & (a.accidents_public + a.disputes_public > 0),
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
    "concentration": lambda a, b: (a.stories_bad > 0) | (a.accidents_public + a.disputes_public > 0)
    | (a.owners > a.owners_before),
    "promise": lambda a, b: (a.owners > a.owners_before) | (b.owners > b.owners_before),
    "quality-debt": lambda a, b: a.disputes + b.disputes > 0,
    "self-media": lambda a, b: a.exposure > 0,
    "rumour": lambda a, b: a.rumour_spreading > 0,
    "shifting-standards": lambda a, b: a.stories_bad > 0,
    "accomplishment": lambda a, b: (a.participation > 0) & (a.praise_before > 0),
    "tie-strength": lambda a, b: a.participants > 1,
}  # fmt: skip
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
