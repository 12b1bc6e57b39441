"""Pairs of worlds: shared luck, the same again, and nothing where nothing acts."""

from __future__ import annotations

import math

import pytest

from sim.claims import trial
from sim.claims.chance import EVERYTHING
from sim.claims.claim import Claim
from sim.claims.index import CLAIMS
from sim.claims.pairs import claim_scenarios, seeds_of, world_of, worlds_of
from sim.claims.trial import judge_worlds
from tests.claims.small_claims import EVERY, counter, small


@EVERY
def test_a_world_gives_every_part_its_numbers(claim: Claim) -> None:
    scenarios = claim_scenarios(small(claim))
    world = world_of(scenarios, *seeds_of(claim, 1, 1)[0], with_curves=True)
    assert set(world.x) == {part.name for part in claim.parts}
    assert set(world.y) == {part.name for part in claim.parts if claim.off(part)}
    if claim.figure:
        keys = {(name, with_it) for name in claim.shown_arms for with_it in (True, False)}
        assert set(world.curves) == keys
        assert all(len(curve) == claim.setting.days for curve in world.curves.values())


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


def test_with_and_without_share_their_luck_and_arms_may_have_their_own() -> None:
    scenarios = claim_scenarios(counter())
    worlds = list(worlds_of(scenarios, seeds_of(scenarios.claim, 1, 20)))
    # Before the first story there is nothing to follow up: the accident's own stories are the same.
    first = claim_scenarios(counter(days=4))
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
        scenarios = claim_scenarios(claim, off=EVERYTHING)
        for world in worlds_of(scenarios, seeds_of(claim, 1, 2)):
            for part in claim.parts:
                if claim.off(part):
                    x, y = world.x[part.name], world.y[part.name]
                    assert x == y or (math.isnan(x) and math.isnan(y)), (name, part.name)
        verdict = judge_worlds(claim, list(worlds_of(scenarios, seeds_of(claim, 1, 5))))[1]
        assert verdict != "holds"


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
    worlds = list(worlds_of(claim_scenarios(claim), seeds_of(claim, 3, 4)))
    for place, null in GONE[name].items():
        part = claim.parts[place]
        assert [world.y[part.name] for world in worlds] == [null] * 4
        assert any(world.x[part.name] != null for world in worlds)
