"""Edges of the kernels on which no other test stands: the mutation check found them untested."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.model import layout
from sim.model.day.actions import caught_by, silent_act
from sim.model.day.conversation import CIRCLE_VOICE, deliver, loudness, word_of
from sim.model.day.feelings import CHUNK, draw, mark
from sim.model.day.founder import holds
from sim.model.day.groups import Desk, Ties, Voices
from sim.model.day.newsroom import MOST_STORIES, publish, tire_and_lean
from sim.model.day.people import desks_of
from sim.model.entries import Parameters, values
from sim.model.randomness import Decision, first_of, poisson, stream, word
from sim.scenario.scenario import Scenario
from tests.oracle.compare import follow
from tests.oracle.handed import keys_of, nature_of, today_of
from tests.oracle.worlds import event, lively

pytestmark = pytest.mark.kernel

# A crowd to which nothing happens but what a test adds.
QUIET: dict[str, Any] = {
    "crowd.people": 30,
    "run.days": 4,
    "founder.participation": 0.0,
    "product.hazard": 0.0,
    "product.defects": 0.0,
    "product.demand": 0.0,
    "newsroom.founder_stories": 0.0,
    "newsroom.attention_posts": 0.0,
    "conversation.speaking": 0.0,
    "people.recruitment": 0.0,
    "people.admiration_decay": 0.0,
    "people.hostility_decay": 0.0,
    "people.gain": 0.0,
    "start.fans": 1.0,
    "start.anti_fans": 0.0,
    "start.attention": 0.0,
}


def quiet(**changes: Any) -> Scenario:
    """Return the quiet crowd; ``group__name=value`` changes group.name."""
    named = {name.replace("__", "."): value for name, value in changes.items()}
    return Scenario().with_values({**QUIET, **named})


def test_a_bound_that_is_met_exactly() -> None:
    assert [holds(1.0, comparison, 1.0) for comparison in range(4)] == [False, True, False, True]


def test_the_loudest_praise_outside_the_circle_is_no_noise() -> None:
    noise = 1 << 2 * layout.HEARD_BITS
    assert word_of(CIRCLE_VOICE, 5) == layout.LOUDNESS_LEVELS
    assert word_of(CIRCLE_VOICE + 1, 5) == 1 + noise
    assert word_of(2 * CIRCLE_VOICE, 5) == layout.LOUDNESS_LEVELS + noise


def test_the_faintest_feeling_that_speaks_is_heard() -> None:
    feelings = np.array([0.0, 0.001, 1.4 / 63, 1.6 / 63, 1.0], dtype=np.float32)
    assert [loudness(x) for x in feelings] == [1, 1, 1, 2, 63]


def test_a_hundred_thousand_stories_are_the_most() -> None:
    outlets = allocate(quiet(newsroom__outlets=1)).outlets
    row = np.zeros(len(layout.SERIES))
    seed = np.uint64(5)
    with np.errstate(over="ignore"):
        publish(3, seed, 1.0, 2 * MOST_STORIES, 0.0, 0.0, outlets, row)
        key = np.uint64(stream(seed, int(Decision.STORIES), 3))
        expected = poisson(key, MOST_STORIES)
    assert row[layout.S_STORIES_GOOD] + row[layout.S_STORIES_BAD] == expected


def test_a_tired_outlet_keeps_a_hundredth_of_its_appetite() -> None:
    scenario = quiet(
        newsroom__outlets=2, newsroom__appetite_fatigue=1.0, newsroom__appetite_recovery=0.01
    )
    world = allocate(scenario)
    world.outlets.appetite[:] = 0.01
    world.outlets.stories[:] = 1_000_000
    tire_and_lean(world.values, 0.0, world.outlets)
    assert world.outlets.appetite.tolist() == [0.01, 0.01]


def won(units: int, word_of_mouth: float, climate: float, side: float) -> tuple[bool, bool]:
    """Let many hear some praise and return whether they are marked as ready to act, and are won.

    Everyone's susceptibility is what wins him with today's draw, times ``side``: the chance counts
    to a hundred thousandth. They must all fare alike.
    """
    people, day, seed = 8, 3, np.uint64(5)
    p = values(Parameters())._replace(word_of_mouth=word_of_mouth)
    mood = np.zeros(len(layout.MOOD))
    mood[layout.CLIMATE] = climate
    today = today_of(p, np.zeros(len(layout.LEVERS)), mood)
    praise = units * math.exp(p.climate_gain * climate) / layout.LOUDNESS_LEVELS
    chance = 1.0 - (1.0 - word_of_mouth) ** praise
    assert caught_by(today, np.float32(units) * today.praise_unit) == pytest.approx(
        chance, rel=1e-6
    )
    crowd = allocate(quiet(crowd__people=people, start__fans=0.0, start__fleet=0.0)).crowd
    desk = Desk(*(array[0] for array in desks_of(1)))
    desk.hearing[layout.PRAISE, :people] = units
    nature = nature_of(p)
    with np.errstate(over="ignore"):
        keys = keys_of(seed, day)
        key = np.uint64(stream(seed, int(Decision.RECRUIT), day))
        draws = np.array([first_of(np.uint64(word(key, i))) for i in range(people)])
        crowd.susceptibility[:] = draws / chance * side
        draw(0, people, keys, crowd, desk.luck)
        mark(0, people, nature, today, crowd, desk)
        marked = set(desk.acts[:people].tolist())
        silent_act(np.arange(people), 0, nature, today, keys, crowd, desk)
    became = set(crowd.role.tolist())
    assert len(became) == 1
    return marked == {1}, became == {layout.FAN}


@pytest.mark.parametrize("climate", [0.0, 0.5, 1.0, -0.3, -0.5, -1.0])
def test_praise_wins_with_its_chance_and_whom_it_wins_is_marked(climate: float) -> None:
    """The bound on the chance is never below the chance, little praise or much."""
    for units in (1, 2, 5, 40, 63, 4032, 9000):
        assert won(units, 0.01, climate, 1.0 + 1e-5) == (True, True)
        assert won(units, 0.01, climate, 1.0 - 1e-5)[1] is False
    for units in (1, 2, 5, 10, 20):
        for word_of_mouth in (1e-7, 0.5, 0.9, 1.0):
            assert won(units, word_of_mouth, climate, 1.0 + 1e-5) == (True, True)


def test_answers_in_headwind_never_make_charm_negative() -> None:
    headwind = {
        "founder.reply_gain": 2.0,
        "founder.replies": 1.0,
        "founder.reply_capacity": 1.0,
        "founder.reply_invitation": 0.0,
        "start.climate": -1.0,
        "conversation.climate_memory": 0.999,
    }
    scenario = lively(headwind).model_copy(update={"events": (), "playbook": ()})
    found = follow(scenario)
    assert min(row["climate"] * (1 - row["demand_unanswered"]) for row in found.rows) < -0.5


def test_success_stays_between_nothing_and_all() -> None:
    for valence in "+-":
        news = tuple(event(1, "market", valence, severity=5.0) for _ in range(8))
        scenario = lively({"product.success_weight": 1.0}).model_copy(update={"events": news})
        extreme = max if valence == "+" else min
        limit = 1.0 if valence == "+" else 0.0
        assert extreme(row["success"] for row in follow(scenario).rows) == limit


def test_grievance_that_just_meets_the_threshold_turns() -> None:
    just = {
        "people__grievance_memory": 0.5,
        "people__threshold": 0.25,
        "people__turning": 1.0,
        "people__threshold_passion": 0.0,
        "crowd__threshold_spread": 0.0,
    }
    for grievance, turned in ((0.5, 30.0), (0.4999, 0.0)):
        run = sim.run(quiet(**just, start__grievance=grievance))
        assert run.series[0, layout.S_FAN_TO_BLACK] == turned


@pytest.mark.parametrize("speaking", [0.0, 5.0])
def test_passion_that_just_meets_the_leaving_point_stays(speaking: float) -> None:
    """Also of those who speak, and so are looked at whatever they feel."""
    split = quiet(
        people__leave=0.5,
        start__passion=0.5,
        start__hostility=0.5,
        start__fans=0.5,
        start__anti_fans=0.5,
        people__idealisation=0.0,
        people__blame_weight=0.0,
        conversation__speaking=speaking,
    )
    series = sim.run(split).series
    assert (series[:, layout.S_FANS] == 15).all()
    assert (series[:, layout.S_ANTI_FANS] == 15).all()
    assert bool(series[:, layout.S_VOICES_PRAISE].sum()) is (speaking > 0.0)


def test_a_grievance_counts_up_to_its_most() -> None:
    """Of those who go on as fans, and of those who turn."""
    world = allocate(quiet(people__turning=0.5, run__days=1))
    world.crowd.grievance[:] = 10.0 * layout.MOST_COUNTED
    Engine(world).run()
    assert 0 < world.series[0, layout.S_FANS] < 30
    assert world.series[0, layout.S_MEAN_GRIEVANCE] == layout.MOST_COUNTED


def test_passion_and_the_circle_are_compared_as_they_are_stored() -> None:
    """0.5 + 0.2 (1 - 0.5) is 0.6, in float32 as well, and so not above a circle of 0.6.

    Were one of the two a float64, it would be, for the nearest float32 is more than 0.6.
    """
    taking_part = quiet(
        founder__participation=1.0,
        participation__taking_part=1.0,
        participation__passion_gain=0.2,
        people__circle=0.6,
        conversation__speaking=5.0,
        run__days=1,
    )
    world = allocate(taking_part)
    world.crowd.passion[:] = 0.5
    world.crowd.activity[:] = 10.0
    Engine(world).run()
    voices = world.crowd.voice
    half, more = loudness(np.float32(0.5)), loudness(np.float32(0.6))
    assert set(voices.tolist()) == {half, more}
    assert np.count_nonzero(voices == more) == world.series[0, layout.S_PARTICIPANTS]


@pytest.mark.parametrize("room", [16, 17, 24, 300])
@pytest.mark.parametrize("people", [3, 8, 23, 60, 61, 63])
def test_every_speaker_is_heard_however_short_the_list(room: int, people: int) -> None:
    """Some silent people between; everyone is heard by the next and by the last."""
    voice = np.arange(1, people + 1, dtype=np.int8)
    if people != 23:  # of these everyone speaks, so that a short list is full before its end
        voice[::5] = 0
        voice[24:40] = 0
    audience = np.array([[(i + 1) % people, people - 1] for i in range(people)], dtype=np.int32)
    audience.sort(axis=1)
    offsets = np.arange(0, 2 * people + 1, 2)
    heard = np.zeros(people, dtype=np.int64)
    speakers = np.zeros(room, dtype=np.int64)
    voices = Voices(each=voice, eights=voice[: people // 8 * 8].view(np.int64))
    each_one = np.zeros(0, dtype=np.int8)
    ties = Ties(complete=False, offsets=offsets, audience=audience.ravel(), strength=each_one)
    deliver(0, people, 5, voices, ties, heard, speakers)
    expected = np.roll(voice, 1).astype(np.int64)
    expected[-1] += voice.sum(dtype=np.int64)
    assert heard.tolist() == expected.tolist()


def test_a_crowd_of_more_than_one_chunk() -> None:
    crowd = {"crowd.people": CHUNK + 20, "network.communities": 20, "run.days": 3}
    assert follow(lively(crowd)).today == 3


def test_anti_fans_do_not_buy() -> None:
    """Though they speak, and so are looked at."""
    wanted = quiet(
        product__demand=0.05,
        product__passion_demand=0.0,
        product__brand=2.0,
        run__days=30,
        start__fans=0.0,
        start__anti_fans=1.0,
        conversation__speaking=5.0,
    )
    assert sim.run(wanted).series[:, layout.S_SALES].sum() == 0.0
    fans = wanted.with_values({"start.fans": 1.0, "start.anti_fans": 0.0})
    assert sim.run(fans).series[:, layout.S_SALES].sum() > 0.0


def test_perceived_strength_is_at_most_one() -> None:
    scenario = lively({"product.strength": 1.0, "people.perception": 1.0, "start.climate": 1.0})
    assert max(row["perceived_strength"] for row in follow(scenario).rows) == 1.0


def test_the_engine_counts_its_days_and_stops_at_the_last() -> None:
    engine = Engine(allocate(quiet()))
    days = []
    for step in (1, 2, 0, 9, 1):
        engine.advance(step)
        days.append(engine.day)
    assert days == [1, 3, 3, 4, 4]


def test_decisions_keep_their_numbers() -> None:
    """Append only: a result of today is a result of tomorrow."""
    names = """
        susceptibility threshold threshold_angle activity activity_angle start_range start_role
        start_passion start_owner start_resister outlet_reach outlet_slant network_audience
        network_community network_tie network_target network_closure network_rewire accidents
        disputes accident_severity dispute_severity disclosure stories story_sign story_outlet
        story_founder recruit participate alienate resistance trust news purchase speak attack
        turn voice_ends network_pairing faulty_product product rumour_seed rumour_told
        rumour_rebutted rumour_fades bond
    """.upper().split()
    assert [Decision(number).name for number in range(len(Decision))] == names
