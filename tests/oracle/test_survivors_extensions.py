"""Edges of the extensions on which no other test stands: the mutation check found them untested.

Where a mutation would only move the last digits of a chance, a test looks for the two neighbouring
floats between which the outcome changes: the plain formula must change it between the same two.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.engine.world import HIDDEN_INCIDENTS, Latent, Outlets, Rumour
from sim.model import layout
from sim.model.day.groups import Given
from sim.model.day.newsroom import disclose, newsroom_day
from sim.model.day.product import follow_sales, product_day
from sim.model.day.rumour import credence, pass_on_to_all
from sim.model.day.today import Today, today_of, worth_of
from sim.model.entries import Parameters, values
from sim.model.randomness import Decision, poisson, stream, uniform

pytestmark = pytest.mark.kernel

P = values(Parameters())
SEED = np.uint64(5)
CASES = range(40)


@pytest.fixture(autouse=True)
def _wraps() -> Any:
    """Keys wrap around, as they do in the engine."""
    with np.errstate(over="ignore"):
        yield


def luck(case: int) -> Callable[..., float]:
    """Return a source of numbers, evenly between two bounds, of one case."""
    generator = np.random.default_rng([case, 11])
    return lambda low, high: float(generator.uniform(low, high))


def given_with(p: Any, weight: float = 1.0, people: int = 10) -> Given:
    """Return what a run is given, with these parameters."""
    return Given(seed=SEED, parameters=p, weight=weight, people=people)


def key_of(decision: Decision, day: int) -> Any:
    """Return the key of a stream as kernels have it."""
    return np.uint64(stream(SEED, int(decision), day))


def mood_of(**named: float) -> np.ndarray:
    """Return a public mood: zero but for what is named."""
    mood = np.zeros(len(layout.MOOD))
    for name, value in named.items():
        mood[layout.MOOD.index(name)] = value
    return mood


def levers_of(**named: float) -> np.ndarray:
    """Return the founder's levers: zero but for what is named."""
    levers = np.zeros(len(layout.LEVERS))
    for name, value in named.items():
        levers[layout.LEVERS.index(name)] = value
    return levers


def no_incidents() -> Latent:
    """Return an empty store of hidden incidents."""
    return Latent(
        np.zeros(HIDDEN_INCIDENTS),
        np.zeros(HIDDEN_INCIDENTS, dtype=np.int8),
        np.zeros(HIDDEN_INCIDENTS, dtype=np.int64),
        np.zeros(HIDDEN_INCIDENTS, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
    )


def step(outcome: Callable[[float], float], low: float, high: float) -> tuple[float, float]:
    """Return two neighbouring floats between which an outcome, which only grows, leaves its least.

    The outcome of ``low`` is the least, that of ``high`` must be another.
    """
    least = outcome(low)
    assert outcome(high) != least
    while math.nextafter(low, high) != high:
        middle = low + (high - low) / 2
        if outcome(middle) == least:
            low = middle
        else:
            high = middle
    return low, high


# The debt of quality, and disputes


def test_slackness_repays_no_debt_beyond_its_fading() -> None:
    p = P._replace(debt_days=10.0)
    mood = mood_of(sales_fast=1.0, sales_slow=3.0, debt=0.5)
    follow_sales(p, 1.0, 10, np.zeros(layout.TOTALS, dtype=np.int64), mood, 0.0)
    assert mood[layout.DEBT] == 0.5 + (0.0 - 0.5) / 10.0


@pytest.mark.parametrize("case", CASES)
def test_the_rate_of_disputes_to_its_last_digit(case: int) -> None:
    draw = luck(case)
    people, weight, strength, debt = 1_000, draw(1, 100), draw(0, 1), draw(0.1, 1)
    p = P._replace(hazard=0.0, debt_gain=draw(0.5, 5), debt_days=draw(2, 100), protection=0.7)
    totals = np.zeros(layout.TOTALS, dtype=np.int64)
    totals[layout.T_OWNERS] = people
    calendar = np.zeros((case + 1, len(layout.CALENDAR)))

    def happened(defects: float) -> float:
        row = np.zeros(len(layout.SERIES))
        product_day(
            case,
            given_with(p._replace(defects=defects), weight, people),
            calendar,
            totals,
            no_incidents(),
            mood_of(strength=strength, debt=debt),
            row,
        )
        return float(row[layout.S_DISPUTES])

    def plain(defects: float) -> float:
        owed = 1.0 + p.debt_gain * (debt + (0.0 - debt) / p.debt_days)
        exposed = people * weight * (1.0 - 0.7 * strength)
        return float(poisson(key_of(Decision.DISPUTES, case), defects * exposed * owed))

    for defects in step(happened, 0.0, 0.01):
        assert happened(defects) == plain(defects)


# Which product is at fault


@pytest.mark.parametrize("first", range(8))
def test_of_equally_grave_incidents_the_oldest_says_which_product_is_at_fault(first: int) -> None:
    p = P._replace(products=4.0, separate_products=1.0, disclosure=20.0)
    key = key_of(Decision.FAULTY_PRODUCT, 0)
    for severities, place in (([9.0, 9.0], 0), ([9.0, 9.5], 1), ([9.5, 9.0], 0)):
        latent, mood = no_incidents(), mood_of(faulty=3.0)
        latent.severity[:2] = severities
        latent.identity[:2] = [first, first + 100]
        latent.filled[0] = 2
        disclose(3, SEED, p, mood, latent, np.zeros(len(layout.SERIES)))
        assert latent.filled[0] == 0
        product = math.floor(uniform(key, [first, first + 100][place]) * 4)
        assert mood[layout.FAULTY] == product


@pytest.mark.parametrize("kind", ["accidents", "disputes"])
def test_a_dated_incident_is_of_the_first_product(kind: str) -> None:
    calendar = np.zeros((2, len(layout.CALENDAR)))
    calendar[1, layout.CALENDAR.index(kind)] = 1.0
    mood = mood_of(faulty=3.0)
    outlets = Outlets(np.ones(1), np.zeros(1), np.ones(1), np.zeros(1, dtype=np.int64))
    for day, product in ((0, 3.0), (1, 0.0)):
        row = np.zeros(len(layout.SERIES))
        levers = levers_of()
        newsroom_day(day, given_with(P), calendar, levers, outlets, no_incidents(), mood, row)
        assert mood[layout.FAULTY] == product


# The firm's own channel


@pytest.mark.parametrize("case", CASES)
def test_how_the_own_channel_names_the_founder_to_the_last_digit(case: int) -> None:
    draw = luck(case)
    p = P._replace(founder_stories=0.0, own_channel=draw(0.5, 5))
    levers = levers_of(exposure=draw(0.2, 1))
    coupling, good, bad, dated = draw(0, 0.4), draw(0, 2), draw(0, 2), draw(0, 10)
    calendar = np.zeros((case + 1, len(layout.CALENDAR)))
    calendar[case, layout.CALENDAR_BAD] = 30.0
    calendar[case, layout.CALENDAR_FOUNDER] = dated

    def named(naming: float) -> float:
        outlets = Outlets(np.ones(1), np.zeros(1), np.ones(1), np.zeros(1, dtype=np.int64))
        row = np.zeros(len(layout.SERIES))
        newsroom_day(
            case,
            given_with(p._replace(own_channel_naming=naming)),
            calendar,
            levers,
            outlets,
            no_incidents(),
            mood_of(coupling=coupling, dose_good=good, dose_bad=bad),
            row,
        )
        return float(row[layout.S_STORIES_BAD_FOUNDER])

    def plain(naming: float) -> float:
        reach = p.own_channel * levers[layout.EXPOSURE]
        own = dated / 30.0
        own += (1.0 - own) * naming * (reach / (reach + good + bad))
        chance = coupling + (1.0 - coupling) * own
        key = key_of(Decision.STORY_FOUNDER, case)
        stories = poisson(key_of(Decision.STORIES, case), 30.0)
        return float(sum(uniform(key, story) < chance for story in range(stories)))

    for naming in step(named, 0.0, 1.0):
        assert named(naming) == plain(naming)


# What is the same for everyone


@pytest.mark.parametrize("case", CASES)
def test_what_the_extensions_hand_to_people(case: int) -> None:
    draw = luck(case)
    p = P._replace(
        reply_gain=draw(0, 2),
        slight=draw(0, 2),
        refusal=draw(0, 1),
        idol_harshness=draw(0, 5),
        shifting_standards=draw(0, 10),
        promise_demand=draw(0, 20),
        worth_weight=draw(0, 1),
        simple=draw(0, 1),
        interesting=draw(0, 1),
        authentic=draw(0, 1),
        fault=draw(0, 1),
        products=float(1 + case % 4),
        separate_products=float(case % 3 > 0),
        recruitment=draw(0, 1),
    )
    levers = levers_of(
        exposure=draw(0, 1),
        image=draw(0, 1),
        warmth=draw(0, 1),
        distance=draw(0, 1),
        participation=draw(0, 1),
    )
    exposure, _, _, warmth, distance, _, participation, _ = levers.tolist()
    climate, answered, slighted, image = draw(-1, 1), draw(0, 1), draw(0, 1), draw(0, 1)
    strength, hoped, success, gravity = draw(0, 1), draw(0, 2), draw(0, 1), draw(0, 2)
    novelty, benefit, faulty = draw(0, 1), draw(0, 1), case % 4
    mood = mood_of(
        climate=climate,
        answered=answered,
        slighted=slighted,
        image_seen=image,
        success=success,
        strength=strength,
        public_expectation=hoped,
        gravity=gravity,
        novelty=novelty,
        benefit=benefit,
        faulty=faulty,
    )

    worth = p.simple * (benefit + p.interesting * novelty + p.authentic) / 3.0
    worth = (1.0 - p.worth_weight) + p.worth_weight * worth
    assert worth_of(p, mood) == worth

    charm = exposure * (1.0 + p.warmth_gain * warmth) * 2.0 * success
    charm *= max(0.0, 1.0 + p.reply_gain * answered * climate - p.slight * slighted)
    idealise = p.idealisation * (1.0 - p.refusal * image) * charm
    demand = p.demand * strength * (1.0 + p.brand) * (1.0 + p.climate_demand * climate)
    expected = {
        "recruit": min(1.0, p.recruitment * charm),
        "idealise": idealise,
        "circle_idealise": idealise * (1.0 - distance),
        "offence": p.news_weight * gravity * (1.0 + p.idol_harshness * (1.0 - image)),
        "open_nodes": participation * worth,
        "demand": demand * (1.0 + p.promise_demand * max(0.0, hoped - strength)),
        "standards": p.fault * p.shifting_standards * (1.0 - image),
    }
    today = Today(*today_of(p, levers, mood))
    found = {name: float(getattr(today, name)) for name in expected}
    assert found == {name: float(np.float32(value)) for name, value in expected.items()}
    assert today.participation_most >= today.open_nodes * (p.taking_part + p.following)
    assert today.products == p.products
    concern = (layout.OWNER, layout.OWNER)
    if case % 3 > 0:
        concern = layout.OWNER + layout.PRODUCT_BITS, layout.OWNER + 32 * faulty
    assert (today.concern_bits, today.concerned) == concern


# Rumours


@pytest.mark.parametrize("case", CASES)
def test_how_readily_a_person_believes_to_the_last_digit(case: int) -> None:
    draw = luck(case)
    p, passion = P._replace(rumour_partisanship=draw(0, 1)), float(np.float32(draw(-1, 1)))
    assert credence(p, passion) == 1.0 - p.rumour_partisanship * passion


def told_to_all(case: int, telling: float, passion: float, tellers: int) -> bool:
    """Tell it to a single listener, the last, where everyone hears everyone."""
    state = np.full(tellers + 1, layout.SPREADING, dtype=np.int8)
    state[-1] = layout.UNAWARE
    passions = np.full(tellers + 1, passion, dtype=np.float32)
    p = P._replace(rumour_telling=telling, rumour_partisanship=0.6)
    rumour = Rumour(state, np.zeros(tellers + 1, dtype=np.int8))
    pass_on_to_all(case, given_with(p), passions, rumour)
    return bool(state[-1] == layout.TOLD)


@pytest.mark.parametrize("case", CASES)
def test_the_chance_that_one_of_many_is_believed_to_its_last_digit(case: int) -> None:
    tellers, passion = 2 + case % 7, float(np.float32(luck(case)(-1, 0)))
    u = uniform(key_of(Decision.RUMOUR_TOLD, case), tellers)
    for telling in step(lambda telling: told_to_all(case, telling, passion, tellers), 0.0, 1.0):
        missed = 1.0 - min(1.0, telling * (1.0 - 0.6 * passion))
        believed = u < 1.0 - math.pow(missed, float(tellers))
        assert told_to_all(case, telling, passion, tellers) == believed


def test_mouths_beyond_the_deepest_are_not_counted_where_everyone_hears_everyone() -> None:
    state = np.array([layout.SPREADING, layout.UNAWARE], dtype=np.int8)
    depth = np.array([layout.DEEPEST, 0], dtype=np.int8)
    given = given_with(P._replace(rumour_telling=1.0))
    pass_on_to_all(0, given, np.zeros(2, np.float32), Rumour(state, depth))
    assert state.tolist() == [layout.SPREADING, layout.TOLD]
    assert depth.tolist() == [layout.DEEPEST, layout.DEEPEST]
