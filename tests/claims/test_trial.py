"""The worlds behind the verdicts: shared luck, the same again, and nothing where nothing acts."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.claims import trial
from sim.claims.claim import Arm, Claim, Part, Setting, When
from sim.claims.index import CLAIMS
from sim.claims.judge import ALPHA
from sim.claims.pairs import World, course_of, scenario_of, seeds_of, world_of, worlds_of
from sim.claims.report.document import most_by_chance
from sim.claims.trial import (
    EVERYTHING,
    Box,
    box_of,
    judge_worlds,
    own_mechanisms,
    try_claim,
    try_nothing,
)

EVERY = pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda claim: claim.id)


def small(claim: Claim, people: int = 300) -> Claim:
    """Return a claim in a smaller crowd."""
    return replace(claim, setting=replace(claim.setting, people=people))


def numbers(worlds: list[World]) -> list[tuple[list[float], list[float]]]:
    return [(list(w.x.values()), list(w.y.values())) for w in worlds]


@EVERY
def test_a_world_gives_every_part_its_numbers(claim: Claim) -> None:
    course = course_of(small(claim))
    world = world_of(course, *seeds_of(claim, 1, 1)[0], shown=True)
    assert set(world.x) == {part.name for part in claim.parts}
    assert set(world.y) == {part.name for part in claim.parts if claim.off(part)}
    if claim.figure:
        keys = {(name, with_it) for name in claim.shown_arms for with_it in (True, False)}
        assert set(world.shown) == keys
        assert all(len(curve) == claim.setting.days for curve in world.shown.values())


def test_a_trial_comes_out_the_same_again_and_on_any_number_of_threads() -> None:
    claim = small(CLAIMS["founder-is-firm"])
    one = try_claim(claim, replicates=6, draws=2, workers=1)
    for again in (
        try_claim(claim, replicates=6, draws=2, workers=2),
        try_claim(claim, replicates=6, draws=2, workers=1),
    ):
        assert again.parts == one.parts
        assert (again.verdict, again.reason, again.box) == (one.verdict, one.reason, one.box)
        for key, curve in one.curves.items():
            assert np.array_equal(curve, again.curves[key])
    other = try_claim(claim, seed=2, replicates=6, draws=0)
    assert other.parts != one.parts


def test_worlds_are_numbered_apart_and_share_crowds_between_claims() -> None:
    one, other = CLAIMS["rumour"], CLAIMS["retreat"]
    seeds = seeds_of(one, 1, 50)
    assert len({luck for _, luck in seeds}) == len({crowd for crowd, _ in seeds}) == 50
    assert [crowd for crowd, _ in seeds] == [crowd for crowd, _ in seeds_of(other, 1, 50)]
    luck = {
        luck for claim in CLAIMS.values() for s in range(9) for _, luck in seeds_of(claim, s, 200)
    }
    assert len(luck) == len(CLAIMS) * 9 * 200
    assert all(0 <= number < 2**62 for number in luck)
    main = {luck for _, luck in seeds_of(one, 1, 9_999)}
    assert not main & {luck for _, luck in seeds_of(one, 1, 999, trial.BOX_FROM)}


def counter(days: int = 20) -> Claim:
    """Return a claim on stories alone, in a crowd of ten."""
    return replace(
        CLAIMS["rumour"],
        id="counter",
        mechanisms=("hitchhiking",),
        figure="",
        setting=Setting(
            days,
            {"run.incidents": "dated", "founder.exposure": 0.0},
            (When(3, "road accident", "-", 30.0),),
            people=10,
        ),
        arms=(Arm("a"), Arm("b", luck=1)),
        parts=(
            Part("stories", "stories", lambda o: float(o["a"]["stories_bad"].sum()), "above", 0.0),
            Part(
                "apart",
                "stories",
                lambda o: float(o["a"]["stories_bad"].sum() - o["b"]["stories_bad"].sum()),
                "above",
                0.0,
            ),
        ),
    )


def test_with_and_without_share_their_luck_and_arms_may_have_their_own() -> None:
    course = course_of(counter())
    worlds = list(worlds_of(course, seeds_of(course.claim, 1, 20)))
    # Before the first story there is nothing to follow up: the accident's own stories are the same.
    first = course_of(counter(days=4))
    for world in worlds_of(first, seeds_of(first.claim, 1, 20)):
        assert world.x["stories"] == world.y["stories"]
    assert any(world.x["stories"] > world.y["stories"] for world in worlds)
    assert any(world.x["apart"] != 0.0 for world in worlds)
    for world in worlds_of(first, seeds_of(first.claim, 1, 20), unpaired=True):
        if world.x["stories"] != world.y["stories"]:
            break
    else:
        raise AssertionError("unpaired worlds share their luck")


def test_where_everything_is_off_paired_worlds_are_the_same() -> None:
    for name in ("expectation", "rumour", "tie-strength", "no-stable-core"):
        claim = small(CLAIMS[name])
        course = course_of(claim, off=EVERYTHING)
        for world in worlds_of(course, seeds_of(claim, 1, 2)):
            for part in claim.parts:
                if claim.off(part):
                    x, y = world.x[part.name], world.y[part.name]
                    assert x == y or (math.isnan(x) and math.isnan(y)), (name, part.name)
        verdict = judge_worlds(claim, list(worlds_of(course, seeds_of(claim, 1, 5))))[1]
        assert verdict != "holds"


@pytest.mark.slow
def test_without_any_mechanism_claims_hold_by_chance_alone() -> None:
    """All claims, small crowds; the full check is scripts/update_claims.py --nothing."""
    tries = [
        try_nothing(small(claim), 1, 6, off)
        for claim in CLAIMS.values()
        for off in (EVERYTHING, own_mechanisms(claim))
    ]
    assert tries.count("holds") <= most_by_chance(len(tries), ALPHA)


def test_the_document_says_that_chance_alone_explains_what_held_without_mechanisms() -> None:
    import json

    from scripts.update_claims import NOTHING, NOTHING_SEEDS, read

    record = read(NOTHING)
    assert json.dumps(record)
    assert record["seeds"] == len(NOTHING_SEEDS) == 40
    for held in record["holds"].values():
        assert set(held) == set(CLAIMS)
        assert sum(held.values()) <= most_by_chance(40 * len(CLAIMS), ALPHA)
        for name, times in held.items():
            assert times <= most_by_chance(40, ALPHA), name


def test_other_seeds_agree_in_nine_of_ten_claims() -> None:
    from scripts.update_claims import SEEDS, TRIALS, read

    record = {one["id"]: one["model"] for one in read(TRIALS)}
    for seed, verdicts in read(SEEDS).items():
        same = sum(record[name] == verdict for name, verdict in verdicts.items())
        assert same >= 0.9 * len(record), seed


# Ablations that leave nothing at all, by the meaning of the mechanism.
GONE: dict[str, dict[int, float]] = {
    "fan-to-black": {0: 0.0}, "own-goal": {0: 0.0}, "co-creation": {0: 0.0},
    "participation": {0: 0.0, 1: 0.0, 2: 0.0}, "rumour": {0: 0.0, 1: 0.0},
    "interaction-design": {0: 0.0, 3: 0.0, 4: 0.0}, "explosive-product": {0: 0.0, 1: 0.0},
    "mutual-benefit": {0: 0.0}, "telephoto": {0: 0.0}, "repelled-majority": {0: 0.0},
    "showing-weakness": {0: 0.0}, "tie-strength": {0: 0.0}, "being-fans": {0: 0.0},
    "sow-fans": {0: 0.0}, "expectation": {0: 0.0}, "keep-away": {0: 0.0},
}  # fmt: skip


@pytest.mark.parametrize("name", GONE)
def test_a_mechanism_switched_off_leaves_nothing_of_its_signature(name: str) -> None:
    claim = small(CLAIMS[name], people=600)
    worlds = list(worlds_of(course_of(claim), seeds_of(claim, 3, 4)))
    for place, null in GONE[name].items():
        part = claim.parts[place]
        assert [world.y[part.name] for world in worlds] == [null] * 4
        assert any(world.x[part.name] != null for world in worlds)


def test_the_box_draws_what_no_arm_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = small(CLAIMS["being-fans"])
    drawn: list[dict[str, Any]] = []
    real = trial.course_of

    def noting(one: Claim, point: Any = None) -> Any:
        drawn.append(dict(point or {}))
        return real(one, point)

    monkeypatch.setattr(trial, "course_of", noting)
    box = box_of(claim, seed=1, draws=3)
    assert box.draws == 3
    assert len(drawn) == 3
    assert all(point.keys() == drawn[0].keys() for point in drawn)
    assert "people.word_of_mouth" not in drawn[0]  # varied by the arms
    assert "people.recruitment" in drawn[0]
    assert "founder.exposure" not in drawn[0]  # a lever is decided, not unknown
    values = {point["people.recruitment"] for point in drawn}
    assert len(values) == 3
    scenario = scenario_of(claim, claim.arms[0], drawn[0])
    assert scenario.parameters.people.recruitment == drawn[0]["people.recruitment"]
    assert scenario.parameters.people.word_of_mouth == 0.008
    assert scenario.parameters.founder.exposure == 0.2


def test_a_box_of_no_draws_has_no_share() -> None:
    assert box_of(CLAIMS["rumour"], 1, 0) == Box(0, 0)
    assert box_of(CLAIMS["refuse-altar"], 1, 5) == Box(0, 0)
    assert math.isnan(Box(0, 0).share)


def test_an_undefined_statistic_fails_the_claim() -> None:
    claim = replace(
        counter(), parts=(Part("no", "unit", lambda _: math.nan, "above", 0.0, ablate=False),)
    )
    found = try_claim(claim, replicates=5, draws=1)
    assert found.verdict == "fails"
    assert "undefined in 5 of 5 worlds" in found.reason
    assert found.box.held == 0


def test_the_record_is_of_the_sources_as_they_are() -> None:
    """What a document says of a trial is stale once anything that decides it has changed."""
    from scripts.update_claims import TRIALS, read
    from sim.claims.report.kept import claims_version

    versions = {one["version"] for one in read(TRIALS)}
    assert versions == {claims_version()}, "run scripts/update_claims.py"
